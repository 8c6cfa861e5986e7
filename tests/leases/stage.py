"""The server of the small world: the real engine, whose every operation on every standing is carried out once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from sync.leases import giving, lending, quotas
from sync.leases.fair import Waiting
from sync.leases.pool import Lease, Pool, Reach, Ticket
from sync.leases.terms import GRACE, HOUR, End

STEP = 12 * HOUR
WAITER = "w"
Right = tuple[str, int]  # (lease, number): what a phone was told that it may give out
Key = tuple[tuple[Ticket, ...], tuple[Lease, ...]]


@dataclass(frozen=True, eq=False, slots=True)
class Server:
    """How the server stands; the same standing is the same object (`known`). It is always 0 o'clock."""

    tickets: tuple[Ticket, ...]
    leases: tuple[Lease, ...]
    known: dict[Key, Server] = field(repr=False)
    done: dict[Any, tuple[Server, Any]] = field(default_factory=dict, repr=False)

    def after(self, operation: Callable[..., Any], *arguments: Any) -> tuple[Server, Any]:
        """The server after one of the operations below, and what that gave."""
        key = (operation, *arguments)
        if key not in self.done:
            pool = Pool("s", {each.number: each for each in self.tickets}, {each.id: each for each in self.leases})
            became = operation(pool, *arguments)
            self.done[key] = (self._stands(tuple(pool.tickets.values()), tuple(pool.leases.values())), became)
        return self.done[key]

    def tidy(self, matters: frozenset[str]) -> Server:
        """Without what can have no effect any more: when a lease that has ended was to end, unless that `matters`."""

        def kept(lease: Lease) -> Lease:
            until = max(lease.until, -GRACE)
            if lease.ended_at is None:
                return replace(lease, since=0, until=until)
            why = lease.why if lease.why is End.REVOKED else End.USED
            return replace(lease, since=0, until=until if lease.id in matters else -GRACE, ended_at=0, why=why)

        if matters not in self.done:
            self.done[matters] = (self._stands(self.tickets, tuple(kept(each) for each in self.leases)), None)
        return self.done[matters][0]

    def lease(self, name: str) -> Lease:
        """One of the leases, which have the names a, b, c."""
        return self.leases[ord(name) - ord("a")]

    def _stands(self, tickets: tuple[Ticket, ...], leases: tuple[Lease, ...]) -> Server:
        key = (tuple(sorted(tickets, key=lambda each: each.number)), leases)
        return self.known.setdefault(key, Server(*key, self.known))


def opened(tickets: int) -> Server:
    """A session that nobody has taken a place of."""
    return Server((), (), {}).after(quotas.resize, tickets)[0]


def lend(pool: Pool, phone: int, want: int) -> tuple[Right, ...]:
    """The phone asks: the tickets of the new lease, if one was made."""
    name = "abcdef"[len(pool.leases)]
    made = lending.lease(pool, phone, Reach(account=phone), want, 0, begins=1_000 * HOUR, new_id=name)
    return tuple((name, each.number) for each in pool.held(name)) if made is not None else ()


def back(pool: Pool, right: Right) -> list[int]:
    """A ticket comes back, perhaps not for the first time."""
    return lending.give_back(pool, pool.leases[right[0]].writer, [right], 0)


def slip(pool: Pool, right: Right) -> giving.Settled:
    """A slip arrives, perhaps not for the first time."""
    lease = pool.leases[right[0]]
    held = lending.Held(lease.id, lease.writer, lease.account, right[1], lease.until)
    return giving.claim(pool, name(right), held, Reach(account=lease.account), 0)


def expire(pool: Pool) -> list[int]:
    """The server takes back what is over."""
    return lending.expire(pool, 0)


def revoke(pool: Pool, phone: int) -> list[int]:
    """A phone is lost."""
    return lending.revoke(pool, phone, 0)


def confirm(pool: Pool) -> list[tuple[str, int]]:
    """Whoever waits gets what is free."""
    return giving.confirm(pool, [Waiting(WAITER, 0, 0, Reach())], 0)


def cancel(pool: Pool, appointment: str) -> int | None:
    """An appointment is cancelled."""
    return giving.release(pool, appointment)


def later(pool: Pool) -> None:
    """Twelve hours pass."""
    pool.leases = {each.id: replace(each, until=each.until - STEP) for each in pool.leases.values()}


def name(right: Right) -> str:
    """The name of the slip that was written under this right: "a1" for ticket 1 of lease a."""
    return f"{right[0]}{right[1]}"
