"""Places for those who wait: whenever one is free in a session, the first in the fair order who may have it gets it,
and their record says so (docs/protocol.md, T8).
"""

from __future__ import annotations

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, aliased

from server.exchange.answers import Draft
from server.exchange.locks import Counters
from server.places import asked, author, booking, queue, sessions, storing
from server.places.asked import Asked
from server.places.queue import Row
from server.store.tables import Booking, core
from server.store.tables import Ticket as TicketRow
from sync.leases import fair, giving
from sync.leases.fair import Waiting
from sync.leases.pool import Pool, Reach

MOST = 100  # confirmed in one transaction

_TICKETS = core(TicketRow)


def confirm(session: Session, by: int, row: Row, now: int) -> None:
    """Give free places of one session to those who wait for them, at most `MOST`; the row stays while there are more.

    Who is confirmed is found out first without any lock, then again with the scopes of those locked.
    """
    name = row.record
    chosen = _choose(session, name, now)
    if chosen:
        author.hold(session, by)
        names = [appointment for appointment, _ in chosen]
        found = asked.read(session, names)
        held = {each.scope for each in found.values()}
        Counters(session, strict=False).lock(held)
    if not queue.again(session, [row]):
        return
    given = _give(session, by, name, held, now) if chosen else 0
    if not chosen or given < len(chosen) or len(chosen) < MOST:
        queue.done(session, [row])
    if chosen and given < len(chosen):
        queue.stir(session, [name])  # somebody came between: once more, behind the others


def _choose(session: Session, name: str, now: int) -> list[tuple[str, int]]:
    """Who would get a place now, as far as can be seen without holding anything."""
    facts = sessions.facts(session, [name]).get(name)
    if facts is None or not facts.open or facts.ends <= now or not _any_free(session, name):
        return []
    pools = storing.looked(session, [name])
    return giving.confirm(pools[name], _waiting(session, name), now)[:MOST] if name in pools else []


def _give(session: Session, by: int, name: str, held: set[str], now: int) -> int:
    """Confirm those whose scope is held, as they stand now. Whoever comes before them and is not held ends it."""
    opened = storing.opened(session, [name])
    facts = sessions.facts(session, [name]).get(name)
    if facts is None or not facts.open or name not in opened.pools:
        return 0
    pool, waiting = opened.pools[name], _waiting(session, name)
    given, standing = _standing(session, pool, waiting, name, now)
    unheld = [place for place, (appointment, _) in enumerate(given) if standing[appointment].scope not in held]
    mine = {appointment for appointment, _ in given[: unheld[0] if unheld else None]}
    given = giving.confirm(pool, [each for each in waiting if each.appointment in mine], now)
    changes = {appointment: "ticket" if standing[appointment].change else None for appointment, _ in given}
    drafts = [_draft(standing[appointment], number, place) for place, (appointment, number) in enumerate(given)]
    opened.save()
    booking.confirmed(session, given, changes, now)
    author.write(session, by, drafts, now)
    return len(given)


def _standing(
    session: Session, pool: Pool, waiting: list[Waiting], name: str, now: int
) -> tuple[list[tuple[str, int]], dict[str, Asked]]:
    """Who gets a place, in order, and their records, which are held by scope for the most part. Of whoever asks no more
    it is not settled yet what became of it: it waits here no longer.
    """
    while True:
        given = giving.confirm(pool.copy(), waiting, now)[:MOST]
        standing = asked.read(session, [appointment for appointment, _ in given])
        asks = {each.id for each in standing.values() if (each.state, each.session) == ("requested", name)}
        asks -= {each.id for each in standing.values() if each.closed}
        if len(asks) == len(given):
            return given, standing
        others = {appointment for appointment, _ in given} - asks
        waiting = [each for each in waiting if each.appointment not in others]


def _draft(each: Asked, number: int, place: int) -> Draft:
    """A place that had been lost is told as a new number; one that was asked for is simply confirmed."""
    fields: dict[str, tuple[object, None]] = {"state": ("confirmed", None), "ticket": (number, None)}
    if each.change:
        fields["change"] = ("ticket", None)
        if each.change_seen:
            fields["change_seen"] = (False, None)
    return Draft("set", "appointment", each.id, fields, group=place)


def _any_free(session: Session, name: str) -> bool:
    free = select(_TICKETS.c.number).where(
        _TICKETS.c.session == name, _TICKETS.c.appointment.is_(None), _TICKETS.c.lease.is_(None), ~_TICKETS.c.frozen
    )
    return session.scalar(free.limit(1)) is not None


def line(session: Session, name: str) -> list[str]:
    """The appointments that wait for a place of a session, in the order in which they will get one."""
    return [each.appointment for each in fair.order(_waiting(session, name))]


def _waiting(session: Session, name: str) -> list[Waiting]:
    """All who wait, but for residents who have a place for the same dose already: a person decides about these."""
    other = aliased(Booking)
    has = exists().where(
        other.resident == Booking.resident, other.dose == Booking.dose, other.appointment != Booking.appointment,
        other.state.in_(("confirmed", "attended")), other.ticket.is_not(None),
    )  # fmt: skip
    query = select(
        Booking.appointment, Booking.rank, Booking.asked_at, Booking.village, Booking.account, Booking.resident,
        Booking.dose,
    ).where(Booking.session == name, Booking.state == "requested", ~has)  # fmt: skip
    first: dict[tuple[str, int], Waiting] = {}
    for appointment, rank, asked_at, village, account, resident, dose in session.execute(query):
        each = Waiting(appointment, rank, asked_at, Reach(frozenset({village}), account))
        first[resident, dose] = fair.order([each, first.get((resident, dose), each)])[0]
    return list(first.values())
