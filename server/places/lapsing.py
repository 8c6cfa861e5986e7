"""What time and lost phones give back: leases past their end and grace, leases of revoked phones, frozen places whose
forgotten leases are over. Nobody has to ask for it: it is looked for once a minute, whenever anything is settled.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from server.places import queue, storing
from server.store.tables import Account, Device, PlacePool
from server.store.tables import Lease as LeaseRow
from sync.leases import lending
from sync.leases.terms import GRACE

_LEASE = LeaseRow


def due(session: Session, now: int) -> tuple[set[str], set[int]]:
    """Sessions with leases whose time and grace are over, and lost phones that still hold places."""
    over = select(_LEASE.session).where(_LEASE.ended_at.is_(None), _LEASE.until <= now - GRACE)
    lost = (
        select(_LEASE.writer)
        .join(Device, Device.id == _LEASE.writer)
        .join(Account, Account.id == Device.account)
        .where(_LEASE.ended_at.is_(None), or_(Device.revoked_at.is_not(None), ~Account.active))
    )
    return set(session.scalars(over.distinct())), set(session.scalars(lost.distinct()))


def thawing(session: Session, now: int) -> list[str]:
    """Sessions whose frozen places may be free by now, for all that time says."""
    return list(session.scalars(select(PlacePool.session).where(PlacePool.frozen_until <= now)))


def expire(session: Session, names: Iterable[str], now: int) -> None:
    """Take back what was not given of leases that are over."""
    opened = storing.opened(session, names)
    freed = [name for name, pool in opened.pools.items() if lending.expire(pool, now)]
    opened.save()
    queue.stir(session, freed)


def revoke(session: Session, writers: Iterable[int], now: int) -> None:
    """Take back what lost phones hold. A phone that is no longer lost keeps it."""
    numbers = sorted(set(writers))
    lost = select(Device.id).join(Account, Account.id == Device.account)
    gone = set(
        session.scalars(lost.where(Device.id.in_(numbers), or_(Device.revoked_at.is_not(None), ~Account.active)))
    )
    names = select(_LEASE.session).where(_LEASE.ended_at.is_(None), _LEASE.writer.in_(gone)).distinct()
    opened = storing.opened(session, session.scalars(names).all())
    freed = set()
    for writer in sorted(gone):
        freed |= {name for name, pool in opened.pools.items() if lending.revoke(pool, writer, now)}
    opened.save()
    queue.stir(session, freed)
