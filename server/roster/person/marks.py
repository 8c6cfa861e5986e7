"""Words that say whether, and how often, somebody was vaccinated: yes, no, twice, the full course, at least two."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from server.roster.sheet import text
from server.roster.vocabulary import read

YES, NO, FULL, BOOSTER, UNKNOWN = "yes", "no", "full", "booster", "unknown"
MOST = 5  # doses that have a number


@dataclass(frozen=True)
class Mark:
    """`what` is one of the words above, or "" for a count alone; `count` doses, or at least so many."""

    what: str = ""
    count: int | None = None
    at_least: bool = False


@cache
def _words() -> dict[str, str]:
    said = read("doses.json")
    return {word: what for what in (YES, NO, FULL, BOOSTER, UNKNOWN) for word in said[what]}


@cache
def _around() -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    said = read("doses.json")
    longest = (
        sorted(said["count_openings"], key=len, reverse=True),
        sorted(said["count_endings"], key=len, reverse=True),
    )
    return tuple(longest[0]), tuple(longest[1]), tuple(said["at_least"]), tuple(said["first"])


def mark(said: str) -> Mark | None:
    """What a cell such as 是, 2, 两针, 全程, ≥2 says; None if it is none of these words."""
    word = text.solid(said).lower()
    what = _words().get(word)
    if what:
        return Mark(what)
    openings, endings, at_least, first = _around()
    if word in first:
        return Mark(count=1)
    bare = word
    opening = next((opening for opening in openings if bare.startswith(opening)), "")
    bare = bare.removeprefix(opening)
    while ending := next((ending for ending in endings if bare.endswith(ending)), ""):
        bare = bare.removesuffix(ending)
    count = text.number(bare)
    if count is None or not 0 <= count <= MOST:
        return None
    if count == 0:
        return Mark(NO)
    return Mark(count=count, at_least=any(sign in word for sign in at_least))
