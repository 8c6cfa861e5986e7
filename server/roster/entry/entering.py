"""Rows of one grid on their way in: who is new becomes a resident with doses and contraindications, in a new household
or in one that is there; who is there already is only met (`again` says what comes of it).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from server.exchange.answers import ImportedRow
from server.roster.entry import existing
from server.roster.newer import dosing
from server.roster.newer.earlier import Earlier
from server.roster.newer.meeting import Met
from sync import areas

Became = tuple[str, str | None]  # a row's state, and its resident


class Waiting(NamedTuple):
    """A row that goes in. `household`: the row of its first member; `body`: {resident, home, doses?, …}."""

    row: int
    household: int
    grid: str
    body: dict[str, Any]


class Entering:
    """One portion. `records` gives what is created; then `outcomes`, `met` and `joined` are known.

    `registry`: a list of people vaccinated, which adds nobody.
    """

    def __init__(self, session: Session, edit: str, registry: bool, rows: Sequence[Waiting], earlier: Earlier) -> None:
        self.session = session
        self.earlier = earlier
        self.edit = edit
        self.registry = registry
        self.rows = rows
        self.grid = rows[0].grid
        self.village = areas.village_of(self.grid)
        self.known = existing.in_grid(session, self.grid) if not registry else existing.Grid()
        self.doors = {home: door for door, homes in self.known.homes.items() for home in homes}
        numbers = (row.body["resident"].get("id_number") for row in rows)
        self.by_number = existing.by_numbers(session, (number for number in numbers if number))
        self.before = earlier.whom(self.grid, {row.row: row.body for row in rows}) if not registry else {}
        self.homes = existing.homes_of(session, self.before.values())
        self.outcomes: dict[int, Became] = {}
        self.met: list[Met] = []
        self.joined = 0  # households that somebody is added to

    def records(self) -> list[ImportedRow]:
        """The records to create."""
        if self.registry:
            for row in self.rows:
                self._match(row)
            return []
        return [
            record
            for _, members in groupby(self.rows, key=lambda row: row.household)
            for record in self._household(list(members))
        ]

    def _match(self, row: Waiting) -> None:
        there = self.by_number.get(str(row.body["resident"].get("id_number")), [])
        found = existing.living(there) or next(iter(there), None)
        if found:
            self.met.append(Met(row.row, row.household, found.grid, found.id, row.body))
        else:
            self.outcomes[row.row] = ("not_found", None)

    def _household(self, members: list[Waiting]) -> Iterator[ImportedRow]:
        home: str | None = None
        fresh: list[Waiting] = []
        for member in members:
            state, resident, at_home = self._meets(member)
            home = home or at_home
            if state == "new":
                fresh.append(member)
            elif state == "elsewhere":
                self.outcomes[member.row] = (state, resident)
            elif resident is not None:
                self.met.append(Met(member.row, member.household, self.grid, resident, member.body))
        if not fresh:
            return
        own = f"{self.edit}:{members[0].household}h"
        begun = own in self.doors  # others of its rows went in before
        self.joined += not begun
        values = members[0].body["home"]
        home = (own if begun else home) or self._numbered(members) or self._same_home(values)
        if home is None:
            home = own
            self.known.last_walk += 10
            yield ImportedRow(home, "household", {"grid": self.grid, "walk": self.known.last_walk, **values})
        for member in fresh:
            yield from self._resident(member, home)

    def _resident(self, member: Waiting, home: str) -> Iterator[ImportedRow]:
        record = f"{self.edit}:{member.row}r"
        self.outcomes[member.row] = ("added", record)
        yield ImportedRow(record, "resident", {"household": home, **member.body["resident"]})
        told = dosing.compare(dosing.Known(), [], member.body.get("doses") or [], (), False)  # each with its number
        kinds = member.body.get("contraindications") or []
        for entity, letter, those in (("dose", "d", told.fresh), ("contraindication", "c", kinds)):
            for number, values in enumerate(those, 1):
                yield ImportedRow(f"{self.edit}:{member.row}{letter}{number}", entity, {"resident": record, **values})

    def _meets(self, member: Waiting) -> tuple[str, str | None, str | None]:
        """(new, met or elsewhere; the resident; their household if it is in this grid)."""
        before = self.before.get(member.row)
        values = member.body["resident"]
        if before is not None:
            home = self.homes.get(before, "")
            return "met", before, home if home in self.doors else None
        if "id_number" not in values:
            found = self.known.people.get((values["name"], values.get("birth", "")))
            if found is None or found.id.startswith(f"{self.edit}:"):  # a namesake in the same file is somebody else
                return "new", None, None
            return "met", found.id, self._at_home(found, member)
        here, there = existing.split(self.by_number.get(values["id_number"], []), self.village)
        if here:
            return "met", here.id, self._at_home(here, member)
        return ("elsewhere", there.id, None) if there else ("new", None, None)

    def _at_home(self, there: existing.Resident, member: Waiting) -> str | None:
        """The household of somebody of whom the source never spoke, unless its door is another one than the row's."""
        ours, theirs = self.doors.get(there.household), existing.home_key(member.body["home"])
        fits = ours is not None and all(not a or not b or a == b for a, b in zip(ours, theirs, strict=True))
        return there.household if fits else None

    def _numbered(self, members: list[Waiting]) -> str | None:
        """The household that the source had under this number: a row that was put right joins its family."""
        numbers = {str(member.body["no"]) for member in members if member.body.get("no")}
        neighbour = self.earlier.neighbour(self.grid, numbers.pop()) if len(numbers) == 1 else None
        found = existing.homes_of(self.session, [neighbour]) if neighbour else {}
        return next((home for home in found.values() if home in self.doors), None)

    def _same_home(self, values: dict[str, Any]) -> str | None:
        """The one household that was at this door before the import, if the door says enough to be sure."""
        if not (values.get("door") or values.get("room")):
            return None
        own = f"{self.edit}:"
        found = [home for home in self.known.homes.pop(existing.home_key(values), []) if not home.startswith(own)]
        return found[0] if len(found) == 1 else None
