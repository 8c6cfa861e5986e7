"""The phone's side: tickets handed to a phone and taken back. A lease's id is never used for a second lease and its
tickets only become fewer; so a late or doubled message about it can free nothing that somebody else holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sync.leases.pool import Lease, Pool, Reach, Ticket
from sync.leases.terms import FORGOTTEN, GRACE, MOST_OF_A_SESSION, TERM, End


@dataclass(frozen=True, slots=True)
class Held:
    """What a phone says that it holds or has given out. Whoever makes one has checked the proof of the lease: that the
    server itself once gave this ticket of this session to this writer until then. `lost`: the phone was revoked since,
    so that a lease which the database has forgotten gives it no right.
    """

    lease: str
    writer: int
    account: int
    number: int
    until: int
    lost: bool = False


def lease(
    pool: Pool, writer: int, reach: Reach, want: int, now: int, begins: int, new_id: str, most: int = MOST_OF_A_SESSION
) -> Lease | None:
    """Let the phone hold `want` ungiven tickets in all, `most` at most, so far as there are free ones within its reach
    (never the reserve): the new lease, or None if nothing is to be added. Nothing is ever taken back by it.

    `begins` (ms) is when the session begins, `new_id` an id that no lease has had. What the phone holds under a lease
    that is past its end does not count; it is to be given back.
    """
    if new_id in pool.leases:
        raise ValueError("a lease's id is never used twice")
    until = min(now + TERM, begins)
    if reach.account is None or until <= now:
        return None
    lacking = min(want, most) - sum(len(pool.held(each.id)) for each in in_force(pool, writer, now))
    drawn = pool.free(replace(reach, reserve=False))[: max(0, lacking)]
    if not drawn:
        return None
    made = Lease(new_id, writer, reach.account, since=now, until=until)
    pool.leases[new_id] = made
    for each in drawn:
        pool.put(replace(each, lease=new_id))
    return made


def in_force(pool: Pool, writer: int, now: int) -> list[Lease]:
    """The leases under which the phone may still give out."""
    return [e for e in pool.leases.values() if e.writer == writer and e.ended_at is None and now < e.until]


def give_back(pool: Pool, writer: int, given_back: Iterable[tuple[str, int]], now: int) -> list[int]:
    """Take back what the phone will never give out: the numbers that were freed thereby. A (lease, number) that does
    not stand so any more, a repeat or another phone's, frees nothing.
    """
    freed = []
    for name, number in given_back:
        known, ticket = pool.leases.get(name), pool.tickets.get(number)
        if known is None or ticket is None or known.writer != writer or ticket.lease != name:
            continue
        pool.put(replace(ticket, lease=None))
        pool.end(name, now, End.RETURNED)
        freed.append(number)
    return freed


def adopt(pool: Pool, held: Held, now: int) -> bool:
    """Take up again a lease that a restored database has forgotten, ticket by ticket: whether the phone now holds this
    one. A lease that the database knows of itself is never adopted, nor one whose term and grace have passed.
    """
    ticket = pool.tickets.get(held.number)
    if ticket is None:
        return False
    if ticket.lease == held.lease:
        return pool.leases[held.lease].writer == held.writer
    if now >= held.until + GRACE or not may_take_up(pool, ticket, held, now):
        return False
    elder = ticket.lease
    if held.lease not in pool.leases:
        pool.leases[held.lease] = Lease(
            held.lease, held.writer, held.account, since=now, until=held.until, why=End.ADOPTED
        )
    pool.put(replace(ticket, lease=held.lease, frozen=False))
    pool.end(elder, now, End.USED)
    return True


def may_take_up(pool: Pool, ticket: Ticket, held: Held, now: int) -> bool:
    """Whether a proved lease that the database has forgotten has a right to the ticket, because this is idle or was
    leased before the restore. For then the forgotten lease is the later one, and could be made only because the earlier
    phone had given the ticket back, or had lost it by time. A frozen ticket waits for its slip even if the lease is
    over: the slip may have been confirmed in time and is only told again.
    """
    known = pool.leases.get(held.lease)
    if (
        held.lost
        or known is not None
        and (not known.adopted or known.ended_at is not None or known.writer != held.writer)
    ):
        return False
    if ticket.frozen:
        return ticket.appointment is None
    return ticket.idle and now < held.until + GRACE


def expire(pool: Pool, now: int) -> list[int]:
    """Take back what is not given of leases whose term and grace have passed: the numbers. While places are frozen
    nothing is taken back: it would not be free, and slips that were confirmed once are told again.
    """
    if pool.frozen_until is not None:
        return []
    over = [each for each in pool.leases.values() if each.ended_at is None and each.until + GRACE <= now]
    return [number for each in over for number in _take(pool, each, now, End.EXPIRED)]


def revoke(pool: Pool, writer: int, now: int) -> list[int]:
    """Take back at once what a lost phone holds, at the price that its slips may not hold: the numbers."""
    its = [each for each in pool.leases.values() if each.ended_at is None and each.writer == writer]
    return [number for each in its for number in _take(pool, each, now, End.REVOKED)]


def freeze(pool: Pool, until: int, restores: int = 1) -> None:
    """After a restored backup: forgotten leases may hold any ticket, so none that is idle, or becomes idle, is leased
    or given but to a proof. Nor is a number made again that the forgotten time may have given out; if the same backup
    may have been restored before, `restores` counts how often, for that is forgotten too.
    """
    for each in list(pool.tickets.values()):
        pool.put(replace(each, frozen=True))
    pool.next += FORGOTTEN * restores
    pool.frozen_until = until


def thaw(pool: Pool) -> list[int]:
    """Every forgotten lease is over, or a person answers for it: the numbers that are free now."""
    thawed = [each.number for each in pool.tickets.values() if each.frozen and each.idle]
    for each in list(pool.tickets.values()):
        pool.put(replace(each, frozen=False))
    pool.frozen_until = None
    return thawed


def _take(pool: Pool, lease: Lease, now: int, why: End) -> list[int]:
    taken = pool.held(lease.id)
    for each in taken:
        pool.put(replace(each, lease=None))
    pool.end(lease.id, now, why)
    return [each.number for each in taken]
