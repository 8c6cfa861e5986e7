"""Numbered places in sessions: who holds which ticket, by which lease, for which appointment (docs/protocol.md, T)."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.tables.base import Base


class PlacePool(Base):
    """The places of one session. Its row is the lock under which any of its tickets changes hands. `next` is the number
    of the next ticket: none is used for two tickets. Until `frozen_until` (ms, after a restored backup) frozen tickets
    are given to nobody but who proves a lease.
    """

    __tablename__ = "pools"
    session: Mapped[str] = mapped_column(String(48), primary_key=True)
    capacity: Mapped[int] = mapped_column(Integer)
    next: Mapped[int] = mapped_column(Integer, default=1)
    frozen_until: Mapped[int | None] = mapped_column(BigInteger)


class Ticket(Base):
    """One numbered place. `pool`: "" for all, "reserve", or a village's code; `account`: whose it is of that pool.
    It is given when it has an appointment; an appointment has one ticket.
    """

    __tablename__ = "tickets"
    session: Mapped[str] = mapped_column(String(48), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    pool: Mapped[str] = mapped_column(String(20), default="")
    account: Mapped[int | None] = mapped_column(Integer)
    lease: Mapped[str | None] = mapped_column(String(40), index=True)
    appointment: Mapped[str | None] = mapped_column(String(48), unique=True)
    frozen: Mapped[bool] = mapped_column(Boolean, default=False)


class Lease(Base):
    """Tickets handed to one phone from `since` until `until` (ms). `why` it ended: returned, expired, revoked."""

    __tablename__ = "leases"
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    session: Mapped[str] = mapped_column(String(48), index=True)
    writer: Mapped[int] = mapped_column(Integer, index=True)
    account: Mapped[int] = mapped_column(Integer)
    pool: Mapped[str] = mapped_column(String(20), default="")
    since: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int] = mapped_column(BigInteger)
    ended_at: Mapped[int | None] = mapped_column(BigInteger)
    why: Mapped[str | None] = mapped_column(String(16))


class Booking(Base):
    """An appointment as the sessions see it. `asked_at` (ms) and `rank` (smaller first) say who waits before whom."""

    __tablename__ = "bookings"
    appointment: Mapped[str] = mapped_column(String(48), primary_key=True)
    session: Mapped[str] = mapped_column(String(48), index=True)
    resident: Mapped[str] = mapped_column(String(48), index=True)
    dose: Mapped[int] = mapped_column(Integer)
    scope: Mapped[str] = mapped_column(String(20), index=True)
    village: Mapped[str] = mapped_column(String(20))
    account: Mapped[int | None] = mapped_column(Integer)
    writer: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12))
    ticket: Mapped[int | None] = mapped_column(Integer)
    asked_at: Mapped[int] = mapped_column(BigInteger)
    rank: Mapped[int] = mapped_column(Integer, default=0)
    change: Mapped[str | None] = mapped_column(String(20))
    settled_at: Mapped[int] = mapped_column(BigInteger)


class Followup(Base):
    """A record whose consequences beyond its own scope are still to be drawn, in order of arrival."""

    __tablename__ = "followups"
    __table_args__ = {"sqlite_autoincrement": True}  # a number is never used again, so order is arrival
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entity: Mapped[str] = mapped_column(String(20))
    record: Mapped[str] = mapped_column(String(48))


class Posting(Base):
    """What became of a desk's attendance in the resident's own grid. `state`: none, posted, unmatched or aside;
    `content`: what the dose says, to see whether a correction is due. Where and when it was, how far they came
    (`stage`, `server.desk.stages`) and what was injected stand beside it, for the counts of sites and supply.
    """

    __tablename__ = "postings"
    attendance: Mapped[str] = mapped_column(String(48), primary_key=True)
    resident: Mapped[str | None] = mapped_column(String(48), index=True)
    appointment: Mapped[str | None] = mapped_column(String(48))
    dose: Mapped[str | None] = mapped_column(String(48))
    content: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12), index=True)
    at: Mapped[int] = mapped_column(BigInteger)
    desk: Mapped[str] = mapped_column(String(20))
    on: Mapped[str] = mapped_column(String(10), index=True)
    session: Mapped[str | None] = mapped_column(String(48))
    stage: Mapped[str] = mapped_column(String(12))
    product: Mapped[str | None] = mapped_column(String(48))
    batch: Mapped[str | None] = mapped_column(String(100))


class SessionTemplate(Base):
    """A week's sessions of a site, to be made again: `body` is JSON."""

    __tablename__ = "session_templates"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    body: Mapped[str] = mapped_column(Text)


class PushSubscription(Base):
    """Where a phone's reminders go. `keys` is JSON; times in ms."""

    __tablename__ = "push_subscriptions"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    device: Mapped[int] = mapped_column(Integer, index=True)
    endpoint: Mapped[str] = mapped_column(String(500), unique=True)
    keys: Mapped[str] = mapped_column(Text)
    made_at: Mapped[int] = mapped_column(BigInteger)
    failed_at: Mapped[int | None] = mapped_column(BigInteger)


class Reminder(Base):
    """A reminder that was sent: each once a day and kind."""

    __tablename__ = "reminders"
    device: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    on: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    sent_at: Mapped[int] = mapped_column(BigInteger)
