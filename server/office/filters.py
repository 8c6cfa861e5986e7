"""What a list of residents is narrowed to: one meaning for the list, its export and the figures that lead to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from server.errors import Problem
from server.store.tables import Grant, Listing

STATUSES = (
    "not_eligible",
    "contraindicated",
    "done",
    "booked",
    "away",
    "refuses",
    "hesitant",
    "overdue",
    "due",
    "waiting",
)
UNTOUCHED = ("not_eligible", "contraindicated")  # the rest are whom the campaign can reach, as the phone counts them
REMAINING = ("overdue", "due", "waiting", "hesitant", "booked")
LIFE = ("active", "moved_out", "died", "registered_only", "duplicate", "mistake", "any", "closed")
DOSES = ("none", "one", "full", "booster")
PLAIN = ("village", "grid", "reason", "willingness", "residency")


@dataclass(frozen=True)
class Filters:
    """None: not narrowed. `status` may be a status, `remaining`, `eligible` or `in_scope`; `life` is `active` unless
    another is named.
    """

    village: str | None = None
    grid: str | None = None
    status: str | None = None
    group: str | None = None
    reason: str | None = None
    willingness: str | None = None
    residency: str | None = None
    life: str = "active"
    doses: str | None = None
    knocked: bool | None = None
    review: bool | None = None
    session: str | None = None
    cadre: int | None = None  # the account in whose granted areas they live
    next: int | None = None  # the number of the dose that comes next
    dosed: str | None = None  # the day of the last dose
    q: str | None = None

    @classmethod
    def read(cls, args: Mapping[str, str]) -> Filters:
        """The filters of a query string. Raises Problem bad_value naming the argument."""
        values: dict[str, Any] = {}
        for name in ("village", "grid", "group", "reason", "willingness", "residency", "session", "dosed", "q"):
            text = args.get(name, "").strip()
            if len(text) > 60:
                raise Problem("bad_value", {"path": name})
            values[name] = text or None
        values["status"] = _one_of(args, "status", (*STATUSES, "remaining", "eligible", "in_scope"))
        values["life"] = _one_of(args, "life", LIFE) or "active"
        values["doses"] = _one_of(args, "doses", DOSES)
        values["knocked"] = _yes_or_no(args, "knocked")
        values["review"] = _yes_or_no(args, "review")
        values["cadre"], values["next"] = _number(args, "cadre"), _number(args, "next")
        return cls(**values)

    def without_status(self) -> Filters:
        """The same people before the status is chosen: what the counts beside the statuses are taken over."""
        return replace(self, status=None)

    def where(self) -> list[ColumnElement[bool]]:
        """The conditions on `Listing`."""
        clauses: list[ColumnElement[bool]] = []
        for name in PLAIN:
            if (value := getattr(self, name)) is not None:
                clauses.append(getattr(Listing, name) == value)
        if self.status == "remaining":
            clauses.append(Listing.status.in_(REMAINING))
        elif self.status == "eligible":
            clauses.append(Listing.status.not_in(UNTOUCHED))
        elif self.status == "in_scope":
            clauses.append(Listing.status != "not_eligible")
        elif self.status:
            clauses.append(Listing.status == self.status)
        if self.life == "closed":
            clauses.append(Listing.life_state != "active")
        elif self.life != "any":
            clauses.append(Listing.life_state == self.life)
        if self.group:
            clauses.append(Listing.groups.contains(f"|{self.group}|", autoescape=True))
        if self.doses:
            clauses.append(_DOSES[self.doses]())
        if self.knocked is not None:
            clauses.append(Listing.knocked.is_(self.knocked))
        if self.review is not None:
            clauses.append(Listing.in_review.is_(self.review))
        if self.session:
            clauses.append(Listing.appointment_session == self.session)
        if self.cadre is not None:
            clauses.append(_granted(self.cadre))
        if self.next is not None:
            clauses.append(Listing.next_number == self.next)
        if self.dosed:
            clauses.append(Listing.last_dose == self.dosed)
        if self.q:
            clauses.append(search(self.q))
        return clauses


_DOSES: dict[str, Callable[[], ColumnElement[bool]]] = {
    "none": lambda: Listing.doses == 0,
    "one": lambda: Listing.doses > 0,
    "full": lambda: Listing.full.is_(True),
    "booster": lambda: Listing.boosted.is_(True),
}


def search(text: str) -> ColumnElement[bool]:
    """Every word must be found: in the name, its initials, the door, or as part of the identity or telephone number."""
    return and_(*(_word(word) for word in text.split()))


def _word(word: str) -> ColumnElement[bool]:
    ways = [Listing.door.contains(word, autoescape=True), Listing.lane.contains(word, autoescape=True)]
    if word.isascii() and word.isalpha():
        ways.append(Listing.initials.startswith(word.upper(), autoescape=True))
    if word[:-1].isdigit() and (word[-1].isdigit() or word[-1] in "xX"):
        ways.append(Listing.id_number.contains(word.upper(), autoescape=True))
        ways.append(Listing.phone.contains(word, autoescape=True))
    else:
        ways.append(Listing.name.contains(word, autoescape=True))
    return or_(*ways)


def _granted(account: int) -> ColumnElement[bool]:
    """Who lives where this account may work now: in its grids, in its villages, or anywhere in its township."""
    areas = select(Grant.area).where(Grant.account == account, Grant.until.is_(None))
    township = func.substr(Listing.village, 1, 9).concat("000")
    return or_(Listing.grid.in_(areas), Listing.village.in_(areas), township.in_(areas))


def _one_of(args: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str | None:
    value = args.get(name) or None
    if value is not None and value not in allowed:
        raise Problem("bad_value", {"path": name})
    return value


def _number(args: Mapping[str, str], name: str) -> int | None:
    text = args.get(name) or ""
    if text and not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem("bad_value", {"path": name})
    return int(text) if text else None


def _yes_or_no(args: Mapping[str, str], name: str) -> bool | None:
    value = _one_of(args, name, ("0", "1"))
    return None if value is None else value == "1"
