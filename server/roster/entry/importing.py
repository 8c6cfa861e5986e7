"""What was checked goes in: a portion of one grid at a time, each in its own transaction, until nothing waits.

Killed between two portions, an import goes on with the next; killed inside one, that portion was never there: how far
it is (`RosterImport.portion`) and what became of its rows are written in the transaction that writes the records.
Whether a person is already in the system is asked here again: phones have gone on working since the check.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import orjson
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.exchange import ledger, lists, rejudging
from server.roster.entry import aside, portions
from server.roster.entry.entering import Became, Entering, Waiting
from server.roster.entry.findings import Findings
from server.roster.entry.portions import Portion
from server.roster.entry.spool import Spool
from server.roster.newer import again
from server.roster.newer.earlier import Earlier
from server.roster.person.vaccinated import VACCINATED
from server.roster.tables import RosterDifference, RosterImport, RosterRow
from server.store.session import Store
from server.store.tables import Scope

RESTING = 0.3  # of a portion's time


@dataclass(frozen=True)
class Progress:
    """How far an import is, in rows of its `phase`. `elsewhere`: found in another village, not added. `stopped`: out by
    the check. `differences`: that wait for a decision.
    """

    id: str
    state: str
    kind: str
    area: str | None
    filename: str
    phase: str | None
    rows: int
    total: int
    done: int
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    elsewhere: int = 0
    not_found: int = 0
    unplaced: int = 0
    stopped: int = 0
    differences: int = 0
    households: int = 0
    doses: int = 0

    def as_json(self) -> dict[str, Any]:
        """The form that the office's page gets."""
        return asdict(self)


def progress(session: Session, imported: RosterImport, spool: Spool | None = None) -> Progress:
    """Where an import stands now; `spool` is asked while the file is being checked."""
    head = (imported.id, imported.state, imported.kind, imported.area, imported.filename)
    if imported.state in ("received", "checking", "checked"):
        phase = "checking" if imported.state == "checking" else None
        total, done = (spool.get("total", 0), spool.get("done", 0)) if spool else (0, 0)
        return Progress(*head, phase, imported.rows, total, done, stopped=imported.stopped)
    by_state = select(RosterRow.state, func.count()).where(RosterRow.import_id == imported.id).group_by(RosterRow.state)
    counted = {state: count for state, count in session.execute(by_state)}
    waiting, unplaced = counted.pop("waiting", 0), counted.pop("unplaced", 0)
    done = sum(counted.values())
    total = done + waiting if imported.state != "staged" else max(imported.total, done + waiting)
    return Progress(
        *head, "importing" if imported.state == "staged" else None, imported.rows, total, done,
        added=counted.get("added", 0), changed=counted.get("changed", 0), unchanged=counted.get("unchanged", 0),
        elsewhere=counted.get("elsewhere", 0), not_found=counted.get("not_found", 0), unplaced=unplaced,
        stopped=imported.stopped, differences=_open(session, imported.id),
        households=imported.households, doses=imported.doses,
    )  # fmt: skip


def _open(session: Session, import_id: str) -> int:
    query = select(func.count()).where(RosterDifference.import_id == import_id, RosterDifference.state == "open")
    return session.scalar(query) or 0


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


def run(opened: Store, import_id: str, spool: Spool | None, seconds: float) -> bool:
    """Commit portions for so long (0: one). False when nothing waits any more."""
    until = time.monotonic() + seconds
    more = True
    while more:
        began = time.monotonic()
        with opened.writing() as session:
            more = step(session, locked(session, import_id), spool, clock.now_ms())
        if time.monotonic() >= until:
            break
        rest(opened, time.monotonic() - began)
    return more


def rest(opened: Store, seconds: float) -> None:
    """After a portion of so long, let whoever waits to write come in between, where only one can: SQLite's lock that is
    let go and asked for again at once is mostly had again. On PostgreSQL a portion holds its own grid only.
    """
    if opened.engine.dialect.name == "sqlite":
        time.sleep(seconds * RESTING)


