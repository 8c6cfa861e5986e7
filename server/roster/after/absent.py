"""Who was in the source's last list and is not in this one: shown, and nothing else. A list that forgets somebody does
not take them out of anybody's task; whoever has moved or died is put down so at the door, or at the office.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from server.roster.after import supplement
from server.roster.sheet.abreast import in_sheet
from server.roster.tables import RosterImport, RosterRow, RosterStopped

SIZE = 100


def page(session: Session, imported: RosterImport, number: int) -> dict[str, Any]:
    """One page of {rows: [{row, resident, name, grid}], count, page, size}; `row` is that of the last list."""
    found = _absent(session, imported)
    start = (number - 1) * SIZE
    return {"rows": found[start : start + SIZE], "count": len(found), "page": number, "size": SIZE}


def _absent(session: Session, imported: RosterImport) -> list[dict[str, Any]]:
    last = _last(session, imported)
    if imported.state != "done" or imported.kind != "residents" or supplement.is_one(imported) or last is None:
        return []
    here = aliased(RosterRow)
    again = select(here.row).where(here.import_id == imported.id, here.resident == RosterRow.resident)
    query = select(RosterRow.row, RosterRow.resident, RosterRow.grid, RosterRow.body).where(
        RosterRow.import_id == last, RosterRow.resident.is_not(None), ~again.exists()
    )
    waiting = _waiting(session, imported.id)
    lines = []
    for row, resident, grid, body in session.execute(query.order_by(RosterRow.row)):
        name = str(json.loads(body)["resident"].get("name", ""))
        if name not in waiting:
            lines.append({"row": in_sheet(row), "resident": resident, "name": name, "grid": grid})
    return lines


def _last(session: Session, imported: RosterImport) -> str | None:
    """The source's last import before this one that was a list of its own."""
    before = session.get(RosterImport, imported.predecessor) if imported.predecessor else None
    if before is not None and not supplement.is_one(before):
        return before.id
    query = select(RosterImport).where(
        RosterImport.source == imported.source,
        RosterImport.state == "done",
        RosterImport.kind == imported.kind,
        RosterImport.id != imported.id,
        RosterImport.made_at <= imported.made_at,
    )
    found = session.scalars(query.order_by(RosterImport.made_at.desc()))
    return next((each.id for each in found if not supplement.is_one(each)), None)


def _waiting(session: Session, import_id: str) -> set[str]:
    """What the rows say that are in the list but not in yet: whoever is named there is not absent."""
    stopped = session.scalars(select(RosterStopped.cells).where(RosterStopped.import_id == import_id))
    said = {cell for cells in stopped for cell in json.loads(cells)}
    unplaced = select(RosterRow.body).where(RosterRow.import_id == import_id, RosterRow.resident.is_(None))
    return said | {str(json.loads(body)["resident"].get("name", "")) for body in session.scalars(unplaced)}
