"""Short words for the tests of leases: a pool, what a phone proves, and who reaches what."""

from __future__ import annotations

from sync.leases import lending, quotas
from sync.leases.lending import Held
from sync.leases.pool import Lease, Pool, Reach
from sync.leases.terms import HOUR

NOW = 1_800_000_000_000
BEGINS = NOW + 1_000 * HOUR
NEAR, FAR = "990101100001", "990101100002"
ANYBODY = Reach()


def pool_of(capacity: int, **shares: int) -> Pool:
    """A pool with so many places; `near=3, reserve=1` break some of them down."""
    pool = Pool("s")
    quotas.resize(pool, capacity)
    names = {"near": NEAR, "far": FAR, "reserve": "reserve"}
    quotas.allot(pool, {(names[name], None): number for name, number in shares.items()})
    return pool


def lent(pool: Pool, want: int, name: str = "a", writer: int = 7, now: int = NOW, reach: Reach | None = None) -> Lease:
    """A lease that must come about."""
    made = lending.lease(pool, writer, reach or Reach(account=writer), want, now, BEGINS, name)
    assert made is not None
    return made


def proved(lease: Lease, number: int) -> Held:
    """What the phone shows of a ticket."""
    return Held(lease.id, lease.writer, lease.account, number, lease.until)


def numbers(pool: Pool, lease: Lease) -> list[int]:
    """The numbers that the lease holds."""
    return [each.number for each in pool.held(lease.id)]
