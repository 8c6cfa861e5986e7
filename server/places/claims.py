"""What becomes of one appointment's place: the ticket that it keeps, gets, loses or frees, and what its record has to
say of that (docs/protocol.md, T7).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from server.places.asked import LIVE, Asked
from server.places.sessions import Facts
from server.store.tables import Booking
from sync.leases import giving
from sync.leases.fair import Waiting
from sync.leases.lending import Held
from sync.leases.pool import Pool

CANCELLED, MOVED = "session_cancelled", "session_moved"


@dataclass
class Settled:
    """What follows: fields to be written into the appointment's record, the appointment as the sessions see it then,
    and the sessions of which a place has become free or is waited for.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    state: str = ""
    ticket: int | None = None
    change: str | None = None
    stirred: set[str] = field(default_factory=set)


def settle(
    pools: Mapping[str, Pool], facts: Mapping[str, Facts], each: Asked, booked: Booking | None, now: int
) -> Settled:
    """Let an appointment have what it has a right to. `booked`: as it was settled before, None at the first time. The
    same again changes nothing.
    """
    made = Settled(state=each.state, ticket=None, change=each.change)
    if booked is not None and booked.session != each.session and booked.session in pools:
        _release(pools[booked.session], each.id, made)
    pool, session = pools.get(each.session), facts.get(each.session)
    if pool is None or session is None:
        return made  # there is no such session (yet): its record brings it back here
    if each.state in LIVE and (each.closed or not session.open):
        _write(made, each, state="cancelled", change=each.change if each.closed else CANCELLED)
    if made.state == "cancelled" or (made.state == "requested" and made.state == each.state):
        _release(pool, each.id, made)
    elif made.state not in LIVE:  # the day has come: whoever had a place keeps it
        _claim(pool, each, made, now, live=False)
    else:
        _claim(pool, each, made, now, live=True)
    if made.state == "requested":
        made.stirred.add(each.session)
    if each.ticket != made.ticket and not (made.ticket is None and made.state not in LIVE):
        made.fields["ticket"] = made.ticket
    return made


def _claim(pool: Pool, each: Asked, made: Settled, now: int, *, live: bool) -> None:
    told = giving.claim(pool, each.id, each.held or _vouched(pool, each, now), each.reach, now)
    if isinstance(told, giving.Waits) and live and (each.by_office or each.change == MOVED):
        # The office has given the place by hand, out of turn; only whether there is one is asked here.
        got = giving.confirm(pool, [Waiting(each.id, 0, 0, replace(each.reach, reserve=True))], now)
        told = giving.Kept(got[0][1]) if got else told
    if isinstance(told, giving.Kept | giving.Moved):
        made.ticket = told.number
        if each.ticket is not None and each.ticket != told.number and each.change != MOVED:
            _write(made, each, state=each.state, change="ticket")
    elif live:
        _write(made, each, state="requested", change=str(told.why) if isinstance(told, giving.Lost) else each.change)


def _vouched(pool: Pool, each: Asked, now: int) -> Held | None:
    """After a restore: the office has brought back, from evidence, that this ticket had been given. Its word stands for
    the proof of a lease.
    """
    if pool.frozen_until is None or not each.vouched or each.ticket is None or each.change == MOVED:
        return None
    return Held(f"office:{each.id}", 0, 0, each.ticket, now)


def _release(pool: Pool, appointment: str, made: Settled) -> None:
    if giving.release(pool, appointment) is not None:
        made.stirred.add(pool.session)


def _write(made: Settled, each: Asked, *, state: str, change: str | None) -> None:
    """Say it in the record, and have the family told."""
    if state != each.state:
        made.fields["state"] = state
    if change != each.change:
        made.fields["change"] = change
    if change is not None and each.change_seen and made.fields:
        made.fields["change_seen"] = False
    made.state, made.change = state, change
