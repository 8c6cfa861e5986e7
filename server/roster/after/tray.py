"""The tray: rows that name no village or grid. They wait, and go in like all others once a clerk gives them one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import rejudging
from server.exchange.book import chunks
from server.roster.entry import importing
from server.roster.person.doors import in_words
from server.roster.person.rows import HOME
from server.roster.sheet.abreast import in_sheet
from server.roster.tables import RosterImport, RosterRow
from server.store.session import Store
from server.store.tables import Area

SIZE = 100


def page(session: Session, import_id: str, number: int) -> dict[str, Any]:
    """One page of {rows: [{row, at, name, head_name, address, place}], count, page, size}, in the file's order."""
    waiting = (RosterRow.import_id == import_id, RosterRow.state == "unplaced")
    total = session.scalar(select(func.count()).select_from(RosterRow).where(*waiting)) or 0
    query = select(RosterRow.row, RosterRow.body).where(*waiting).order_by(RosterRow.row)
    found = session.execute(query.limit(SIZE).offset((number - 1) * SIZE))
    rows = [_line(row, json.loads(body)) for row, body in found]
    return {"rows": rows, "count": total, "page": number, "size": SIZE}


def place(opened: Store, import_id: str, rows: Sequence[int] | None, grid: str, now: int, today: str) -> None:
    """Give rows (None: all) a grid. Where the import is done, they go in at once; else with its next steps.

    Raises Problem not_found, unknown_area.
    """
    with opened.writing() as session:
        imported = importing.locked(session, import_id)
        if imported.state not in ("staged", "done"):
            raise Problem("not_found")
        _put(session, imported, rows, _grid(session, grid))
        goes_in = imported.state == "done"
        if goes_in:
            imported.state, imported.finished_at = "staged", None
    rejudging.catch_up(opened, today, rejudging.PATIENCE_SECONDS)
    more = goes_in
    while more:
        with opened.writing() as session:
            more = importing.step(session, importing.locked(session, import_id), None, now)


def _put(session: Session, imported: RosterImport, rows: Sequence[int] | None, grid: str) -> None:
    waiting = update(RosterRow).where(RosterRow.import_id == imported.id, RosterRow.state == "unplaced")
    placed = waiting.values(state="waiting", grid=grid).execution_options(synchronize_session=False)
    if rows is None:
        session.execute(placed)
    for some in chunks(sorted(set(rows or ()))):
        session.execute(placed.where(RosterRow.row.in_(some)))


def _grid(session: Session, code: str) -> str:
    area = session.get(Area, code)
    if area is None or area.level != "grid":
        raise Problem("unknown_area", {"code": code[:20], "area": code[:20]})
    return area.code


def _line(row: int, body: dict[str, Any]) -> dict[str, Any]:
    said, home = body.get("said") or {}, body.get("home") or {}
    at_home = {key: home[key] for key in HOME if key in home}
    return {
        "row": row,
        "at": in_sheet(row),
        "name": body["resident"].get("name", ""),
        "head_name": said.get("head_name", ""),
        "address": said.get("address") or in_words(at_home) or home.get("note", ""),
        "place": " ".join(str(word) for word in (said.get("place") or {}).values() if word),
    }
