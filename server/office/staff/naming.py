"""Which areas the words of a row mean. Names are compared as rosters' are (`server.roster.sheet.naming`); nothing is
made.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Callable, Mapping

from server.office.staff.problems import Code
from server.office.staff.words import words
from server.roster.sheet import naming, text
from server.roster.vocabulary import vocabulary
from sync import areas

MOST_GRIDS = 99
_VILLAGE = re.compile(r"^\d{12}$")
_GRID = re.compile(r"^\d{12}-\d{2}$")


class Unknown(Exception):
    """A word that means no area of the township, or more than one: the problem's code, at which column, and why."""

    def __init__(self, code: Code, key: str, **values: str) -> None:
        super().__init__(code.value)
        self.code, self.key, self.values = code, key, values


class Names:
    """The areas of the township and its sites: `known` and `sites` are their names by code."""

    def __init__(self, known: Mapping[str, str], sites: Mapping[str, str]) -> None:
        self.known = known
        self.sites = {text.solid(name): code for code, name in sites.items()}
        towns = {areas.level(code): name for code, name in known.items()}
        self._villages = naming.Villages([towns.get("county", ""), towns.get("township", "")])
        self._grids: dict[str, list[str]] = defaultdict(list)
        for code, name in known.items():
            if areas.level(code) == "village":
                self._villages.add(code, name)
            elif areas.level(code) == "grid":
                self._grids[code.partition("-")[0]].append(code)

    def villages(self, cell: str) -> list[str]:
        """The villages of a cell, in its order. Raises Unknown."""
        return _each(text.narrow(cell), lambda part: [self.village(part)])

    def village(self, name: str) -> str:
        """The village of a name or a code. Raises Unknown."""
        if _VILLAGE.match(name) and areas.level(name) == "village" and name in self.known:
            return name
        found = self._villages.find(name)
        if len(found) == 1:
            return found[0]
        if found:
            raise Unknown(Code.VILLAGE_SEVERAL, "village", value=name)
        raise Unknown(Code.VILLAGE_UNKNOWN, "village", value=name[:40])

    def grids_of(self, village: str) -> list[str]:
        """All grids of a village."""
        return sorted(self._grids[village])

    def grids(self, village: str, cell: str, key: str) -> list[str]:
        """The grids of a cell, in its order; the village itself where it says the whole of it. Raises Unknown."""
        return _each(text.narrow(cell), lambda part: self._ranged(village, part, key))

    def sites_of(self, cell: str) -> list[str]:
        """The sites of a cell. Raises Unknown."""
        return _each(text.narrow(cell), lambda part: [self.site(part)])

    def site(self, name: str) -> str:
        """The site of a name. Raises Unknown."""
        found = self.sites.get(text.solid(name)) or (name if name in self.sites.values() else None)
        if found is None:
            raise Unknown(Code.SITE_UNKNOWN, "site", value=name[:40])
        return found

    def _ranged(self, village: str, part: str, key: str) -> list[str]:
        """One grid, those from one number to another, or the village."""
        if text.solid(part) in words().whole:
            return [village]
        try:
            return [self._grid(village, part, key)]
        except Unknown:
            ends = _ends(part)
            if ends is None:
                raise
            return [self._grid(village, str(number), key) for number in range(ends[0], ends[1] + 1)]

    def _grid(self, village: str, name: str, key: str) -> str:
        own = self._grids[village]
        if _GRID.match(name) and name in own:
            return name
        called = self.known.get(village, "")
        found = naming.grids_among({code: self.known[code] for code in own}, called, self._villages.without_towns(name))
        if len(found) == 1:
            return found[0]
        raise Unknown(Code.GRID_UNKNOWN, key, value=name[:40], village=called or village)


def _each(cell: str, one: Callable[[str], list[str]]) -> list[str]:
    """What `one` makes of the cell; if nothing, of its parts, in their order and each once. A name is never cut that is
    known as it stands.
    """
    try:
        return one(cell)
    except Unknown:
        marks = "".join(re.escape(mark) for mark in (*vocabulary().list_marks, *words().marks))
        for parts in (re.split(f"[{marks}]", cell), cell.split()):
            kept = [part.strip() for part in parts if part.strip()]
            if len(kept) > 1:
                return list(dict.fromkeys(code for part in kept for code in _each(part, one)))
        for word in words().joined:
            first, found, last = cell.partition(word)
            with contextlib.suppress(Unknown):
                if found and first and last:
                    return list(dict.fromkeys(_each(first, one) + _each(last, one)))
        raise


def _ends(part: str) -> tuple[int, int] | None:
    """First and last number of "1-3", however it is written."""
    for mark in words().between:
        first, found, last = part.partition(mark)
        low, high = (text.number(naming.bare_grid(each)) for each in (first, last))
        if found and low and high and low < high <= MOST_GRIDS:
            return low, high
    return None
