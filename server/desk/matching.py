"""Whose an attendance is. A desk names a resident by a card, an appointment by a slip, or a number by a paper; nobody
is given a dose on one word alone that somebody else could have said.

What cannot be told apart from the records waits for the office, with the reason (`Why`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.desk import rows
from server.desk.rows import Found, Values
from server.exchange import joining
from server.rules import identity
from server.store.tables import Listing, Record, Scope
from sync.conflicts.identity import normal


class Why(StrEnum):
    """Why nobody is found."""

    NOBODY = "nobody"  # the number is in no book
    SEVERAL = "several"  # more than one resident has it
    NUMBER_DIFFERS = "number_differs"  # the card or slip is another person's than the paper
    NOT_SURE = "not_sure"  # a slip or a name alone
    NOT_WRITTEN = "not_written"  # the dose could not be written


@dataclass(frozen=True)
class Match:
    """The resident; or None, and why."""

    resident: str | None
    why: Why | None = None


def whose(session: Session, values: Values) -> Match:
    """Whose attendance this is."""
    number = number_of(values)
    booked = rows.find(session, values.get("appointment"), "appointment")
    named = rows.find(session, joining.stays_of(session, values.get("resident")), "resident")
    carded = named is not None
    if named is None and booked is not None:
        named = rows.find(session, booked.parent, "resident")
    if named is None:
        return _by_number(session, number, values)
    theirs = number_of(named.values)
    if number and theirs:
        return Match(named.id) if number == theirs else Match(None, Why.NUMBER_DIFFERS)
    if booked is not None and booked.parent == named.id and here(session, booked.values, values.get("desk")):
        return Match(named.id) if carded or _same_name(named.values, values) else Match(None, Why.NOT_SURE)
    return Match(None, Why.NOT_SURE)


def number_of(values: Values) -> str:
    """The identity number as compared; "" if there is none."""
    number = values.get("id_number")
    return normal(number) if isinstance(number, str) else ""


def here(session: Session, appointment: Values, desk: object) -> bool:
    """Whether an appointment's session takes place at the site with this code."""
    held = rows.find(session, appointment.get("session"), "session")
    site = rows.find(session, held.values.get("site"), "site") if held is not None else None
    return site is not None and desk is not None and site.values.get("code") == desk


def by_number(session: Session, number: str) -> list[Found]:
    """The residents with this number, those in the books (active) before others: of the office's lists, and of what
    has been pushed since they were renewed.
    """
    if not number:
        return []
    listed = set(session.scalars(select(Listing.resident).where(Listing.id_number == number)))
    pushed = (
        select(Record.id)
        .join(Scope, Scope.code == Record.scope)
        .where(Scope.listed < Scope.seq, Record.seq > Scope.listed, Record.entity == "resident")
        .where(Record.row.contains(number[:-1], autoescape=True))  # the last sign may have been typed in lower case
    )
    found = rows.by_id(session, listed | set(session.scalars(pushed)))
    return sorted((each for each in found if number_of(each.values) == number), key=_standing)


def active(resident: Found) -> bool:
    """Whether somebody is in the books."""
    return resident.values.get("life_state") in (None, "active")


def _standing(resident: Found) -> tuple[bool, str]:
    return (not active(resident), resident.id)


def _by_number(session: Session, number: str, values: Values) -> Match:
    found = by_number(session, number)
    standing = [each for each in found if active(each)]
    if len(standing) > 1:
        return Match(None, Why.SEVERAL)
    if not standing:
        return Match(None, Why.NOT_SURE if found else Why.NOBODY)
    sure = identity.check(number) == "ok" or _same_name(standing[0].values, values)
    return Match(standing[0].id) if sure else Match(None, Why.NOT_SURE)


def _same_name(one: Values, other: Values) -> bool:
    names = ["".join(str(each.get("name") or "").split()).casefold() for each in (one, other)]
    return names[0] == names[1] != ""
