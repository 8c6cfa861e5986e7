"""A session made or changed at the office, with its places, in one transaction; what follows for people comes after it.

Scopes are locked before pools: the township's first, by which two offices that plan at once come one after the other
and cannot promise the same doses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import ledger, publish
from server.exchange.locks import Counters
from server.office import township
from server.office.areas import township as the_township
from server.office.sessions import lines, pools, supply
from server.store.tables import Account, Booking

LIVE = ("requested", "confirmed")
MOVED = "session_moved"
WHERE = ("site", "on", "from", "to")  # another of these, and everybody must be told
Values = dict[str, Any]
Bases = Mapping[str, list[str]] | None


def hold(session: Session) -> None:
    """Lock the township's scope: whatever is planned now is planned by one."""
    town = the_township(session)
    if town is not None:
        Counters(session, strict=False).lock([town.code])


def put(
    session: Session, by: Account, name: str | None, values: Values, bases: Bases, today: str
) -> tuple[str, list[str]]:
    """Make or change a session: its record, and the appointments that have to be told that it was moved.

    Raises Problem unknown_record, bad_value, beyond_supply, capacity_below_given.
    """
    hold(session)
    township.record_of(session, "site", str(values["site"]))
    if values["from"] >= values["to"]:
        raise Problem("bad_value", {"path": "to"})
    before = lines.row_of(session, name)["values"] if name is not None else {}
    after = {**before, **values}
    supply.within(session, today, {name or "": after})
    moved = [field for field in WHERE if before.get(field) != after.get(field)] if name is not None else []
    told = live(session, name) if name is not None and moved and after.get("state") != "cancelled" else []
    if name is None:
        name = make(session, by, [after])[0]
    else:
        publish.put(session, by, "session", name, values, bases)
        tell(session, by, told, {})
        if after.get("state") != "cancelled":
            pools.resize(session, name, int(after["capacity"]))
    return name, told


def make(session: Session, by: Account, wanted: Sequence[Values]) -> list[str]:
    """New sessions with their places, all or none: their records, in the order of `wanted`."""
    fields: list[dict[str, Any]] = [
        {field: (value, []) for field, value in values.items() if value is not None} for values in wanted
    ]
    drafts = [ledger.Draft("create", "session", None, each, group=place) for place, each in enumerate(fields)]
    names = [answer.record for answer in ledger.office(session, by.id, drafts)]
    for name, values in sorted(zip(names, wanted, strict=True)):
        pools.resize(session, name, int(values["capacity"]))
    return names


def cancel(session: Session, by: Account, name: str, target: str | None, bases: Bases, today: str) -> list[str]:
    """Cancel a session, and ask for places in another, if one is named, for its appointments: those concerned, in the
    order of their numbers. Without another they are cancelled (by what follows) and stand on the office's list.
    """
    hold(session)
    row = lines.row_of(session, name)
    concerned = live(session, name)
    if target is not None:
        to = lines.row_of(session, target)
        lines.need_open(to, today)
        if target == name or to["values"].get("product") != row["values"].get("product"):
            raise Problem("bad_value", {"path": "move_to"})
        tell(session, by, concerned, {"session": target})
    publish.put(session, by, "session", name, {"state": "cancelled"}, bases)
    return concerned


def live(session: Session, name: str) -> list[str]:
    """A session's live appointments: those with a number by their numbers, then the others as they came."""
    query = select(Booking.appointment).where(Booking.session == name, Booking.state.in_(LIVE))
    return list(session.scalars(query.order_by(Booking.ticket.is_(None), Booking.ticket, Booking.asked_at)))


def tell(session: Session, by: Account, appointments: Sequence[str], fields: Values) -> None:
    """Write into these appointments that their session was moved; the family has to be told."""
    said = {**fields, "change": MOVED, "change_seen": False}
    drafts = [
        ledger.Draft("set", "appointment", each, {field: (value, None) for field, value in said.items()}, group=place)
        for place, each in enumerate(appointments)
    ]
    if drafts:
        ledger.office(session, by.id, drafts)
