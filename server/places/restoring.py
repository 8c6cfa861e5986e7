"""Places after a restored backup: what the database has forgotten may be in the hands of phones, so nothing that looks
free is lent or given until their leases are over, but to whoever proves one (docs/protocol.md, T9).
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.exchange.holding import UNDECIDED
from server.places import queue, sessions, storing
from server.store.tables import PlacePool, Quarantined
from server.store.tables.restored import Restore
from sync.leases import lending
from sync.leases.terms import THAW
from sync.outcomes import RefusalCode


def freeze(session: Session, now: int, restores: int) -> None:
    """A new epoch begins: freeze the places of every session that is not over. `restores`: how often this town may have
    been restored, which a database that comes from before forgets.
    """
    names = list(session.scalars(select(PlacePool.session)))
    coming = [name for name, each in sessions.facts(session, names).items() if each.ends > now]
    opened = storing.opened(session, coming)
    for pool in opened.pools.values():
        lending.freeze(pool, now + THAW, restores)
    opened.save()


def forgotten_until(session: Session, name: str) -> int | None:
    """Until when the places of a session are frozen whose pool is only made now: None if the database has not forgotten
    the session. One that came back as evidence had a pool, and phones may hold its tickets.
    """
    restored = session.scalar(select(func.max(Restore.at)))
    if restored is None:
        return None
    evidence = select(Quarantined.id).where(Quarantined.record == name, Quarantined.code == RefusalCode.LOST_IN_RESTORE)
    return restored + THAW if session.scalar(evidence.limit(1)) is not None else None


def undecided(session: Session) -> int:
    """How many appointments wait to be decided of which only phones still know."""
    query = select(func.count()).where(
        Quarantined.code == RefusalCode.LOST_IN_RESTORE, Quarantined.state.in_(UNDECIDED),
        Quarantined.body.contains('"entity":"appointment"'),
    )  # fmt: skip
    return session.scalar(query) or 0


def thaw(session: Session, names: Iterable[str]) -> list[str]:
    """Let the frozen places of these sessions be free: their time is over, or a person at the office answers for it.
    Returns the sessions in which any has become free; who waits there is confirmed next.
    """
    opened = storing.opened(session, names)
    freed = [name for name, pool in opened.pools.items() if pool.frozen_until is not None and lending.thaw(pool)]
    opened.save()
    queue.stir(session, freed)
    return freed
