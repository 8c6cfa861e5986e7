"""What codes are called in the file's language: areas, the campaign's words, closed codes, and who works where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.lists.people import WORKERS, household_numbers, workers
from server.office.areas import names as area_names
from server.roster.person.groups import names_of
from server.words import say

CAMPAIGN = ("groups", "reasons", "products", "contraindications")


@dataclass(frozen=True)
class Names:
    """`lists` are the campaign's: {groups: {code: name}, …}; `workers` {role: {area: names}}; `numbers` of
    households.
    """

    lang: str
    areas: Mapping[str, str]
    lists: Mapping[str, Mapping[str, str]]
    workers: Mapping[str, Mapping[str, Sequence[str]]]
    numbers: Mapping[str, str]

    def word(self, kind: str, code: object) -> str:
        """The word of a closed code, "" for none."""
        if not code:
            return ""
        for part in ("lists", "roster"):
            key = f"{part}.{kind}.{code}"
            if (said := say(key, self.lang)) != key:
                return said
        return str(code)

    def of(self, name: str, code: object) -> str:
        """The campaign's word of a code, the code itself where it has none, "" for none."""
        known = self.lists.get(name, {}).get(str(code)) if code else ""
        return self.word(name, code) if known is None else known

    def joined(self, words: Sequence[str]) -> str:
        """Several words in one cell."""
        return say("roster.list_mark", self.lang).join(words)


def names(session: Session, lang: str, needs: frozenset[str] = frozenset()) -> Names:
    """The names for a file; who works where and the households' numbers only if the columns need them."""
    return Names(
        lang,
        area_names(session),
        {name: names_of(session, name, lang) for name in CAMPAIGN},
        {role: workers(session, role) for role in WORKERS} if "workers" in needs else {},
        household_numbers(session) if "numbers" in needs else {},
    )
