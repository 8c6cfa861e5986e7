"""One resident's page: everything that is known, what waits for review, and how it came to be known."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.office import reviews
from server.office.areas import names
from server.office.history import history
from server.store.tables import Listing, Record

CHILDREN = ("dose", "visit", "contraindication", "appointment", "ruling")
PLURAL = {"dose": "doses", "visit": "visits", "contraindication": "contraindications", "appointment": "appointments"}


def record_of(session: Session, resident: str) -> Record:
    """The record of a resident. Raises Problem unknown_record."""
    found = session.get(Record, resident)
    if found is None or found.entity != "resident":
        raise Problem("unknown_record")
    return found


def bundle(session: Session, found: Record) -> list[Record]:
    """The household of a resident's record with all that belongs to it, the resident included."""
    return list(session.scalars(select(Record).where(Record.root == found.root).order_by(Record.id)))


def own(records: list[Record], found: Record) -> list[Record]:
    """Of a bundle: the resident, the household and what belongs to either; not the other members' records."""
    mine = {found.id, found.root}
    return [record for record in records if record.id in mine or record.parent in mine and record.entity != "resident"]


def page(session: Session, resident: str) -> dict[str, Any]:
    """What the page shows; rows are those of the wire, so the page knows the bases of every field."""
    found = record_of(session, resident)
    everything = bundle(session, found)
    mine = own(everything, found)
    rows = {record.id: json.loads(record.row) for record in everything}
    listing = session.get(Listing, resident)
    named = names(session)
    out: dict[str, Any] = {
        "resident": rows[resident],
        "household": rows.get(found.root) if found.root != found.id else None,
        "members": [rows[record.id] for record in everything if record.entity == "resident"],
        "judgement": judged(listing),
        "places": {
            "grid": named.get(found.scope, found.scope),
            "village": named.get(found.scope.partition("-")[0], ""),
            "code": found.scope,
        },
        "reviews": reviews.of_records(session, [record.id for record in mine]),
        "history": history(session, [record.id for record in mine]),
    }
    for entity, plural in PLURAL.items():
        out[plural] = [rows[record.id] for record in mine if record.entity == entity]
    return out


def judged(listing: Listing | None) -> dict[str, Any]:
    """The judgement as the projection keeps it; empty before there is one."""
    if listing is None:
        return {}
    names_ = ("status", "why", "finding", "ask_again", "next_number", "earliest", "due", "overdue_since", "latest")
    more = ("doses", "last_dose", "knocked", "last_visit", "in_review", "judged_on")
    return {name: getattr(listing, name) for name in (*names_, *more)}
