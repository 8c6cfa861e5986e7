"""Appointments and their tickets: what a claim is worth when it arrives, what becomes free, and who gets it next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sync.leases import fair
from sync.leases.fair import Waiting
from sync.leases.lending import Held, may_take_up
from sync.leases.pool import Pool, Reach, Ticket
from sync.leases.terms import End, Loss


@dataclass(frozen=True, slots=True)
class Kept:
    """The appointment has the ticket that its slip shows (or the only one it was ever told)."""

    number: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The place holds under another number, which the family has to be told."""

    number: int


@dataclass(frozen=True, slots=True)
class Lost:
    """The promised place is gone and no other is free: it is requested now, and on the office's list."""

    why: Loss


@dataclass(frozen=True, slots=True)
class Waits:
    """It was requested and waits for its turn: see `confirm`."""


Settled = Kept | Moved | Lost | Waits


def claim(pool: Pool, appointment: str, held: Held | None, reach: Reach, now: int) -> Settled:
    """Settle a live appointment: `held` is what its phone gave it (the proof checked), None if it was requested.

    Asked again it says the same and changes nothing, so long as the appointment has its ticket. By right a slip keeps
    its ticket while its lease has it; later only if nobody else has it. Whoever has none gets another one within reach.
    """
    has = pool.of(appointment)
    if has is not None:
        return Kept(has.number) if held is None or held.number == has.number else Moved(has.number)
    if held is None:
        return Waits()
    ticket = pool.tickets.get(held.number)
    if ticket is not None and (by_right(pool, ticket, held, now) or ticket.free):
        _give(pool, ticket, appointment, now)
        return Kept(ticket.number)
    for other in pool.free(reach):
        _give(pool, other, appointment, now)
        return Moved(other.number)
    return Lost(_why(pool, held))


def by_right(pool: Pool, ticket: Ticket, held: Held, now: int) -> bool:
    """The fence. A ticket not given yet is the claimant's only if it is leased by the very lease under which he gave it
    out. After a restore a proved lease that was forgotten takes its place.
    """
    known = pool.leases.get(held.lease)
    if known is not None and ticket.lease == held.lease:
        return known.writer == held.writer
    return may_take_up(pool, ticket, held, now)


def release(pool: Pool, appointment: str) -> int | None:
    """Free the ticket of an appointment that was cancelled or moved to another session: its number. One that was missed
    or attended keeps it.
    """
    has = pool.of(appointment)
    if has is None:
        return None
    pool.put(replace(has, appointment=None))
    return has.number


def confirm(pool: Pool, waiting: Iterable[Waiting], now: int) -> list[tuple[str, int]]:
    """Give every free place to whoever waits for it, in the fair order: [(appointment, number)]. Call it whenever a
    place may have become free or somebody asks; who has a ticket is passed over.
    """
    confirmed = []
    for each in fair.order(waiting):
        free = pool.free(each.reach) if pool.of(each.appointment) is None else []
        if free:
            _give(pool, free[0], each.appointment, now)
            confirmed.append((each.appointment, free[0].number))
    return confirmed


def _give(pool: Pool, ticket: Ticket, appointment: str, now: int) -> None:
    pool.put(replace(ticket, lease=None, appointment=appointment))
    pool.end(ticket.lease, now, End.USED)


def _why(pool: Pool, held: Held) -> Loss:
    known = pool.leases.get(held.lease)
    return Loss.PHONE if held.lost or (known is not None and known.why is End.REVOKED) else Loss.EXPIRED
