"""What an import would do to those who are there, told while its file is checked: nothing is held and nothing written.

The import asks it all again, for phones go on working; so this is what a clerk reads before, and no promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from server.roster.entry import existing
from server.roster.newer import again
from server.roster.newer.earlier import Earlier, Source
from server.roster.newer.meeting import Met, Outcome
from server.roster.person.households import Household
from server.roster.person.line import Person
from server.roster.problems import Code
from server.roster.sheet.header import Header, shape
from sync import areas

UNPLACED = frozenset({Code.VILLAGE_MISSING, Code.GRID_MISSING})  # the row waits for somebody to say where it belongs
_LAST = 2**62  # ms: after every import


@dataclass(frozen=True)
class Placed:
    """A row that has been read, with its grid ("" none) and its household of the file (None: a list without any)."""

    person: Person
    grid: str
    household: Household | None = None


class Foreseeing:
    """Asks what is there for the rows of one file. Without a session nothing is known."""

    def __init__(
        self, session: Session | None, header: Header, area: str | None, kind: str, predecessor: str | None
    ) -> None:
        self._session = session
        self._area = area
        self._source = Source("", kind, f"{area}:{shape(header)}", predecessor, None, _LAST)
        self._earlier = Earlier(session, self._source) if session and area else None

    def grids(self, people: Sequence[Person]) -> dict[int, str]:
        """The grids of people whose rows name none, but who have one: by their number, or by the source's last list."""
        if self._session is None or not people:
            return {}
        village = areas.village_of(self._area) if self._area else None
        numbers = {person.row: str(person.values["id_number"]) for person in people if "id_number" in person.values}
        there = existing.by_numbers(self._session, numbers.values())
        found: dict[int, str] = {}
        for row, number in numbers.items():
            here, _ = existing.split(there.get(number, []), village)
            if here:
                found[row] = here.grid
        left = [person for person in people if person.row not in found and person.row not in numbers]
        if left and self._earlier:
            placed = self._earlier.placed()
            keys = {
                person.row: (str(person.values.get("name")), str(person.values.get("birth", ""))) for person in left
            }
            found |= {row: placed[key] for row, key in keys.items() if key in placed}
        return found

    def whom(self, rows: Iterable[Placed]) -> dict[int, str]:
        """Whom these rows meet by what their source said before: row → the resident."""
        if not self._earlier:
            return {}
        by_grid: dict[str, dict[int, again.Body]] = {}
        for row in rows:
            if row.grid and row.person.good():
                by_grid.setdefault(row.grid, {})[row.person.row] = _body(row)
        return {at: who for grid, bodies in by_grid.items() for at, who in self._earlier.whom(grid, bodies).items()}

    def outcomes(self, rows: Iterable[Placed], met: dict[int, str]) -> dict[int, Outcome]:
        """What would come of the rows that meet somebody (`met`: row → the resident)."""
        if self._session is None or not self._earlier or not met:
            return {}
        meetings = [_meeting(row, met[row.person.row]) for row in rows if row.person.row in met and row.person.good()]
        return again.outcomes(self._session, self._source, self._earlier, meetings, hold=False)


def _meeting(row: Placed, resident: str) -> Met:
    home = row.household.id if row.household else 0
    return Met(row.person.row, home, row.grid, resident, _body(row))


def _body(row: Placed) -> again.Body:
    person = row.person
    return {
        "resident": person.values,
        "home": row.household.values() if row.household else {},
        "doses": person.doses,
        "contraindications": person.contraindications,
    }
