"""People with an appointment, as the lists of sessions, buses, changes and the waiting show them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from server.office.areas import names
from server.roster.export import age
from server.store.tables import Account, Booking, Listing, Record

Person = dict[str, Any]


def found(
    session: Session, where: Iterable[ColumnElement[bool]], today: str, *, identified: bool = False
) -> list[Person]:
    """The appointments that meet the conditions (on Booking and Listing), each with its resident. Identity numbers only
    for who checks them (`identified`): a bus or a telephone call needs none.
    """
    areas, day = names(session), datetime.date.fromisoformat(today)
    rows = session.execute(
        select(Booking, Listing.__table__, Account.name.label("account_name"), Record.row)
        .join(Record, Record.id == Booking.appointment)
        .outerjoin(Listing, Listing.resident == Booking.resident)
        .outerjoin(Account, Account.id == Booking.account)
        .where(*where)
    )
    people = [_person(row.Booking, row, row.account_name, orjson.loads(row.row)["values"], areas, day) for row in rows]
    return people if identified else [{**each, "id_number": None} for each in people]


def _person(
    booking: Booking, of: Any, account: str | None, values: dict[str, Any], areas: dict[str, str], day: datetime.date
) -> Person:
    door = " ".join(part for part in (of.lane, of.door) if part)
    return {
        "appointment": booking.appointment,
        "resident": booking.resident,
        "household": of.household,
        "name": of.name,
        "sex": of.sex,
        "birth": of.birth,
        "age": age(of.birth, day),
        "id_number": of.id_number,
        "phone": of.phone,
        "village": booking.village,
        "village_name": areas.get(booking.village, booking.village),
        "grid": booking.scope,
        "grid_name": areas.get(booking.scope, booking.scope),
        "door": door,
        "groups": [group for group in (of.groups or "").split("|") if group],
        "dose": booking.dose,
        "session": booking.session,
        "state": booking.state,
        "ticket": booking.ticket,
        "asked_at": booking.asked_at,
        "rank": booking.rank,
        "change": booking.change,
        "change_seen": values.get("change_seen") is True,
        "at": booking.settled_at,
        "account": booking.account,
        "account_name": account,
    }


def on_the_way(person: Person) -> tuple[str, ...]:
    """The order in which a bus or a canvasser meets people: village, grid, door."""
    return tuple(str(person[name] or "") for name in ("village", "grid", "door", "household", "resident"))


def by_number(person: Person) -> tuple[bool, int, int, int, str]:
    """The order of a session's sheet: by number, then those who wait, in the order in which they will be confirmed."""
    number = person["ticket"]
    return number is None, number or 0, person["rank"], person["asked_at"], person["appointment"]
