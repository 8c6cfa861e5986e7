"""The list as the roster desk reads it: the import's own headers and words, so that what goes out comes in unchanged.

Doses stand under their numbers (a third injection is the third, whatever it counts as), places under the code of their
grid, so that nothing has to be guessed on the way back. What the desk would not take as it stands is left blank: a
blank cell changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from server.lists import names, writing
from server.lists.people import Person, Reading
from server.office import residents
from server.office.filters import Filters
from server.roster.sheet import text
from server.roster.vocabulary import vocabulary
from server.store.judging import campaign
from server.words import LANGUAGES, say

CHINESE = LANGUAGES[0]  # rosters are read in Chinese
NEEDS = frozenset({"own", "home", "head", "dose", "contraindication", "numbers"})
DOSES = (1, 2, 3, 4)
FROZEN = 3  # columns, the name the last of them
PARTS = ("on", "product", "place", "batch")
# Column keys of the import (its first word for each is the header) and widths.
COLUMNS: dict[str, int] = {
    "household_no": 12, "head_name": 10, "name": 10, "relation": 10, "sex": 5, "birth": 11, "id_kind": 12,
    "id_number": 20, "phone": 13, "phone_of": 10, "area_code": 17, "village": 14, "grid": 16, "lane": 12, "door": 10,
    "building": 8, "unit": 8, "room": 8, "dwelling": 9, "residency": 10, "employer": 16, "job": 10, "groups": 18,
    "willingness": 9, "reason": 14, "contraindication": 16, "note": 24,
}  # fmt: skip
_DATED = ("birth", "on")


def heads() -> list[tuple[str, writing.Head]]:
    """(key, head) of every column; those that the import does not know are left out."""
    titles = vocabulary().titles
    known = [
        (key, writing.Head(titles[key], width, "date" if key in _DATED else "text"))
        for key, width in COLUMNS.items()
        if key in titles
    ]
    doses = [
        (f"{number}.{part}", writing.Head(say(f"lists.roster.{number}.{part}", CHINESE), 12, kind))
        for number in DOSES
        for part in PARTS
        for kind in ("date" if part in _DATED else "text",)
    ]
    return [*known[:-1], *doses, known[-1]]


def file(session: Session, path: Path, args: Mapping[str, str], today: str) -> int:
    """Write the roster of the filters' people, household by household, to `path`; returns how many people."""
    columns = heads()
    known = names.names(session, CHINESE, NEEDS)
    lines = residents.filtered(session, Filters.read(args), "walk")
    people = Reading(session, NEEDS, campaign(session), today).people(lines)
    words = _Words()
    rows = _rows(people, [key for key, _ in columns], known, words)
    sheet = say("lists.sheet.roster", CHINESE)
    return writing.write(path, sheet, [head for _, head in columns], rows, CHINESE, FROZEN)


def _rows(people: Iterator[Person], keys: list[str], known: names.Names, words: _Words) -> Iterator[list[Any]]:
    for person in people:
        values = words.values(person, known)
        yield [values.get(key) for key in keys]


class _Words:
    """Codes → the first word that the import knows for each."""

    def __init__(self) -> None:
        self.words = vocabulary()
        self.relations = _first(self.words.relations)
        self.choices = {name: _first(words) for name, words in self.words.choices.items()}

    def values(self, person: Person, known: names.Names) -> dict[str, Any]:
        """What a row says, by column key."""
        row, own, home = person.row, person.own, person.home
        said: dict[str, Any] = {
            name: own.get(name) for name in ("name", "birth", "phone_of", "employer", "job", "note")
        }
        said |= {name: home.get(name) for name in ("lane", "door", "building", "unit", "room")}
        said |= {name: self._choice(name, own.get(name)) for name in ("sex", "id_kind", "residency", "willingness")}
        said["dwelling"] = self._choice("dwelling", home.get("dwelling"))
        said |= {
            "household_no": known.numbers.get(row.household, row.household),
            "head_name": person.head,
            "relation": self.relations.get(str(own.get("relation"))),
            "id_number": own.get("id_number"),
            "phone": own.get("phone") if text.phone(str(own.get("phone") or "")) == own.get("phone") else None,
            "area_code": row.grid,
            "village": known.areas.get(row.village),
            "grid": known.areas.get(row.grid),
            "groups": known.joined([known.of("groups", code) for code in own.get("groups") or ()]),
            "reason": known.lists["reasons"].get(str(own.get("reason"))),
            "contraindication": known.joined(_kinds(person, known)),
        }
        for dose in person.injections:
            said |= {
                f"{dose.get('number')}.on": dose.get("on"),
                f"{dose.get('number')}.product": known.lists["products"].get(str(dose.get("product"))),
                f"{dose.get('number')}.place": dose.get("place"),
                f"{dose.get('number')}.batch": dose.get("batch"),
            }
        return said

    def _choice(self, name: str, code: Any) -> str | None:
        return self.choices.get(name, {}).get(str(code)) if code else None


def _first(words: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for word, code in words.items():
        found.setdefault(code, word)
    return found


def _kinds(person: Person, known: names.Names) -> list[str]:
    kinds = known.lists.get("contraindications", {})
    return [
        kinds[str(each["kind"])]
        for each in person.contraindications
        if each.get("state") != "cleared" and each.get("kind") in kinds
    ]
