"""Committing what was staged: a part of one grid at a time, each in its own transaction, until nothing waits.

Killed between two parts, an import goes on with the next; killed inside one, that part was never there.
Whether a person is already in the system is asked here again: phones have gone on working since the check.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import ledger
from server.exchange.answers import ImportedRow
from server.roster import existing
from server.roster.check import split
from server.roster.tables import RosterImport, RosterRow
from sync import areas

PART = 1000  # rows of one transaction, and the rest of the last household


@dataclass(frozen=True)
class Progress:
    """How far an import is, in rows. `elsewhere`: found in another village, not added. `stopped`: out by the check."""

    id: str
    state: str
    area: str | None
    filename: str
    rows: int
    total: int
    done: int
    added: int
    unchanged: int
    elsewhere: int
    stopped: int
    households: int

    def as_json(self) -> dict[str, Any]:
        """The form that the office's page gets."""
        return asdict(self)


def progress(session: Session, imported: RosterImport) -> Progress:
    """Where an import stands now."""
    by_state = select(RosterRow.state, func.count()).where(RosterRow.import_id == imported.id).group_by(RosterRow.state)
    counted = {state: count for state, count in session.execute(by_state)}
    total = sum(counted.values())
    return Progress(
        imported.id, imported.state, imported.area, imported.filename, imported.rows, total,
        total - counted.get("waiting", 0), counted.get("added", 0), counted.get("unchanged", 0),
        counted.get("elsewhere", 0), imported.stopped, imported.households,
    )  # fmt: skip


def found(session: Session, import_id: str) -> RosterImport:
    """The import. Raises Problem not_found."""
    imported = session.get(RosterImport, import_id)
    if imported is None:
        raise Problem("not_found")
    return imported


def locked(session: Session, import_id: str) -> RosterImport:
    """The import, held so that nobody else commits its rows meanwhile. Raises Problem not_found."""
    imported = session.get(RosterImport, import_id, with_for_update=True)
    if imported is None:
        raise Problem("not_found")
    return imported


def step(session: Session, imported: RosterImport, now: int) -> bool:
    """Commit the next part (the caller's transaction does). False when nothing waits any more."""
    if imported.state != "staged" or imported.edit is None:
        return False
    rows = _next_part(session, imported.id)
    if not rows:
        imported.state, imported.finished_at = "done", now
        return False
    part = _Part(session, imported.edit, rows)
    ledger.import_rows(session, imported.account, imported.edit, list(part.records()))
    became = [
        {"import_id": imported.id, "row": row, "state": state, "resident": resident}
        for row, (state, resident) in part.outcomes.items()
    ]
    session.execute(update(RosterRow), became)
    added = {row.household for row in rows if part.outcomes[row.row][0] == "added"}
    imported.households += len(added)  # a household is never divided between two parts
    return True


def _next_part(session: Session, import_id: str) -> Sequence[RosterRow]:
    waiting = select(RosterRow).where(RosterRow.import_id == import_id, RosterRow.state == "waiting")
    grid = session.scalar(
        waiting.with_only_columns(RosterRow.grid).order_by(RosterRow.grid).limit(1)  # the index gives it at once
    )
    if grid is None:
        return []
    here = waiting.where(RosterRow.grid == grid).order_by(RosterRow.household, RosterRow.row)
    rows = list(session.scalars(here.limit(PART)))
    if len(rows) == PART:
        last = rows[-1]
        rest = here.where(RosterRow.household == last.household, RosterRow.row > last.row)
        rows += session.scalars(rest)
    return rows


class _Part:
    """Rows of one grid becoming records: new residents in new or known households; who is there stays as they are."""

    def __init__(self, session: Session, edit: str, rows: Sequence[RosterRow]) -> None:
        self.edit = edit
        self.rows = rows
        self.grid = rows[0].grid
        self.village = areas.village_of(self.grid)
        self.bodies: dict[int, dict[str, Any]] = {row.row: json.loads(row.body) for row in rows}
        self.known = existing.in_grid(session, self.grid)
        self.by_number = existing.by_numbers(
            session, (body["resident"]["id_number"] for body in self.bodies.values() if "id_number" in body["resident"])
        )
        self.outcomes: dict[int, tuple[str, str | None]] = {}

    def records(self) -> Iterator[ImportedRow]:
        """The records to create; fills `outcomes` (row → state, resident) on the way."""
        for first, members in groupby(self.rows, key=lambda row: row.household):
            yield from self._household(first, list(members))

    def _household(self, first: int, members: list[RosterRow]) -> Iterator[ImportedRow]:
        home: str | None = None
        fresh: list[RosterRow] = []
        for member in members:
            state, resident = self._met(member)
            if resident is not None and resident.grid == self.grid:
                home = home or resident.household
            if state == "new":
                fresh.append(member)
            else:
                self.outcomes[member.row] = (state, resident.id if resident else None)
        if not fresh:
            return
        values = self.bodies[members[0].row]["home"]
        home = home or self._same_home(values)
        if home is None:
            home = f"{self.edit}:{first}h"
            self.known.last_walk += 10
            yield ImportedRow(home, "household", {"grid": self.grid, "walk": self.known.last_walk, **values})
        for member in fresh:
            record = f"{self.edit}:{member.row}r"
            self.outcomes[member.row] = ("added", record)
            yield ImportedRow(record, "resident", {"household": home, **self.bodies[member.row]["resident"]})

    def _met(self, member: RosterRow) -> tuple[str, existing.Resident | None]:
        values = self.bodies[member.row]["resident"]
        if "id_number" not in values:
            found = self.known.people.get((values["name"], values.get("birth", "")))
            return ("unchanged", found) if found else ("new", None)
        here, there = split(self.by_number.get(values["id_number"], []), self.village)
        if here:
            return "unchanged", here
        return ("elsewhere", there) if there else ("new", None)

    def _same_home(self, values: dict[str, Any]) -> str | None:
        """The one household that was at this door before the import, if the door says enough to be sure."""
        if not (values.get("door") or values.get("room")):
            return None
        own = f"{self.edit}:"
        found = [home for home in self.known.homes.pop(existing.home_key(values), []) if not home.startswith(own)]
        return found[0] if len(found) == 1 else None
