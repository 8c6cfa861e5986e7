"""Departures do not stay for ever: after 200 days, longer than an old phone may lie in a drawer, they expire.

Whoever has not come so far since cannot be told what left, and enters the scope anew (docs/protocol.md, L10).
"""

from __future__ import annotations

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from server.exchange.locks import Counters
from server.store.session import Store
from server.store.tables import Departure, Scope, Tie

DAYS = 200
DAY_MS = 86_400_000


def expire(opened: Store, now: int) -> dict[str, int]:
    """Remove what left more than 200 days before `now` (ms), one transaction a scope; returns how many by scope."""
    before = now - DAYS * DAY_MS
    with opened.reading() as session:
        scopes = session.scalars(select(Departure.scope).where(Departure.at < before).distinct()).all()
    removed = {}
    for scope in sorted(scopes):
        with opened.writing() as session:
            removed[scope] = _expire(session, scope, before)
    return removed


def _expire(session: Session, scope: str, before: int) -> int:
    """Remove those of one scope, and raise its floor over them."""
    Counters(session, strict=False).lock([scope])
    floor = session.scalar(select(func.max(Departure.seq)).where(Departure.scope == scope, Departure.at < before))
    if floor is None:
        return 0
    gone = (Departure.scope == scope) & (Departure.seq <= floor) & (Departure.at < before)
    count = session.scalar(select(func.count()).select_from(Departure).where(gone)) or 0
    session.execute(delete(Departure).where(gone))
    session.execute(delete(Tie).where(Tie.scope == scope, Tie.seq <= floor))
    session.execute(update(Scope).where(Scope.code == scope, Scope.floor < floor).values(floor=floor))
    return count
