"""Households at the office: the list of doors (also those without anybody in the books), one door's page, new doors.

The first page counts households; this list is where that figure leads. A door where nobody is registered has no line
in the list of residents, so it needs a page of its own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.office import reviews
from server.office.areas import names
from server.office.history import history
from server.office.residents import whole
from server.store.tables import Household, Listing, Record

STANDING = ("active", "vacant")
LIFE = ("active", "vacant", "gone", "duplicate", "mistake", "standing", "any")
MOST_ROWS = 500


def page(session: Session, args: Mapping[str, str]) -> dict[str, Any]:
    """{rows, total, page, size} in walking order.

    Arguments: village, grid, life, knocked (0, 1), people (0, 1: anybody in the books), q, page, size.

    Raises Problem bad_value naming the argument.
    """
    number, size = whole(args, "page", 1, 1_000_000), whole(args, "size", 50, MOST_ROWS)
    where = _where(args)
    total = int(session.scalar(select(func.count()).select_from(Household).where(*where)) or 0)
    order = (Household.grid, Household.walk.is_(None), Household.walk, Household.lane, Household.door, Household.id)
    found = session.scalars(select(Household).where(*where).order_by(*order).limit(size).offset((number - 1) * size))
    homes = list(found)
    heads = _heads(session, [home.id for home in homes])
    return {
        "rows": [{**line(home), "names": heads.get(home.id, [])} for home in homes],
        "total": total,
        "page": number,
        "size": size,
    }


def _where(args: Mapping[str, str]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    for name in ("village", "grid"):
        if value := args.get(name):
            where.append(getattr(Household, name) == value)
    life = args.get("life") or "standing"
    if life not in LIFE:
        raise Problem("bad_value", {"path": "life"})
    if life == "standing":
        where.append(Household.life_state.in_(STANDING))
    elif life != "any":
        where.append(Household.life_state == life)
    if (knocked := _yes_or_no(args, "knocked")) is not None:
        where.append(Household.knocked.is_(knocked))
    if (people := _yes_or_no(args, "people")) is not None:
        where.append(Household.residents > 0 if people else Household.residents == 0)
    text = args.get("q", "").strip()
    if len(text) > 60:
        raise Problem("bad_value", {"path": "q"})
    where += [_word(word) for word in text.split()]
    return where


def _yes_or_no(args: Mapping[str, str], name: str) -> bool | None:
    value = args.get(name) or None
    if value not in (None, "0", "1"):
        raise Problem("bad_value", {"path": name})
    return None if value is None else value == "1"


def _word(word: str) -> ColumnElement[bool]:
    """A word of the door's address, or of somebody's name or initials behind it."""
    called = [Listing.name.contains(word, autoescape=True)]
    if word.isascii() and word.isalpha():
        called.append(Listing.initials.startswith(word.upper(), autoescape=True))
    behind = select(Listing.household).where(and_(Listing.life_state == "active", or_(*called)))
    return or_(
        Household.door.contains(word, autoescape=True),
        Household.lane.contains(word, autoescape=True),
        Household.id.in_(behind),
    )


def _heads(session: Session, homes: list[str]) -> dict[str, list[str]]:
    """Names of who is in the books behind each door, in the order of registration."""
    out: dict[str, list[str]] = {}
    query = select(Listing.household, Listing.name).where(Listing.household.in_(homes), Listing.life_state == "active")
    for home, name in session.execute(query.order_by(Listing.resident)):
        out.setdefault(home, []).append(name or "")
    return out


def line(home: Household) -> dict[str, Any]:
    """One door as lists show it."""
    return {
        "id": home.id,
        "grid": home.grid,
        "village": home.village,
        "door": " ".join(part for part in (home.lane, home.door) if part),
        "life_state": home.life_state,
        "knocked": home.knocked,
        "visits": home.visits,
        "last_visit": home.last_visit,
        "residents": home.residents,
    }


def record_of(session: Session, household: str) -> Record:
    """The record of a household. Raises Problem unknown_record."""
    found = session.get(Record, household)
    if found is None or found.entity != "household":
        raise Problem("unknown_record")
    return found


def door(session: Session, household: str) -> dict[str, Any]:
    """One household's page: its row, who lives there (also who did), its visits, reviews and history."""
    found = record_of(session, household)
    everything = list(session.scalars(select(Record).where(Record.root == found.id).order_by(Record.id)))
    mine = [record for record in everything if record.id == found.id or record.parent == found.id]
    own = [record.id for record in mine if record.entity != "resident"]
    rows = {record.id: json.loads(record.row) for record in everything}
    listed = session.scalars(select(Listing).where(Listing.household == found.id))
    named = names(session)
    home = session.get(Household, found.id)
    return {
        "household": rows[found.id],
        "members": [rows[record.id] for record in mine if record.entity == "resident"],
        "statuses": {row.resident: row.status for row in listed if row.life_state == "active"},
        "visits": [rows[record.id] for record in mine if record.entity == "visit"],
        "bundle": sorted({row["by"] for row in rows.values()}),
        "door": line(home) if home else None,
        "places": {
            "grid": named.get(found.scope, found.scope),
            "village": named.get(found.scope.partition("-")[0], ""),
            "code": found.scope,
        },
        "reviews": reviews.of_records(session, own),
        "history": history(session, own),
    }
