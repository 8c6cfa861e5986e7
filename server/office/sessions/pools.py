"""The office's hand on a session's places: how many there are, and how they are broken down to villages and accounts.

What may be is decided by `sync.leases`; here its refusals become the office's words, under the lock of the pool.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.places import queue, storing
from server.store.tables import Account, Area
from sync.leases import quotas
from sync.leases.pool import Pool
from sync.leases.terms import GENERAL, RESERVE, Refused

Wanted = Mapping[str, int]  # pool → tickets
Parts = Mapping[str, Mapping[str, int]]  # village → {account's number as text → tickets}


@contextmanager
def _said() -> Iterator[None]:
    """Say the engine's refusal as a failure that the office understands."""
    try:
        yield
    except Refused as refused:
        raise Problem(str(refused.code), dict(refused.details)) from None


def resize(session: Session, name: str, capacity: int) -> None:
    """Make the session's places, or have as many as this. Raises Problem capacity_below_given. The record says the
    same number already: from it the places are made.
    """
    opened = storing.opened(session, [name])
    with _said():
        quotas.resize(opened.pools[name], capacity)
    opened.save()
    queue.stir(session, [name])


def allot(session: Session, name: str, pools: Wanted, accounts: Parts) -> None:
    """Break the session's places down; see `shares_wanted`. Raises Problem quota_below_given, quota_above_capacity,
    unknown_area, bad_value.
    """
    _known(session, pools, accounts)
    opened = storing.opened(session, [name])
    pool = opened.pools[name]
    with _said():
        quotas.allot(pool, shares_wanted(pool, pools, accounts))
    opened.save()
    queue.stir(session, [name])


def shares_wanted(pool: Pool, pools: Wanted, accounts: Parts) -> dict[quotas.Share, int]:
    """The shares as the engine takes them. A village's number holds those of its accounts; what is not named stays."""
    stands = {share: count.capacity for share, count in pool.counts_by_pool().items()}
    wanted: dict[quotas.Share, int] = {}
    for name in {*pools, *accounts} - {GENERAL}:
        mine = {account: number for (of, account), number in stands.items() if of == name and account is not None}
        parts = mine | {int(account): number for account, number in accounts.get(name, {}).items()}
        whole = pools.get(name, stands.get((name, None), 0) + sum(mine.values()))
        if sum(parts.values()) > whole:
            over = sum(parts.values()) - whole
            raise Problem("quota_above_capacity", {"pool": name, "wanted": over, "free": 0})
        wanted[name, None] = whole - sum(parts.values())
        wanted |= {(name, account): number for account, number in parts.items()}
    return wanted


def _known(session: Session, pools: Wanted, accounts: Parts) -> None:
    villages = {*pools, *accounts} - {GENERAL, RESERVE}
    there = set(session.scalars(select(Area.code).where(Area.level == "village", Area.code.in_(villages))))
    for code in sorted(villages - there):
        raise Problem("unknown_area", {"code": code, "area": code})
    if RESERVE in accounts or GENERAL in accounts:
        raise Problem("bad_value", {"path": "accounts"})
    numbers = {account for of in accounts.values() for account in of}
    if not all(number.isdecimal() for number in numbers):
        raise Problem("bad_value", {"path": "accounts"})
    wanted = {int(number) for number in numbers}
    if wanted - set(session.scalars(select(Account.id).where(Account.id.in_(wanted)))):
        raise Problem("bad_value", {"path": "accounts"})
