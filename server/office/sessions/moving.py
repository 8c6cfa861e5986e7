"""Where the appointments of a session could go, and what has become of those that were moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.office.sessions import lines, supply
from server.store.tables import Booking


def targets(session: Session, name: str, today: str) -> list[dict[str, Any]]:
    """Open sessions of the same product from today on, the nearest day first, of the same site before others."""
    row = lines.row_of(session, name)
    values = row["values"]
    own = [
        each
        for each in lines.open_ones(lines.rows(session, today))
        if each["id"] != name and each["values"].get("product") == values.get("product")
    ]
    sites, left = lines.site_names(session), supply.state_of(session, today)
    out = []
    for each in lines.counted(session, own):
        at = (str(each["values"].get("site")), str(each["values"].get("product")))
        found = left.get(at, supply.state(0, 0))
        out.append({**lines.head(each, sites), "free": each["free"], "supply_left": found["left"]})
    here, on = values.get("site"), str(values.get("on") or today)
    return sorted(out, key=lambda each: (_days(on, each["on"]), each["site"] != here, str(each["from"])))


def became(session: Session, concerned: Sequence[str], target: str | None) -> dict[str, int]:
    """{moved: with a place in the other session, waiting: without one there, listed: cancelled}."""
    states: list[str] = []
    for some in chunks(sorted(concerned)):
        states += session.scalars(select(Booking.state).where(Booking.appointment.in_(some)))
    moved, waiting = (states.count(state) if target else 0 for state in ("confirmed", "requested"))
    return {"moved": moved, "waiting": waiting, "listed": len(concerned) - moved - waiting}


def _days(one: str, other: object) -> int:
    return abs((date.fromisoformat(one) - date.fromisoformat(str(other))).days)
