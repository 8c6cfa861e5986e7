"""Places that nobody gets for a while after a restored backup: phones may still give them out (docs/protocol.md, T)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.office.sessions import lines
from server.places import restoring
from server.store.tables import PlacePool, Ticket


def listed(session: Session, today: str) -> dict[str, Any]:
    """{sessions: [{…, frozen, until}], undecided}: the sessions with frozen places, those of past days left out."""
    waiting = _until(session)
    counted: dict[str, int] = {
        name: number
        for name, number in session.execute(
            select(Ticket.session, func.count())
            .where(Ticket.frozen, Ticket.appointment.is_(None), Ticket.lease.is_(None))
            .group_by(Ticket.session)
        )
    }
    sites = lines.site_names(session)
    found = [
        {**lines.head(row, sites), "frozen": counted.get(row["id"], 0), "until": waiting[row["id"]]}
        for row in lines.open_ones(lines.rows(session, today))
        if row["id"] in waiting
    ]
    return {"sessions": found, "undecided": restoring.undecided(session)}


def thaw(session: Session, name: str | None) -> None:
    """Free the places of one session, or of all. Raises Problem unknown_record."""
    if name is not None:
        lines.row_of(session, name)
    restoring.thaw(session, _until(session) if name is None else [name])


def _until(session: Session) -> dict[str, int]:
    rows = session.execute(select(PlacePool.session, PlacePool.frozen_until).where(PlacePool.frozen_until.is_not(None)))
    return {name: int(until or 0) for name, until in rows}
