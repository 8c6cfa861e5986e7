"""Writing down what became of rows: those that stay out, as they stood and why; those that wait for a place; all others
with the record that each became.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from server.roster.entry import portions
from server.roster.entry.entering import Waiting
from server.roster.entry.findings import Findings
from server.roster.entry.portions import Portion
from server.roster.entry.spool import Spool
from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.tables import RosterImport, RosterRow, RosterStopped
from server.roster.vocabulary import vocabulary
from server.store.tables import core


def put_aside(session: Session, imported: RosterImport, spool: Spool, portion: Portion) -> None:
    """Write down the rows of a portion that stay out, and those that wait for a place."""
    findings = Findings(spool)
    unplaced = [
        (Waiting(row, first, "", {**body, "home": household.values() if household else {}}), "unplaced", None)
        for row, first, _, _, body, household in findings.people(portions.aside(spool, portion, "unplaced"))
    ]
    write(session, imported.id, unplaced)
    reasons: dict[int, list[dict[str, Any]]] = {}
    for each in findings.problems(rows=(portion.first, portion.last)):
        said = {"column": each.column, "code": each.code.value, "values": each.values}
        reasons.setdefault(each.row, []).append(said)
    stopped = findings.people(portions.aside(spool, portion, "stopped"))
    _stop(session, imported, {row: (body["cells"], reasons.get(row, [])) for row, _, _, _, body, _ in stopped})


def refuse(session: Session, imported: RosterImport, spool: Spool | None, rows: Sequence[Waiting]) -> None:
    """Put rows aside that the records cannot hold, though the check found nothing wrong: all others go in."""
    stopped: dict[int, tuple[list[str], list[dict[str, Any]]]] = {}
    for each in rows:
        raw = dict(spool.rows(each.row - 1, 1)).get(each.row, []) if spool else []
        column = vocabulary().titles["name"]
        stopped[each.row] = (
            [text.plain(cell) for cell in raw],
            [{"column": column, "code": Code.VALUE_MALFORMED.value, "values": {}}],
        )
    session.execute(
        delete(RosterRow).where(RosterRow.import_id == imported.id, RosterRow.row.in_([each.row for each in rows]))
    )  # a row of the tray was there already
    _stop(session, imported, stopped)
    imported.stopped += len(rows)
    imported.total -= len(rows)


def write(session: Session, import_id: str, rows: Sequence[tuple[Waiting, str, str | None]]) -> None:
    """Keep rows with their state and their resident."""
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


def _stop(session: Session, imported: RosterImport, rows: dict[int, tuple[list[str], list[dict[str, Any]]]]) -> None:
    width = len(orjson.loads(imported.titles))
    batch = [
        {
            "import": imported.id,
            "row": row,
            "cells": _json(cells + [""] * (width - len(cells))),
            "reasons": _json(reasons),
        }
        for row, (cells, reasons) in rows.items()
    ]
    if batch:
        session.connection().execute(insert(core(RosterStopped)), batch)


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
