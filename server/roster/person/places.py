"""Which grid a row belongs to: the words for village, group and grid matched to areas, new ones planned.

Nothing is written here. New areas are planned with their codes, so that a preview shows exactly what an import will
make, and the import makes them in the same transaction that stages its rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.roster.problems import Code
from server.roster.sheet import naming, text
from server.roster.vocabulary import vocabulary
from sync import areas

NOWHERE = "000000100000"  # the township of a check made where no township has been set up
_VILLAGE = re.compile(r"^\d{12}$")
_GRID = re.compile(r"^\d{12}-\d{2}$")
_NAME_LONGEST = 40
_VILLAGES_FROM, _LAST = 201, 999  # unofficial codes: township yearbooks number villages from 200 upward
_GRIDS = 99
Words = tuple[str, str, str, str]  # a row's area code, village, group, grid


@dataclass(frozen=True)
class NewArea:
    """An area that the import will make: level is village or grid."""

    code: str
    name: str
    level: str
    parent: str


@dataclass(frozen=True)
class Misplaced:
    """Why a row has no grid, and at which column's key."""

    code: Code
    key: str
    values: dict[str, str]


class Places:
    """The areas of one township, known and planned. `area`, if any, is the township, village or grid chosen."""

    def __init__(
        self,
        known: Mapping[str, str],
        area: str | None,
        planned: Iterable[NewArea] = (),
        solved: Mapping[Words, str | Misplaced] | None = None,
    ) -> None:
        """`planned` and `solved`: what was made of the file's rows before these."""
        self.area = area
        self.names = dict(known)
        self.made: list[NewArea] = []
        self.fresh: list[Words] = []  # solved here
        self.township = _township(known, area)
        towns = [known.get(areas.parent(self.township) or "", ""), known.get(self.township, "")]
        self._villages = naming.Villages(towns)
        self._solved: dict[Words, str | Misplaced] = dict(solved or {})
        for code, name in self.names.items():
            self._remember(code, name)
        for each in planned:
            self._make(each)

    def grid_of(self, place: Mapping[str, str]) -> str | Misplaced:
        """The grid's code for the words of a row (keys area_code, village, group, grid), planning what is missing."""
        key = (place.get("area_code", ""), place.get("village", ""), place.get("group", ""), place.get("grid", ""))
        if key not in self._solved:
            self._solved[key] = self._solve(*key)
            self.fresh.append(key)
        return self._solved[key]

    def solved(self, key: Words) -> str | Misplaced:
        """What was made of these words."""
        return self._solved[key]

    def _solve(self, code: str, village_name: str, group: str, grid: str) -> str | Misplaced:
        if not code and _VILLAGE.match(village_name):  # codes where names are meant
            code, village_name = grid if _GRID.match(grid) else village_name, ""
        village_name, group, grid = self._apart(code, village_name, group, grid)
        if self.area and _GRID.match(self.area):
            other = self._other(village_name, _village_of(self.area))
            return other or self.area
        village = self._village(code, village_name)
        if isinstance(village, Misplaced):
            return village
        if _GRID.match(code) and code in self.names:
            return code
        return self._grid(village, grid or group, "grid" if grid else "group")

    def _apart(self, code: str, village: str, group: str, grid: str) -> tuple[str, str, str]:
        """The village, group and grid of a row, where one cell may say two of them."""
        if village and not group and not grid and not self._villages.find(village):
            front, said = self._divided(village)
            return (front, said, "") if front and said.endswith(vocabulary().grid_endings) else (village, "", "")
        if village or code:
            return village, group, grid
        front, said = self._divided(grid or group)
        if not front or (self._inside() and not self._villages.find(front)):
            return village, group, grid
        return (front, group, said) if grid else (front, said, "")

    def _divided(self, name: str) -> tuple[str, str]:
        front, rest = self._villages.beginning(name)
        return (front, rest) if front else naming.divided(name)

    def _inside(self) -> bool:
        """Whether a village or grid was chosen for the file: then nothing else is made."""
        return self.area is not None and areas.level(self.area) in ("village", "grid")

    def _other(self, village_name: str, chosen: str) -> Misplaced | None:
        """A row that plainly names another village than the chosen one."""
        found = self._villages.find(village_name) if village_name else []
        if found and chosen not in found:
            return Misplaced(
                Code.OTHER_VILLAGE, "village", {"value": village_name, "chosen": self.names.get(chosen, chosen)}
            )
        return None

    def _village(self, code: str, name: str) -> str | Misplaced:
        if self.area and _VILLAGE.match(self.area) and areas.level(self.area) == "village":
            return self._other(name, self.area) or self.area
        if code and (_GRID.match(code) or (_VILLAGE.match(code) and not code.endswith("000"))):
            village = _village_of(code)
            if areas.township_of(village) != self.township and self.township != NOWHERE:
                return Misplaced(Code.AREA_UNKNOWN, "area_code", {"value": code})
            if village not in self.names and not name and self.township != NOWHERE:
                return Misplaced(Code.AREA_UNKNOWN, "area_code", {"value": code})
            if village not in self.names:
                self._plan(village, name)
            return village
        if not name:
            return self._only_village()
        found = self._villages.find(name)
        if len(found) == 1:
            return found[0]
        name = self._villages.short(name)
        if found or len(name) > _NAME_LONGEST:
            return Misplaced(Code.AREA_UNKNOWN, "village", {"value": name[:_NAME_LONGEST]})
        return self._plan(self._free_village(), name)

    def _only_village(self) -> str | Misplaced:
        if self.area is None:  # a check that does not say where: the area is asked for at the import
            return next(iter(self._villages.find("")), "") or self._plan(self._free_village(), "")
        return Misplaced(Code.VILLAGE_MISSING, "village", {})

    def _grid(self, village: str, name: str, key: str) -> str | Misplaced:
        existing = [code for code in self.names if code.startswith(village + "-")]
        if not name:
            if len(existing) == 1 or (existing and self.area is None):
                return existing[0]
            if existing:
                return Misplaced(Code.GRID_MISSING, "grid", {"value": self.names.get(village, village)})
            return self._plan(f"{village}-01", vocabulary().grid_name.format(n=1))
        if _GRID.match(name):
            return name if name in existing else Misplaced(Code.AREA_UNKNOWN, key, {"value": name})
        name = self._villages.without_towns(name)
        own = {code: self.names[code] for code in existing}
        if found := naming.grids_among(own, self.names.get(village, ""), name):
            return found[0]
        name = naming.within(name, self.names.get(village, ""))
        number = text.number(naming.bare_grid(name))
        code = f"{village}-{number:02d}" if number and number <= _GRIDS else ""
        if code in self.names:
            code = ""  # the grid of that code bears another name: this one is a grid of its own
        if not code:
            taken = {int(grid[-2:]) for grid in existing}
            free = next((n for n in range(1, _GRIDS + 1) if n not in taken), None)
            if free is None or len(name) > _NAME_LONGEST:
                return Misplaced(Code.AREA_UNKNOWN, key, {"value": name[:_NAME_LONGEST]})
            code = f"{village}-{free:02d}"
        return self._plan(code, vocabulary().grid_name.format(n=number) if name.isdigit() else name)

    def _free_village(self) -> str:
        front = self.township[:9]
        taken = {int(code[9:12]) for code in self.names if len(code) == 12 and code.startswith(front)}
        last = max(taken - {0}, default=0)
        after = last + 1 if 0 < last < _LAST else next(n for n in range(_VILLAGES_FROM, _LAST + 1) if n not in taken)
        return f"{front}{after:03d}"

    def _plan(self, code: str, name: str) -> str:
        self._make(NewArea(code, name, areas.level(code) or "grid", areas.parent(code) or self.township))
        return code

    def _make(self, area: NewArea) -> None:
        self.made.append(area)
        self.names[area.code] = area.name
        self._remember(area.code, area.name)

    def _remember(self, code: str, name: str) -> None:
        if areas.level(code) == "village":
            self._villages.add(code, name)


def _township(known: Mapping[str, str], area: str | None) -> str:
    if area:
        return areas.township_of(area) or NOWHERE
    townships = [code for code in known if areas.level(code) == "township"]
    return townships[0] if len(townships) == 1 else NOWHERE


def _village_of(code: str) -> str:
    return areas.village_of(code) or code
