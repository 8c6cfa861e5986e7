"""Whom a desk has vaccinated and nobody could be found for: the office says who it was, or that it was a stranger."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.desk import matching, posting, rows
from server.desk.matching import Why
from server.desk.rows import Values
from server.errors import Problem
from server.exchange import ledger
from server.office.areas import names, place
from server.office.residents import masked
from server.store.tables import Listing, Posting

SHOWN = (
    "how", "name", "id_number", "birth", "sex", "phone", "session", "dose_number", "product", "batch", "vaccinated_at",
    "on",
)  # fmt: skip
MOST_CANDIDATES = 8
PERSON = ("name", "id_number", "birth", "sex", "phone")


def listed(session: Session, state: str = "unmatched") -> list[dict[str, Any]]:
    """Those who wait, the oldest first, each with why and with the residents that it may be."""
    waiting = session.execute(
        select(Posting.attendance, Posting.desk).where(Posting.state == state).order_by(Posting.on, Posting.attendance)
    ).all()
    found = {each.id: each for each in rows.by_id(session, (name for name, _ in waiting))}
    sites = {str(each.values.get("code")): each.values.get("name") for each in rows.of_kind(session, "site")}
    named = names(session)
    lines = []
    for name, desk in waiting:
        values = found[name].values if name in found else {}
        match = matching.whose(session, values)
        lines.append(
            {
                "attendance": name,
                "why": str(match.why or Why.NOT_WRITTEN),
                "site_name": sites.get(desk),
                **{each: values.get(each) for each in SHOWN},
                "candidates": _candidates(session, values, named),
            }
        )
    return lines


def count(session: Session, state: str = "unmatched") -> int:
    """How many wait."""
    return int(session.scalar(select(func.count()).where(Posting.state == state)) or 0)


def match(session: Session, attendance: str, resident: str, account: int, now: int) -> dict[str, Any]:
    """It was this resident: what the desk recorded is written for them. Raises Problem unknown_record,
    already_decided, edit_refused.
    """
    found = _undecided(session, attendance)
    if rows.find(session, resident, "resident") is None:
        raise Problem("unknown_record")
    posting.bind(session, found, resident, account, now)
    return {"resident": resident, "dose": found.dose}


def enter(session: Session, attendance: str, person: Values, account: int, now: int) -> dict[str, Any]:
    """It was somebody whom no book has: entered in `person["grid"]`, in the household that is named or a new one. What
    is not said is taken from the desk's record.
    """
    found = _undecided(session, attendance)
    written = rows.by_id(session, [attendance])[0].values
    home = person.get("household")
    drafts: list[ledger.Draft] = []
    if home is None:
        door = {name: person.get(name) for name in ("grid", "door", "lane")}
        drafts.append(ledger.Draft("create", "household", None, _given(door), ref="home"))
    elif rows.find(session, home, "household") is None:
        raise Problem("unknown_record")
    values = {name: person.get(name) or written.get(name) for name in PERSON}
    values |= {name: person.get(name) for name in ("id_kind", "residency")}
    fields = {"household": ("$home" if home is None else home, None), **_given(values)}
    drafts.append(ledger.Draft("create", "resident", None, fields, ref="resident"))
    resident = ledger.office(session, account, drafts, receipt=now)[-1].record
    posting.bind(session, found, resident, account, now)
    return {"resident": resident, "dose": found.dose}


def aside(session: Session, attendance: str) -> None:
    """Nobody of this township: it waits no more, until the desk corrects what it had recorded."""
    _undecided(session, attendance).state = "aside"


def _undecided(session: Session, attendance: str) -> Posting:
    if rows.find(session, attendance, "attendance") is None:
        raise Problem("unknown_record")
    found = posting.locked(session, attendance)
    if found.state not in ("unmatched", "aside"):
        raise Problem("already_decided")
    return found


def _given(values: Values) -> dict[str, tuple[Any, list[str] | dict[str, list[str]] | None]]:
    return {name: (value, None) for name, value in values.items() if value not in (None, "")}


def _candidates(session: Session, values: Values, named: dict[str, str]) -> list[dict[str, Any]]:
    """Who it may be, the likelier first: by slip or card, by number, by name and birth date, by name alone."""
    by: dict[str, str] = {}
    booked = rows.find(session, values.get("appointment"), "appointment")
    for resident in (values.get("resident"), booked.parent if booked is not None else None):
        if rows.find(session, resident, "resident") is not None:
            by.setdefault(str(resident), "slip")
    for found in matching.by_number(session, matching.number_of(values)):
        by.setdefault(found.id, "number")
    if values.get("name"):
        alike = select(Listing.resident).where(Listing.name == values["name"])
        ordered = alike.order_by((Listing.birth == values.get("birth")).desc(), Listing.resident)
        for name in session.scalars(ordered.limit(MOST_CANDIDATES)):
            by.setdefault(name, "name")
    wanted = list(by)[:MOST_CANDIDATES]
    lines = {each.resident: each for each in session.scalars(select(Listing).where(Listing.resident.in_(wanted)))}
    return [_line(lines[name], by[name], named) for name in wanted if name in lines]


def _line(found: Listing, by: str, named: dict[str, str]) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in ("resident", "household", "name", "birth", "sex", "doses")},
        "id_masked": masked(found.id_number),
        "phone_masked": masked(found.phone),
        "village_name": named.get(found.village, found.village),
        "grid_name": place(named, found.grid),
        "door": " ".join(part for part in (found.lane, found.door) if part),
        "by": by,
    }