def step(session: Session, imported: RosterImport, spool: Spool | None, now: int) -> bool:
    """Commit the next portion (the caller's transaction does). False when nothing waits any more."""
    if imported.state != "staged" or imported.edit is None:
        return False
    rows = _placed(session, imported.id)
    if rows:
        outcomes = _all_that_can(session, imported, spool, rows)
        became = [
            {"import_id": imported.id, "row": row, "state": state, "resident": resident}
            for row, (state, resident) in outcomes.items()
        ]
        if became:
            session.execute(update(RosterRow), became)
        return True
    portion = portions.portion(spool, imported.portion) if spool else None
    if portion is None and imported.portion < imported.portions:
        raise Problem("roster_file_gone")
    if spool is None or portion is None:
        imported.state, imported.finished_at = "done", now
        return False
    if portion.kind == "aside":
        aside.put_aside(session, imported, spool, portion)
    else:
        _portion(session, imported, spool, portion)
    imported.portion = portion.n
    return True


def _placed(session: Session, import_id: str) -> list[Waiting]:
    """Rows that wait in the database: those that a clerk gave a grid afterwards."""
    waiting = select(RosterRow).where(RosterRow.import_id == import_id, RosterRow.state == "waiting")
    grid = session.scalar(
        waiting.with_only_columns(RosterRow.grid).order_by(RosterRow.grid).limit(1)  # the index gives it at once
    )
    if grid is None:
        return []
    here = waiting.where(RosterRow.grid == grid).order_by(RosterRow.household, RosterRow.row)
    rows = list(session.scalars(here.limit(portions.PEOPLE)))
    if len(rows) == portions.PEOPLE:
        last = rows[-1]
        rest = here.where(RosterRow.household == last.household, RosterRow.row > last.row)
        rows += session.scalars(rest)
    return [Waiting(row.row, row.household, row.grid, orjson.loads(row.body)) for row in rows]


def _portion(session: Session, imported: RosterImport, spool: Spool, portion: Portion) -> None:
    rows = [
        Waiting(row, first, grid, {**body, "home": household.values() if household else {}})
        for row, first, grid, _, body, household in Findings(spool).people(portions.going(spool, portion))
    ]
    outcomes = _all_that_can(session, imported, spool, rows)
    aside.write(session, imported.id, [(row, *outcomes[row.row]) for row in rows if row.row in outcomes])


def _all_that_can(
    session: Session, imported: RosterImport, spool: Spool | None, rows: Sequence[Waiting]
) -> dict[int, Became]:
    """Enter the rows of one grid: row → what it became. One that the records refuse stays out and stops none of the
    others: it is found by halves.
    """
    try:
        with session.begin_nested():
            came = _enter(session, imported, rows)
    except Problem as problem:
        if problem.code != "edit_refused":
            raise
        if len(rows) == 1:
            aside.refuse(session, imported, spool, rows)
            return {}
        middle = _middle(rows)
        before = _all_that_can(session, imported, spool, rows[:middle])
        return before | _all_that_can(session, imported, spool, rows[middle:])
    imported.households += came.households  # a household is never divided between two portions
    imported.doses += came.doses
    return came.outcomes


def _middle(rows: Sequence[Waiting]) -> int:
    """Where to divide: between two households, while there are several."""
    middle = len(rows) // 2
    if rows[0].household == rows[-1].household:
        return middle
    home = rows[middle].household
    begun = next(at for at, row in enumerate(rows) if row.household == home)
    return begun or next(at for at, row in enumerate(rows) if row.household != home)


class _Came(NamedTuple):
    outcomes: dict[int, Became]
    households: int
    doses: int


def _enter(session: Session, imported: RosterImport, rows: Sequence[Waiting]) -> _Came:
    """Rows of one grid become records, or meet the records that are there."""
    assert imported.edit is not None
    _level(session, {row.grid for row in rows if row.grid})
    earlier = Earlier(session, imported)
    entering = Entering(session, imported.edit, imported.kind == VACCINATED, rows, earlier)
    records = entering.records()
    outcomes = dict(entering.outcomes)
    if records:
        ledger.import_rows(session, imported.account, imported.edit, records)
    came = sum(record.entity == "dose" for record in records)
    if entering.met:
        what = again.outcomes(session, imported, earlier, entering.met)
        came += again.write(session, imported, what)
        outcomes |= {row: (outcome.state, outcome.resident) for row, outcome in what.items()}
    return _Came(outcomes, entering.joined, came)


def _level(session: Session, grids: Iterable[str]) -> None:
    """Bring the office's lists of these grids up to what phones have pushed: by them it is asked who is there."""
    behind = select(Scope.code).where(Scope.code.in_(grids), Scope.listed < Scope.seq).order_by(Scope.code)
    while (scope := session.scalar(behind.limit(1))) is not None:
        lists.catch_up(ledger.open_book(session, 0), scope, rejudging.HOUSEHOLDS)
