"""What was checked goes in: a portion of one grid at a time, each in its own transaction, until nothing waits.

Killed between two portions, an import goes on with the next; killed inside one, that portion was never there: how far
it is (`RosterImport.portion`) and what became of its rows are written in the transaction that writes the records.
Whether a person is already in the system is asked here again: phones have gone on working since the check.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.exchange import ledger, lists, rejudging
from server.roster import again, portions
from server.roster.earlier import Earlier
from server.roster.entering import Entering, Waiting
from server.roster.findings import Findings
from server.roster.portions import Portion
from server.roster.spool import Spool
from server.roster.tables import RosterDifference, RosterImport, RosterRow, RosterStopped
from server.roster.vaccinated import VACCINATED
from server.store.session import Store
from server.store.tables import Scope, core

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
        rest(time.monotonic() - began)
    return more


def rest(seconds: float) -> None:
    """After a portion of so long, let whoever waits to write come in between: a lock that is let go and asked for again
    at once is mostly had again.
    """
    time.sleep(seconds * RESTING)


def step(session: Session, imported: RosterImport, spool: Spool | None, now: int) -> bool:
    """Commit the next portion (the caller's transaction does). False when nothing waits any more."""
    if imported.state != "staged" or imported.edit is None:
        return False
    rows = _placed(session, imported.id)
    if rows:
        outcomes = _enter(session, imported, rows)
        became = [
            {"import_id": imported.id, "row": row, "state": state, "resident": resident}
            for row, (state, resident) in outcomes.items()
        ]
        session.execute(update(RosterRow), became)
        return True
    portion = portions.portion(spool, imported.portion) if spool else None
    if portion is None and imported.portion < imported.portions:
        raise Problem("roster_file_gone")
    if spool is None or portion is None:
        imported.state, imported.finished_at = "done", now
        return False
    if portion.kind == "aside":
        _put_aside(session, imported, spool, portion)
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
    return [Waiting(row.row, row.household, row.grid, json.loads(row.body)) for row in rows]


def _portion(session: Session, imported: RosterImport, spool: Spool, portion: Portion) -> None:
    rows = [
        Waiting(row, first, grid, {**body, "home": household.values() if household else {}})
        for row, first, grid, _, body, household in Findings(spool).people(portions.going(spool, portion))
    ]
    outcomes = _enter(session, imported, rows)
    _write(session, imported.id, [(row, *outcomes[row.row]) for row in rows])


def _enter(session: Session, imported: RosterImport, rows: Sequence[Waiting]) -> dict[int, tuple[str, str | None]]:
    """Rows of one grid become records, or meet the records that are there: row → (state, resident)."""
    assert imported.edit is not None
    _level(session, {row.grid for row in rows if row.grid})
    earlier = Earlier(session, imported)
    entering = Entering(session, imported.edit, imported.kind == VACCINATED, rows, earlier)
    records = entering.records()
    if records:
        ledger.import_rows(session, imported.account, imported.edit, records)
    outcomes = dict(entering.outcomes)
    came = sum(record.entity == "dose" for record in records)
    if entering.met:
        what = again.outcomes(session, imported, earlier, entering.met)
        came += again.write(session, imported, what)
        outcomes |= {row: (outcome.state, outcome.resident) for row, outcome in what.items()}
    imported.households += entering.joined  # a household is never divided between two portions
    imported.doses += came
    return outcomes


def _level(session: Session, grids: Iterable[str]) -> None:
    """Bring the office's lists of these grids up to what phones have pushed: by them it is asked who is there."""
    behind = select(Scope.code).where(Scope.code.in_(grids), Scope.listed < Scope.seq).order_by(Scope.code)
    while (scope := session.scalar(behind.limit(1))) is not None:
        lists.catch_up(ledger.open_book(session, 0), scope, rejudging.HOUSEHOLDS)


def _put_aside(session: Session, imported: RosterImport, spool: Spool, portion: Portion) -> None:
    """Write down the rows of a portion that stay out, as they stood and why; and those that wait for a place."""
    findings = Findings(spool)
    unplaced = portions.aside(spool, portion, "unplaced")
    _write(
        session, imported.id,
        [
            (Waiting(row, first, "", {**body, "home": household.values() if household else {}}), "unplaced", None)
            for row, first, _, _, body, household in findings.people(unplaced)
        ],
    )  # fmt: skip
    reasons: dict[int, list[dict[str, Any]]] = {}
    for each in findings.problems(rows=(portion.first, portion.last)):
        said = {"column": each.column, "code": each.code.value, "values": each.values}
        reasons.setdefault(each.row, []).append(said)
    stopped = portions.aside(spool, portion, "stopped")
    width = spool.get("width")
    batch = [
        {
            "import": imported.id,
            "row": row,
            "cells": _json(body["cells"] + [""] * (width - len(body["cells"]))),
            "reasons": _json(reasons.get(row, [])),
        }
        for row, _, _, _, body, _ in findings.people(stopped)
    ]
    if batch:
        session.connection().execute(insert(core(RosterStopped)), batch)


def _write(session: Session, import_id: str, rows: Sequence[tuple[Waiting, str, str | None]]) -> None:
    batch = [
        {
            "import": import_id,
            "row": row.row,
            "grid": row.grid,
            "household": row.household,
            "state": state,
            "resident": resident,
            "body": _json(row.body),
        }
        for row, state, resident in rows
    ]
    if batch:
        session.connection().execute(insert(core(RosterRow)), batch)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
