"""Everything that follows from appointments, sessions and lost phones is settled here: after the transaction that wrote
them, in others, in order of arrival, before anybody is answered who would miss it (docs/protocol.md, T7).

Idempotent: whatever is settled twice is settled once. Killed at any moment, it goes on at the next request.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import structlog
from flask import g
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from server import clock
from server.exchange.placing import JOINED
from server.logs import where
from server.places import appointments, author, booking, joined, lapsing, queue, restoring, sessions, storing, waiting
from server.places.queue import DEVICE, WAITING, Row
from server.store.session import Store, after_commit, current, store
from server.store.tables import Record
from sync.leases import quotas
from sync.leases.terms import Refused

PATIENCE_SECONDS = 3.0  # of one request
LOOK_MS = 60_000  # between two looks for leases that are over
REST_MS = 60_000  # before what could not be settled is tried again

log = structlog.get_logger("places")
_one = threading.Lock()


class _Memory:
    """What one process remembers of a store: when it last looked for what is over, and what it could not settle."""

    def __init__(self) -> None:
        self.looked_at = 0
        self.stuck_upto = 0
        self.rests_until = 0


def catch_up(opened: Store, seconds: float | None = None) -> bool:
    """Settle all that waits, or what can be done in `seconds`; True if nothing waits any more. One statement if nothing
    did. Never raises what the store does: whoever asked is answered without it, and the next one tries again.
    """
    now, memory = clock.now_ms(), _memory(opened)
    try:
        look = not 0 <= now - memory.looked_at < LOOK_MS
        if not look and not _waits(opened, memory, now):
            return True
        if not _one.acquire(timeout=-1 if seconds is None else seconds):
            return False
        try:
            if look:
                memory.looked_at = now
                _lapsed(opened, now)
            return _all(opened, memory, now, seconds)
        finally:
            _one.release()
    except (DBAPIError, PoolTimeout) as error:
        log.warning("places_wait", kind=type(error).__name__)
        return False


def before_answer() -> None:
    """Settle what waits before this request reads: it begins with a new picture of the database then."""
    opened, now, memory = store(), clock.now_ms(), _memory(store())
    look = not 0 <= now - memory.looked_at < LOOK_MS
    newest = queue.newest(current())
    if look or (newest and not _rests(memory, newest, now)):
        current().rollback()
        g.pop("session").close()
        catch_up(opened, PATIENCE_SECONDS)


def after_push() -> None:
    """Once this request has been committed, settle what it brought."""

    def settle(_: Session) -> None:
        try:
            catch_up(store(), PATIENCE_SECONDS)
        except Exception as error:  # nobody's push fails for it
            log.error("not_settled", kind=type(error).__name__, where=where(error))

    after_commit(settle)


def _memory(opened: Store) -> _Memory:
    found = getattr(opened, "places", None)
    if not isinstance(found, _Memory):
        found = _Memory()
        opened.places = found  # type: ignore[attr-defined]
    return found


def _waits(opened: Store, memory: _Memory, now: int) -> bool:
    with opened.reading() as session:
        newest = queue.newest(session)
    return newest > 0 and not _rests(memory, newest, now)


def _rests(memory: _Memory, newest: int, now: int) -> bool:
    return newest <= memory.stuck_upto and now < memory.rests_until


def _lapsed(opened: Store, now: int) -> None:
    """Find what time has ended. It is settled in transactions of its own."""
    with opened.reading() as session:
        over, lost = lapsing.due(session, now)
        thawing = lapsing.thawing(session, now)
        thawed = thawing if thawing and not restoring.undecided(session) else []
    if not (over or lost or thawed):
        return
    _all(opened, _memory(opened), now, None)  # whoever came in time comes first
    with opened.writing() as session:
        lapsing.revoke(session, lost, now)
    with opened.writing() as session:
        lapsing.expire(session, over, now)
    with opened.writing() as session:
        restoring.thaw(session, thawed)


def _all(opened: Store, memory: _Memory, now: int, seconds: float | None) -> bool:
    ends = None if seconds is None else time.monotonic() + seconds
    stuck: set[tuple[str, str]] = set()
    beyond = 0
    while ends is None or time.monotonic() < ends:
        with opened.writing() as session:
            rows = queue.take(session, beyond)
            tried = [row for row in rows if (row.entity, row.record) in stuck]
            left = [row for row in rows if row not in tried]
            if left and left[0].entity == "appointment":
                left = _quietly(opened, session, left, now)
        if not rows:
            if stuck:
                memory.stuck_upto, memory.rests_until = beyond, now + REST_MS
            return not stuck
        if left:
            stuck |= _settled(opened, left, now)
        if tried and len(tried) == len(rows):
            beyond = rows[-1].id
    return False


def _quietly(opened: Store, session: Session, rows: list[Row], now: int) -> list[Row]:
    """In the transaction that took the rows: what needs no more. Whatever fails is tried again by itself."""
    try:
        with session.begin_nested():
            return appointments.quietly(session, rows, now)
    except DBAPIError:
        raise
    except Exception as error:
        log.error("not_settled", kind=type(error).__name__, where=where(error))
        return rows


def _settled(opened: Store, rows: Sequence[Row], now: int) -> set[tuple[str, str]]:
    """Settle rows of one kind, together if that can be, else one by one. Those that cannot be settled at all go to the
    end of the queue, and are returned: one of them never stops the others.
    """
    try:
        _settle(opened, rows, now)
        return set()
    except DBAPIError:
        raise
    except Exception as error:
        log.error("not_settled", kind=type(error).__name__, where=where(error))
    if len(rows) > 1:
        return set().union(*(_settled(opened, [row], now) for row in rows))
    with opened.writing() as session:
        queue.put_last(session, rows)
    return {(row.entity, row.record) for row in rows}


def _settle(opened: Store, rows: Sequence[Row], now: int) -> None:
    entity = rows[0].entity
    by = author.ready(opened) if entity in ("appointment", WAITING, JOINED) else 0
    if entity == "appointment":
        with opened.writing() as session:
            appointments.loudly(session, by, rows, now)
    elif entity == WAITING:
        for row in rows:
            with opened.writing() as session:
                waiting.confirm(session, by, row, now)
    elif entity == JOINED:
        for row in rows:
            with opened.writing() as session:
                joined.settle(session, row.record, by, now)
                queue.done(session, queue.again(session, [row]))
    elif entity == "attendance":
        _posted(opened, rows, now)
    else:
        with opened.writing() as session:
            held = queue.again(session, rows)
            _township(session, entity, [row.record for row in held], now)
            queue.done(session, held)


def _township(session: Session, entity: str, records: Sequence[str], now: int) -> None:
    """What follows for many others at once: they are noted, and settled by themselves."""
    if entity == "session":
        _sessions(session, records)
    elif entity == DEVICE:
        lapsing.revoke(session, [int(record) for record in records], now)
    elif entity in ("resident", "household"):
        above = Record.parent if entity == "resident" else Record.root
        found = session.query(Record.id).where(above.in_(records), Record.entity == "appointment")
        queue.note(session, "appointment", [name for (name,) in found])


def _sessions(session: Session, names: Sequence[str]) -> None:
    """A session's pool is made as large as its record says, as far as that can be; where nothing takes place any more,
    its appointments are settled again.
    """
    opened = storing.opened(session, names)
    for name, each in sessions.facts(session, names).items():
        pool = opened.pools[name]
        if pool.capacity != each.capacity:
            try:
                quotas.resize(pool, each.capacity)
            except Refused as refused:  # the office's page forbids it; two people may have
                log.warning("capacity_kept", session=name, capacity=pool.capacity, code=str(refused.code))
        if not each.open:
            queue.note(session, "appointment", booking.live(session, name))
    opened.save()
    queue.stir(session, names)


def _posted(opened: Store, rows: Sequence[Row], now: int) -> None:
    """What a site's desk wrote is drawn into the residents' own grids by the desk's part, each for itself: it locks the
    scopes that it needs.
    """
    from server.desk import posting  # which opens places itself

    by = author.ready(opened)
    for row in rows:
        with opened.writing() as session:
            posting.settle(session, row.record, by, now)
            queue.done(session, queue.again(session, [row]))
