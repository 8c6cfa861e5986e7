"""The tickets and leases of one session as they stand. Operations of the other modules change a `Pool` in place, by
putting a new `Ticket` or `Lease` for an old one; so whoever kept a `copy` sees by `changes` what is to be written.

Always: free + leased + given + frozen = capacity, and no ticket carries more than one appointment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from sync.leases.terms import GENERAL, HIGHEST, RESERVE, End

Name = TypeVar("Name")
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Ticket:
    """One place. `pool` is "" (general), "reserve" or a village's code; `account` whose share of that pool it is.
    `frozen` tells that a forgotten lease may hold it: then only a proof moves it, whoever else gives it back.
    """

    number: int
    pool: str = GENERAL
    account: int | None = None
    lease: str | None = None
    appointment: str | None = None
    frozen: bool = False

    @property
    def idle(self) -> bool:
        """Neither leased nor given (free or frozen)."""
        return self.lease is None and self.appointment is None

    @property
    def free(self) -> bool:
        """May be leased or given to anybody of its pool."""
        return self.idle and not self.frozen


@dataclass(frozen=True, slots=True)
class Lease:
    """Tickets handed to one phone (`writer`), to be given out before `until`. Times in ms of the server."""

    id: str
    writer: int
    account: int
    since: int
    until: int
    ended_at: int | None = None
    why: End | None = None

    @property
    def adopted(self) -> bool:
        """Forgotten by a restored database: its tickets are those that its phone proves."""
        return self.why is End.ADOPTED


@dataclass(frozen=True, slots=True)
class Reach:
    """Which pools somebody may draw from: the own share first, then these villages, then what is everybody's.
    The office alone reaches the reserve, last.
    """

    villages: frozenset[str] = frozenset()
    account: int | None = None
    reserve: bool = False

    def rank(self, ticket: Ticket) -> int | None:
        """How soon the ticket is drawn (0 first); None if it is out of reach."""
        if ticket.pool == RESERVE:
            return 3 if self.reserve else None
        if ticket.account is not None:
            return 0 if ticket.account == self.account else None
        if ticket.pool == GENERAL:
            return 2
        return 1 if ticket.pool in self.villages else None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many places stand how."""

    free: int = 0
    leased: int = 0
    given: int = 0
    frozen: int = 0

    @property
    def capacity(self) -> int:
        """All of them."""
        return self.free + self.leased + self.given + self.frozen


@dataclass(slots=True)
class Pool:
    """One session's places. `next` is the number of the next new ticket; no number is used for two tickets."""

    session: str
    tickets: dict[int, Ticket] = field(default_factory=dict)
    leases: dict[str, Lease] = field(default_factory=dict)
    next: int = 1
    frozen_until: int | None = None

    @property
    def capacity(self) -> int:
        """How many places the session has."""
        return len(self.tickets)

    def copy(self) -> Pool:
        """The pool as it stands, for `changes` later."""
        return replace(self, tickets=dict(self.tickets), leases=dict(self.leases))

    def held(self, lease: str) -> list[Ticket]:
        """The tickets of a lease that are not given yet as far as the server knows, by number."""
        return sorted((each for each in self.tickets.values() if each.lease == lease), key=lambda each: each.number)

    def of(self, appointment: str) -> Ticket | None:
        """The ticket of an appointment."""
        return next((each for each in self.tickets.values() if each.appointment == appointment), None)

    def counts(self) -> Counts:
        """How the session's places stand."""
        return count(self.tickets.values())

    def counts_by_pool(self) -> dict[tuple[str, int | None], Counts]:
        """The same for each (pool, account)."""
        kinds = {(each.pool, each.account) for each in self.tickets.values()}
        return {
            kind: count(each for each in self.tickets.values() if (each.pool, each.account) == kind)
            for kind in sorted(kinds, key=lambda kind: (kind[0], kind[1] or 0))
        }

    def free(self, reach: Reach) -> list[Ticket]:
        """The free tickets within reach, in the order in which they are drawn."""
        ranked = [(reach.rank(each), each) for each in self.tickets.values() if each.free]
        found = [(rank, each.number, each) for rank, each in ranked if rank is not None]
        return [each for _, _, each in sorted(found, key=lambda found: found[:2])]

    def put(self, ticket: Ticket) -> None:
        """Put the ticket as it is now in the place of what it was.

        Raises ValueError for a ticket that is leased and given at once, or a number that no slip can show.
        """
        if ticket.lease is not None and ticket.appointment is not None:
            raise ValueError("a ticket is leased or given, not both")
        if not 1 <= ticket.number <= HIGHEST:
            raise ValueError("a ticket's number is from 1 to 100000")
        self.tickets[ticket.number] = ticket

    def end(self, lease: str | None, now: int, why: End) -> None:
        """Note that a lease has ended, if it holds no ticket any more and has not ended before. An adopted one ends
        only when its time is over or its phone is lost: what its phone gave out may still be on the way.
        """
        known = self.leases.get(lease) if lease is not None else None
        if known is None or known.ended_at is not None or self.held(known.id):
            return
        if known.adopted and why not in (End.EXPIRED, End.REVOKED):
            return
        self.leases[known.id] = replace(known, ended_at=now, why=why)


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be written: tickets and leases that are new or other than before, and numbers that are gone."""

    tickets: list[Ticket]
    gone: list[int]
    leases: list[Lease]
    pool: bool  # whether capacity, `next` or `frozen_until` changed


def count(tickets: Iterable[Ticket]) -> Counts:
    """How these tickets stand."""
    standing = [_standing(each) for each in tickets]
    return Counts(*(standing.count(name) for name in ("free", "leased", "given", "frozen")))


def changes(before: Pool, after: Pool) -> Changes:
    """What an operation, or several, have changed since `before = pool.copy()`."""

    def other(old: Pool, new: Pool) -> bool:
        return (old.capacity, old.next, old.frozen_until) != (new.capacity, new.next, new.frozen_until)

    return Changes(
        tickets=list(_changed(before.tickets, after.tickets)),
        gone=sorted(before.tickets.keys() - after.tickets.keys()),
        leases=list(_changed(before.leases, after.leases)),
        pool=other(before, after),
    )


def _changed(before: dict[Name, Thing], after: dict[Name, Thing]) -> Iterator[Thing]:
    return (each for name, each in after.items() if before.get(name) != each)


def _standing(ticket: Ticket) -> str:
    if ticket.appointment is not None:
        return "given"
    if ticket.lease is not None:
        return "leased"
    return "frozen" if ticket.frozen else "free"
