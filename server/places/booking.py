"""Appointments as the sessions see them: rows of the table `bookings`, one for each that was ever settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.places.asked import LIVE, Asked
from server.places.claims import Settled
from server.store import bulk
from server.store.tables import Booking, core

_ROWS = core(Booking)


def of(session: Session, names: Iterable[str]) -> dict[str, Booking]:
    """The rows of these appointments."""
    found: dict[str, Booking] = {}
    for some in chunks(sorted(set(names))):
        found |= {
            each.appointment: each for each in session.scalars(select(Booking).where(Booking.appointment.in_(some)))
        }
    return found


def write(session: Session, settled: Iterable[tuple[Asked, Settled]], before: Mapping[str, Booking], now: int) -> None:
    """Write those that are new or stand otherwise now."""
    fresh, known = [], []
    for each, made in settled:
        row = _row(each, made, now)
        was = before.get(each.id)
        if was is None:
            fresh.append(row)
        elif any(getattr(was, name) != value for name, value in row.items() if name != "settled_at"):
            known.append(row)
    bulk.insert(session.connection(), _ROWS, fresh)
    others = [column.name for column in _ROWS.columns if column.name != "appointment"]
    bulk.update(session.connection(), _ROWS, "appointment", others, known)
    session.expire_all()


def confirmed(session: Session, given: Iterable[tuple[str, int]], changes: Mapping[str, str | None], now: int) -> None:
    """These were waiting and have a ticket now."""
    for name, number in given:
        values = {"state": "confirmed", "ticket": number, "change": changes.get(name), "settled_at": now}
        session.execute(update(_ROWS).where(_ROWS.c.appointment == name).values(values))


def live(session: Session, name: str) -> list[str]:
    """The appointments of a session that are requested or confirmed."""
    query = select(_ROWS.c.appointment).where(_ROWS.c.session == name, _ROWS.c.state.in_(LIVE))
    return list(session.scalars(query.order_by(_ROWS.c.appointment)))


def doubles(session: Session, residents: Iterable[str]) -> set[str]:
    """The sessions in which these residents wait for a place."""
    found: set[str] = set()
    for some in chunks(sorted(set(residents))):
        query = select(_ROWS.c.session).where(_ROWS.c.resident.in_(some), _ROWS.c.state == "requested")
        found.update(session.scalars(query.distinct()))
    return found


def _row(each: Asked, made: Settled, now: int) -> dict[str, Any]:
    return {
        "appointment": each.id, "session": each.session, "resident": each.resident, "dose": each.dose,
        "scope": each.scope, "village": each.village, "account": each.account, "writer": each.writer,
        "state": made.state, "ticket": made.ticket, "asked_at": each.asked_at, "rank": each.rank,
        "change": made.change, "settled_at": now,
    }  # fmt: skip
