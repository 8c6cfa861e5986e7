"""Cards: what a desk is told of the people whom it expects, instead of their records.

A card holds what the desk needs to know a person and to screen them, and is made only for the sessions of the desk's
own site, of one day and the next; or for one person, by the exact number that is on the paper at the desk.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.desk import matching, rows
from server.desk.rows import Found, Values
from server.rules.days import plus_days
from server.store.projections import standing
from server.store.tables import Area, Booking
from sync import areas

Card = dict[str, Any]
EXPECTED = ("confirmed", "requested", "attended", "missed")
PERSON = ("name", "id_number", "birth", "sex", "phone")
DOSE = ("id", "number", "product", "on", "known", "place")
CONTRAINDICATION = ("id", "kind", "state", "until")


def expected(session: Session, codes: Collection[str], on: str) -> list[Card]:
    """The cards of the sites with these codes, of the day `on` and the next, by session and ticket."""
    held = [name for name, day in _sessions(session, codes).items() if day in (on, plus_days(on, 1))]
    query = select(Booking.appointment).where(Booking.session.in_(held), Booking.state.in_(EXPECTED))
    booked = [each for each in rows.by_id(session, session.scalars(query)) if each.values.get("session") in held]
    return cards(session, booked)


def one(session: Session, codes: Collection[str], number: str, today: str) -> Card | None:
    """The card of whoever has this identity number, with the live appointment at these sites, today's first, then the
    next."""
    found = [each for each in matching.by_number(session, number) if matching.active(each)]
    if not found:
        return None
    sessions = _sessions(session, codes)
    own = rows.children(session, [each.id for each in found])
    booked = [
        each
        for resident in found
        for each in own.get(resident.id, [])
        if each.entity == "appointment" and each.values.get("session") in sessions
        and each.values.get("state") in EXPECTED[:2]
    ]  # fmt: skip
    on = {each.id: sessions[str(each.values["session"])] for each in booked}
    booked.sort(key=lambda each: (on[each.id] < today, on[each.id], each.id))
    return cards(session, booked[:1])[0] if booked else _card(session, found[0], own.get(found[0].id, []), None)


def cards(session: Session, booked: Iterable[Found]) -> list[Card]:
    """The cards of these appointments."""
    appointments = list(booked)
    residents = {each.id: each for each in rows.by_id(session, (str(each.parent) for each in appointments))}
    own = rows.children(session, residents)
    made = [
        _card(session, residents[str(each.parent)], own.get(str(each.parent), []), each)
        for each in appointments
        if each.parent in residents
    ]
    return sorted(made, key=lambda card: (card["session"], card["ticket"] or 10**6, card["appointment"]))


def _sessions(session: Session, codes: Collection[str]) -> dict[str, str]:
    """{session: its day} of all sessions of these sites that take place."""
    sites = {each.id for each in rows.of_kind(session, "site") if each.values.get("code") in codes}
    return {
        each.id: str(each.values.get("on"))
        for each in rows.of_kind(session, "session")
        if each.values.get("site") in sites and each.values.get("state") != "cancelled"
    }


def _card(session: Session, resident: Found, own: Iterable[Found], appointment: Found | None) -> Card:
    booked: Values = appointment.values if appointment is not None else {}
    held = {kind: [{"id": each.id, **each.values} for each in own if each.entity == kind] for kind in _KINDS}
    return {
        "appointment": appointment.id if appointment is not None else None,
        "session": booked.get("session"),
        "resident": resident.id,
        "ticket": booked.get("ticket"),
        "state": booked.get("state", "requested") if appointment is not None else None,
        "number": booked.get("number"),
        **{name: resident.values.get(name) for name in PERSON},
        "village": _village(session, resident.scope),
        "doses": [_only(DOSE, each) for each in standing(held["dose"])],
        "contraindications": [_only(CONTRAINDICATION, each) for each in held["contraindication"]],
    }


_KINDS = ("dose", "contraindication")


def _only(names: Iterable[str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values.get(name) for name in names}


def _village(session: Session, grid: str) -> str | None:
    found = session.get(Area, areas.village_of(grid) or "")
    return found.name if found is not None else None
