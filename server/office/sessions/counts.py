"""How the places of sessions stand and who has them, counted by the database: tickets by pool, people by village."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.store.tables import Booking, Ticket
from sync.leases.terms import GENERAL, RESERVE

LIVE = ("requested", "confirmed")
Key = tuple[str, int | None]  # pool, account


@dataclass
class Share:
    """The tickets of one pool, or of one account's part of it. They add up to its quota."""

    given: int = 0
    leased: int = 0
    free: int = 0
    frozen: int = 0

    @property
    def quota(self) -> int:
        """All of them."""
        return self.given + self.leased + self.free + self.frozen

    def __add__(self, other: Share) -> Share:
        return Share(
            self.given + other.given, self.leased + other.leased, self.free + other.free, self.frozen + other.frozen
        )

    def shown(self) -> dict[str, int]:
        """As the pages get it."""
        standing = {"given": self.given, "leased": self.leased, "free": self.free, "frozen": self.frozen}
        return {"quota": self.quota, **standing}


def shares(session: Session, names: Collection[str]) -> dict[str, dict[Key, Share]]:
    """The tickets of these sessions, by pool and account."""
    found: dict[str, dict[Key, Share]] = defaultdict(dict)
    given, leased = Ticket.appointment.is_not(None), Ticket.lease.is_not(None)
    idle = and_(Ticket.appointment.is_(None), Ticket.lease.is_(None))
    standing = (
        and_(given),
        and_(Ticket.appointment.is_(None), leased),
        and_(idle, Ticket.frozen.is_(False)),
        and_(idle, Ticket.frozen.is_(True)),
    )
    sums = [func.sum(case((condition, 1), else_=0)) for condition in standing]
    for some in chunks(sorted(names)):
        rows = session.execute(
            select(Ticket.session, Ticket.pool, Ticket.account, *sums)
            .where(Ticket.session.in_(some))
            .group_by(Ticket.session, Ticket.pool, Ticket.account)
        )
        for name, pool, account, *numbers in rows:
            found[name][pool, account] = Share(*map(int, numbers))
    return found


def by_pool(standing: dict[Key, Share]) -> dict[str, Share]:
    """A session's shares, each pool's accounts together with it; the general pool and the reserve are always named."""
    found: dict[str, Share] = {GENERAL: Share(), RESERVE: Share()}
    for (pool, _), share in standing.items():
        found[pool] = found.get(pool, Share()) + share
    return found


def total(standing: dict[Key, Share]) -> Share:
    """All tickets of a session."""
    return sum(standing.values(), Share())


@dataclass
class Asked:
    """A session's appointments by the residents' village: by state, and how many of them have a place."""

    states: Counter[str]
    people: int = 0


def asked(session: Session, names: Collection[str]) -> dict[str, dict[str, Asked]]:
    """Who asked for a place in these sessions: {session: {village: Asked}}."""
    found: dict[str, dict[str, Asked]] = defaultdict(lambda: defaultdict(lambda: Asked(Counter())))
    for some in chunks(sorted(names)):
        rows = session.execute(
            select(Booking.session, Booking.village, Booking.state, func.count(), func.count(Booking.ticket))
            .where(Booking.session.in_(some))
            .group_by(Booking.session, Booking.village, Booking.state)
        )
        for name, village, state, number, placed in rows:
            one = found[name][village]
            one.states[state] += number
            one.people += placed if state != "cancelled" else 0
    return found


def states(of: dict[str, Asked]) -> Counter[str]:
    """A session's appointments by state, all villages together."""
    return sum((each.states for each in of.values()), Counter())


def doubled(session: Session, names: Collection[str]) -> dict[str, int]:
    """Appointments in these sessions of residents who have another live one for the same dose (in any session)."""
    twice = (
        select(Booking.resident, Booking.dose)
        .where(Booking.state.in_(LIVE))
        .group_by(Booking.resident, Booking.dose)
        .having(func.count() > 1)
        .subquery()
    )
    rows = session.execute(
        select(Booking.session, func.count())
        .join(twice, and_(Booking.resident == twice.c.resident, Booking.dose == twice.c.dose))
        .where(Booking.state.in_(LIVE))
        .group_by(Booking.session)
    )
    return {name: number for name, number in rows if name in names}


def line(standing: dict[Key, Share], of: dict[str, Asked], double: int) -> dict[str, Any]:
    """The figures of one session, as lists and board show them."""
    all_of, by_state = total(standing), states(of)
    return {
        "given": all_of.given,
        "leased": all_of.leased,
        "free": all_of.free,
        "frozen": all_of.frozen,
        "requested": by_state["requested"],
        "double": double,
        "attended": by_state["attended"],
        "missed": by_state["missed"],
    }
