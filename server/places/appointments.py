"""Settling appointments, many at once: first those of which nothing has to be said, then the others with their scopes
locked. A claim by right takes nothing that any other could have, so that order changes no outcome.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from server.exchange.answers import Draft
from server.exchange.locks import Counters
from server.places import asked, author, booking, queue, sessions, storing
from server.places.asked import Asked
from server.places.claims import Settled, settle
from server.places.queue import Row
from server.places.storing import Opened
from server.store.tables import Booking
from sync.leases import lending


def quietly(session: Session, rows: Sequence[Row], now: int) -> list[Row]:
    """Settle those of `rows` (locked) from which nothing follows for a record; returns the others."""
    found, before, opened, facts = _open(session, {row.record for row in rows})
    settled: dict[str, tuple[Asked, Settled]] = {}
    loud: set[str] = set()
    for name in _in_order(rows):
        if name not in found:
            continue  # it is no appointment (any more)
        each = found[name]
        concerned = {each.session} | ({before[name].session} if name in before else set())
        kept = {one: opened.pools[one].copy() for one in concerned & opened.pools.keys()}
        made = settle(opened.pools, facts, each, before.get(name), now)
        if made.fields:
            opened.pools.update(kept)
            loud.add(name)
        else:
            settled[name] = each, made
    _finish(session, opened, settled, before, now)
    queue.done(session, [row for row in rows if row.record not in loud])
    return [row for row in rows if row.record in loud]


def loudly(session: Session, by: int, rows: Sequence[Row], now: int) -> None:
    """Settle `rows`, and write into the appointments' records what has changed. Scopes are
    locked first, then pools."""
    author.hold(session, by)
    names = {row.record for row in rows}
    held = {each.scope for each in asked.read(session, names).values()}
    Counters(session, strict=False).lock(held)
    rows = queue.again(session, rows)
    found, before, opened, facts = _open(session, {row.record for row in rows})
    settled: dict[str, tuple[Asked, Settled]] = {}
    moved: set[str] = set()
    for name in _in_order(rows):
        if name in found and found[name].scope not in held:
            moved.add(name)  # while its scope was waited for: it is settled the next time
        elif name in found:
            settled[name] = found[name], settle(opened.pools, facts, found[name], before.get(name), now)
    drafts = [
        Draft("set", "appointment", name, {field: (value, None) for field, value in made.fields.items()}, group=place)
        for place, (name, (_, made)) in enumerate(settled.items())
        if made.fields
    ]
    _finish(session, opened, settled, before, now)
    author.write(session, by, drafts, now)
    queue.done(session, [row for row in rows if row.record not in moved])


def _open(
    session: Session, names: set[str]
) -> tuple[dict[str, Asked], dict[str, Booking], Opened, dict[str, sessions.Facts]]:
    found = asked.read(session, names)
    before = booking.of(session, names)
    concerned = {each.session for each in found.values()} | {each.session for each in before.values()}
    opened = storing.opened(session, concerned)
    return found, before, opened, sessions.facts(session, concerned)


def _finish(
    session: Session,
    opened: Opened,
    settled: Mapping[str, tuple[Asked, Settled]],
    before: Mapping[str, Booking],
    now: int,
) -> None:
    """Write tickets and bookings, take back what is over, and note where somebody may be confirmed now."""
    over = {name for name, pool in opened.pools.items() if lending.expire(pool, now)}
    opened.save()
    booking.write(session, settled.values(), before, now)
    stirred = set().union(over, *(made.stirred for _, made in settled.values()))
    freed = {each.resident for each, made in settled.values() if made.state not in asked.LIVE}
    queue.stir(session, stirred | booking.doubles(session, freed))


def _in_order(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(row.record for row in rows))
