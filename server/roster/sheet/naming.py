"""Names of villages and grids as lists write them: with or without their kind, their town's or village's name in front.

One rule for everybody who compares such names: rosters, the lines between their people, lists of staff.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from server.roster.sheet import text
from server.roster.sheet.layout import layout
from server.roster.vocabulary import vocabulary

_MARKS = "-_/.,\u3001\u00b7\u2014"  # between a village and its group
_SHORTEST = 2  # characters of a village's name in front of a group's number


class Villages:
    """Villages by their names. `towns`: the names of the county and the township, which may stand in front of them."""

    def __init__(self, towns: Iterable[str] = ()) -> None:
        self._towns = [solid for town in towns if (solid := text.solid(town))]
        self._exact: dict[str, str] = {}
        self._bare: dict[str, list[str]] = defaultdict(list)

    def add(self, code: str, name: str) -> None:
        """One more village."""
        self._exact.setdefault(text.solid(name), code)
        self._bare[bare_village(name)].append(code)

    def find(self, name: str) -> list[str]:
        """The villages that a name can mean: best none or one."""
        for tried in self._ways(name):
            if tried in self._exact:
                return [self._exact[tried]]
            if found := self._bare.get(bare_village(tried)):
                return found
        return []

    def short(self, name: str) -> str:
        """A village's name without the towns' in front, known or not."""
        return self.without_towns(name) if self._towns else of_town(name)

    def without_towns(self, name: str) -> str:
        """Any name without those of the known towns in front."""
        return _cut(text.solid(name), self._towns)

    def beginning(self, name: str) -> tuple[str, str]:
        """A known village's whole name and what follows it, in one text; ("", text) where none stands in front."""
        solid = self.short(name)
        fronts = [front for front in self._exact if front and solid.startswith(front) and len(solid) > len(front)]
        front = max(fronts, key=len, default="")
        return front, solid.removeprefix(front).lstrip(_MARKS if front else "")

    def _ways(self, name: str) -> list[str]:
        bare_towns = [town.removesuffix(end) for town in self._towns for end in layout().towns if town.endswith(end)]
        return [text.solid(name), self.short(name), _cut(self.short(name), [town for town in bare_towns if town])]


def of_town(name: str) -> str:
    """A village's name without its town's in front, where the town is not known."""
    solid = text.solid(name)
    for ending in layout().towns:
        front, found, rest = solid.partition(ending)
        if found and front and _named(rest):
            return rest
    return solid


def _cut(solid: str, fronts: Iterable[str]) -> str:
    for front in fronts:
        rest = solid.removeprefix(front)
        solid = rest if _named(rest) else solid
    return solid


def _named(rest: str) -> bool:
    """Whether this is a name, and not only a village's kind."""
    return bool(rest) and rest not in vocabulary().village_endings


def bare_village(name: str) -> str:
    """A village's name without its kind, so that the same village is found under each of its names."""
    name = text.solid(name)
    for ending in vocabulary().village_endings:
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name


def divided(name: str) -> tuple[str, str]:
    """A village and its group in one text, by the group's number at its end; ("", text) where it is a group only."""
    solid = text.solid(name)
    words = vocabulary()
    for ending in words.grid_endings:
        found = re.search(rf"([0-9]+|[{_numerals()}]+){ending}$", solid) if ending not in words.date_marks else None
        if not found:
            continue
        front = solid[: found.start()]
        for opening in words.grid_openings:
            front = front.removesuffix(opening)
        front = front.strip(_MARKS)
        a_kind = any(kind.startswith(front) for kind in words.grid_endings)
        if len(front) < _SHORTEST or a_kind or text.number(front) is not None:
            return "", solid
        return front, found[0]
    return "", solid


def within(name: str, village: str) -> str:
    """A grid's name without its village's in front: the whole of it, or its bare name before a number."""
    solid, bare = text.solid(name), bare_village(village)
    if not bare or not solid.startswith(bare) or solid[len(bare) :] in vocabulary().grid_endings:
        return solid
    for ending in (*vocabulary().village_endings, ""):
        rest = solid.removeprefix(bare + ending).lstrip(_MARKS)
        if solid.startswith(bare + ending) and rest and (ending or text.number(bare_grid(rest)) is not None):
            return rest
    return solid


def grids_among(own: Mapping[str, str], village: str, name: str) -> list[str]:
    """The grids that a name can mean among a village's `own` (code → name), the most likely first."""
    wanted = within(name, village)
    names = {code: within(called, village) for code, called in own.items()}
    exact = [code for code, called in names.items() if called == wanted]
    if exact:
        return exact
    bare = [code for code, called in names.items() if bare_grid(called) == bare_grid(wanted)]
    number = text.number(bare_grid(wanted))
    ending = f"-{number:02d}" if number else None
    numbered = [code for code in bare or names if ending and code.endswith(ending) and _last(names[code]) == number]
    return numbered or bare


def _last(name: str) -> int | None:
    """The last number in a grid's name, however it is written."""
    found = re.findall(rf"\d+|[{_numerals()}]+", name)
    return text.number(found[-1]) if found else None


def bare_grid(name: str) -> str:
    """A grid's name without its kind, before or behind; numbers as plain digits."""
    name = text.solid(name)
    words = vocabulary()
    for opening in words.grid_openings:
        name = name.removeprefix(opening)
    for kind in words.grid_endings:
        if name.endswith(kind) and len(name) > len(kind):
            name = name.removesuffix(kind)
    number = text.number(name)
    for kind in words.grid_endings:
        if number is None and name.startswith(kind):
            rest = name.removeprefix(kind)
            number = text.number(rest.removeprefix(words.grid_openings[0]) if words.grid_openings else rest)
    return str(number) if number is not None else name


def _numerals() -> str:
    words = vocabulary()
    return "".join(words.digits) + words.ten
