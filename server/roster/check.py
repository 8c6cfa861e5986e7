"""Reading a whole file as a roster: what would go in, what a person must look at, what was put right.

`examine` does the work and knows rows; `check` is its answer in the form that is printed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from server.roster import existing
from server.roster.existing import Resident
from server.roster.files import Sheet, sheets
from server.roster.header import Header, find
from server.roster.households import Grouping, Household
from server.roster.places import Misplaced, NewArea, Places
from server.roster.problems import Code, FileCode, Found, Mended, Unreadable
from server.roster.rows import Person, Reader
from server.roster.vocabulary import vocabulary
from server.words import say
from sync import areas


@dataclass
class Examined:
    """A file understood. `households` hold every row, the good and those that stay out (`Person.good`)."""

    sheet: str
    header: Header
    rows: int = 0
    households: list[Household] = field(default_factory=list)
    new_areas: list[NewArea] = field(default_factory=list)
    unchanged: set[int] = field(default_factory=set)  # rows of people who are already there

    def people(self) -> Iterable[Person]:
        """Everybody, household by household."""
        return (person for household in self.households for person in household.people)

    def goes_in(self, person: Person) -> bool:
        """Whether the row adds somebody."""
        return person.good() and person.row not in self.unchanged

    def problems(self) -> list[Found]:
        """What a person must look at, in the file's order."""
        return sorted((found for person in self.people() for found in person.problems), key=lambda found: found.row)

    def mended(self) -> list[Mended]:
        """What was put right, in the file's order."""
        return sorted((mended for person in self.people() for mended in person.mended), key=lambda mended: mended.row)

    def counts(self) -> tuple[int, int]:
        """Households and residents that would go in."""
        new = [sum(map(self.goes_in, household.people)) for household in self.households]
        return sum(1 for people in new if people), sum(new)

    def report(self, lang: str) -> dict[str, Any]:
        """What `roster check --json` prints: rows, households, residents, problems, mended."""
        households, residents = self.counts()
        return {
            "rows": self.rows,
            "households": households,
            "residents": residents,
            "problems": [
                {"row": found.row, "column": found.column, "code": found.code.value, "message": sentence(found, lang)}
                for found in self.problems()
            ],
            "mended": [
                {"row": mended.row, "column": mended.column, "from": mended.before, "to": mended.after}
                for mended in self.mended()
            ],
        }


def sentence(found: Found, lang: str) -> str:
    """What a problem says to a person."""
    return say(f"roster.{found.code.value}", lang, **found.values)


def check(
    path: Path, area: str | None, session: Session | None, today: datetime.date, name: str = "", lang: str = "zh-CN"
) -> dict[str, Any]:
    """The report of a file (see `Examined.report`). Without a session nothing is known of areas and people.

    Raises Unreadable when the file is no roster.
    """
    return examine(path, area, session, today, {}, name).report(lang)


def examine(
    path: Path,
    area: str | None,
    session: Session | None,
    today: datetime.date,
    groups: Mapping[str, str],
    name: str = "",
) -> Examined:
    """Read and judge every row of the first sheet that is a roster. `groups`: words of groups → their codes."""
    sheet, header = _roster(path, name)
    reader = Reader(header, today, groups)
    places = Places(existing.area_names(session) if session else {}, area)
    grouping = Grouping()
    examined = Examined(sheet.name, header)
    for index in range(header.index + 1, len(sheet.rows)):
        row = sheet.rows[index]
        if reader.blank(row):
            continue
        examined.rows += 1
        person = reader.read(row, sheet.first + index)
        grid = places.grid_of(person.place)
        if isinstance(grid, Misplaced):
            title = header.titles().get(grid.key, vocabulary().titles[grid.key])
            person.problems.append(Found(person.row, title, grid.code, grid.values))
            grid = ""
        grouping.put(person, grid)
    if not examined.rows:
        raise Unreadable(FileCode.EMPTY)
    examined.households = list(grouping.households.values())
    _twice(examined)
    if session:
        _already(examined, session, area)
    needed = _needed(examined)
    examined.new_areas = [made for made in places.made if made.code in needed]
    return examined


def _needed(examined: Examined) -> set[str]:
    """The grids that somebody goes into, and their villages: a row that stays out makes no area."""
    grids = {household.grid for household in examined.households if any(map(examined.goes_in, household.people))}
    return grids | {areas.village_of(grid) or "" for grid in grids}


def _roster(path: Path, name: str) -> tuple[Sheet, Header]:
    empty = True
    for sheet in sheets(path, name):
        header = find(sheet)
        if header:
            return sheet, header
        empty = empty and not sheet.rows
    raise Unreadable(FileCode.EMPTY if empty else FileCode.NO_HEADER)


def _column(examined: Examined) -> str:
    titles = examined.header.titles()
    return titles.get("id_number") or titles["name"]


def _twice(examined: Examined) -> None:
    """Mark the second row of each person: by identity number; without one, by name and birth date in the household."""
    column = _column(examined)
    seen: dict[tuple[str, ...], int] = {}
    placed = [(person, household.key) for household in examined.households for person in household.people]
    for person, home in sorted(placed, key=lambda pair: pair[0].row):
        number, birth = person.values.get("id_number"), person.values.get("birth")
        if number:
            key: tuple[str, ...] = (str(number),)
        elif person.values.get("name") and birth:
            key = (home, str(person.values["name"]), str(birth))
        else:
            continue
        first = seen.setdefault(key, person.row)
        if first != person.row:
            person.problems.append(Found(person.row, column, Code.TWICE_IN_FILE, {"first": str(first)}))


def _already(examined: Examined, session: Session, area: str | None) -> None:
    """Mark who is already there: in the same village unchanged, in another a problem."""
    known = existing.by_numbers(
        session, (person.values["id_number"] for person in examined.people() if "id_number" in person.values)
    )
    grids: dict[str, existing.Grid] = {}
    names = existing.area_names(session)
    placed = area is not None or bool(examined.header.places().keys() & {"village", "area_code"})
    for household in examined.households:
        village = areas.village_of(household.grid) if placed else None
        for person in household.people:
            number = person.values.get("id_number")
            if number:
                here, there = split(known.get(number, []), village)
                if here:
                    examined.unchanged.add(person.row)
                elif there:
                    where = names.get(there.village, there.village)
                    person.problems.append(Found(person.row, _column(examined), Code.ELSEWHERE, {"where": where}))
            elif household.grid in names:
                if household.grid not in grids:
                    grids[household.grid] = existing.in_grid(session, household.grid)
                if (person.values.get("name", ""), person.values.get("birth", "")) in grids[household.grid].people:
                    examined.unchanged.add(person.row)


def split(found: list[Resident], village: str | None) -> tuple[Resident | None, Resident | None]:
    """The resident of this village (None: of any), and one who stands in the way elsewhere."""
    here = next((resident for resident in found if village in (None, resident.village)), None)
    there = next((resident for resident in found if resident.life_state not in existing.CLOSED), None)
    return here, None if here else there
