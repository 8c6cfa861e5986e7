"""The list of residents: one page of it for the screen, all of it for the export, one grid of it for the printer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.office.filters import Filters
from server.store.tables import Listing

ListingRow = Row[Any]  # the columns of Listing, by name

MOST_ROWS = 2000
BATCH = 1000

_WALK: tuple[Any, ...] = (Listing.grid, Listing.walk, Listing.household, Listing.resident)
ORDERS: dict[str, tuple[Any, ...]] = {
    "walk": _WALK,
    "name": (Listing.name, Listing.resident),
    "birth": (Listing.birth, Listing.resident),
    "-birth": (Listing.birth.desc(), Listing.resident),
    "status": (Listing.status, *_WALK),
    "due": (Listing.due.is_(None), Listing.due, Listing.resident),
    "last_visit": (Listing.last_visit.is_not(None), Listing.last_visit, Listing.resident),
    "-last_visit": (Listing.last_visit.is_(None), Listing.last_visit.desc(), Listing.resident),
    "-updated": (Listing.updated_at.desc(), Listing.resident),
    "doses": (Listing.doses, Listing.resident),
    "-doses": (Listing.doses.desc(), Listing.resident),
}


def query(filters: Filters, order: str = "walk") -> Select[Any]:
    """The statement of the filtered list, in one of ORDERS. Raises Problem bad_value for another order."""
    if order not in ORDERS:
        raise Problem("bad_value", {"path": "sort"})
    return select(Listing.__table__).where(*filters.where()).order_by(*ORDERS[order])


def filtered(session: Session, filters: Filters, order: str = "walk") -> Iterator[ListingRow]:
    """Every resident of the filtered list, read in batches: what the export writes."""
    yield from session.execute(query(filters, order).execution_options(yield_per=BATCH))


def counts(session: Session, where: list[ColumnElement[bool]]) -> dict[str, int]:
    """How many residents there are of each status."""
    found = session.execute(select(Listing.status, func.count()).where(*where).group_by(Listing.status))
    return {status: number for status, number in found}


def page(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    """One page: {rows, total, page, size, statuses}; `statuses` counts the same people before a status is chosen."""
    filters = Filters.read(args)
    number, size = whole(args, "page", 1, 1_000_000), whole(args, "size", 50, MOST_ROWS)
    statuses = counts(session, filters.without_status().where())
    total = sum(statuses.values()) if filters.status is None else sum(counts(session, filters.where()).values())
    statement = query(filters, args.get("sort") or "walk").limit(size).offset((number - 1) * size)
    rows = [shown(row) for row in session.execute(statement)]
    return {"rows": rows, "total": total, "page": number, "size": size, "statuses": statuses}


def shown(row: ListingRow) -> dict[str, Any]:
    """A line of the list as the screen gets it: numbers that identify a person are masked here, not in the browser."""
    values = dict(row._mapping)
    line = {name: values[name] for name in _SHOWN}
    line["id"] = values["resident"]
    line["door"] = " ".join(part for part in (values["lane"], values["door"]) if part)
    line["groups"] = [group for group in values["groups"].split("|") if group]
    line["id_masked"] = masked(values["id_number"])
    line["phone_masked"] = masked(values["phone"])
    return line


_SHOWN = (
    "household",
    "grid",
    "village",
    "name",
    "sex",
    "birth",
    "status",
    "why",
    "finding",
    "ask_again",
    "reason",
    "willingness",
    "doses",
    "last_dose",
    "next_number",
    "due",
    "overdue_since",
    "life_state",
    "residency",
    "knocked",
    "last_visit",
    "in_review",
)


def masked(number: str | None) -> str:
    """The last four characters with stars before them; short numbers keep two."""
    if not number:
        return ""
    keep = 4 if len(number) > 8 else 2
    return "*" * 4 + number[-keep:]


def whole(args: Mapping[str, str], name: str, default: int, most: int) -> int:
    """A whole number ≥ 1 of a query string. Raises Problem bad_value."""
    text = args.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise Problem("bad_value", {"path": name})
    return int(text)
