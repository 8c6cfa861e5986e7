"""What still has to follow from what was written, in order of arrival: rows of the table `followups`.

A row is written in the transaction that makes it necessary, and goes in the one that settles it. So a server that is
killed between the two settles it when it runs again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import column, delete, insert, select, text
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.store.tables import Booking, Followup, core

WAITING, DEVICE = "waiting", "device"  # beside the kinds of records: a session, a writer
BATCH = 200

_ROWS = core(Followup)
_NEWEST = text("SELECT max(id) AS id FROM followups").columns(column("id"))


class Row(NamedTuple):
    """One thing to settle."""

    id: int
    entity: str
    record: str


def newest(session: Session) -> int:
    """The number of the last row, 0 if nothing waits. One statement."""
    return session.connection().execute(_NEWEST).scalar() or 0


def take(session: Session, beyond: int = 0) -> list[Row]:
    """The next rows of one kind, locked: whoever comes at the same time waits here, so that the order is kept."""
    query = select(_ROWS.c.id, _ROWS.c.entity, _ROWS.c.record).where(_ROWS.c.id > beyond).order_by(_ROWS.c.id)
    rows = [Row(*each) for each in session.execute(query.limit(BATCH).with_for_update())]
    same = [each.entity == rows[0].entity for each in rows]
    return rows[: same.index(False)] if False in same else rows


def again(session: Session, rows: Iterable[Row]) -> list[Row]:
    """Those of `rows` that nobody has settled meanwhile, locked."""
    found: list[Row] = []
    for some in chunks(sorted(row.id for row in rows)):
        query = select(_ROWS.c.id, _ROWS.c.entity, _ROWS.c.record).where(_ROWS.c.id.in_(some)).order_by(_ROWS.c.id)
        found += [Row(*each) for each in session.execute(query.with_for_update())]
    return found


def done(session: Session, rows: Iterable[Row]) -> None:
    """These are settled."""
    for some in chunks(sorted(row.id for row in rows)):
        session.execute(delete(_ROWS).where(_ROWS.c.id.in_(some)))


def note(session: Session, entity: str, records: Iterable[str]) -> None:
    """Something has to follow from these: `entity` is a record's kind, WAITING (of sessions: a place may have become
    free) or DEVICE (of writers: their phone is lost).
    """
    rows = [{"entity": entity, "record": name} for name in sorted(set(records))]
    if rows:
        session.execute(insert(_ROWS), rows)


def stir(session: Session, names: Iterable[str]) -> None:
    """In these sessions a place may have become free, or is asked for: noted, where anybody waits and it is not noted
    already.
    """
    waiting: set[str] = set()
    for some in chunks(sorted(set(names))):
        noted = select(_ROWS.c.record).where(_ROWS.c.entity == WAITING, _ROWS.c.record.in_(some))
        asks = select(Booking.session).where(Booking.session.in_(some), Booking.state == "requested")
        waiting |= set(session.scalars(asks.distinct())) - set(session.scalars(noted))
    note(session, WAITING, waiting)


def put_last(session: Session, rows: Sequence[Row]) -> None:
    """These could not be settled now: they wait behind all others."""
    left = again(session, rows)
    done(session, left)
    for each in left:
        note(session, each.entity, [each.record])
