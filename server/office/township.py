"""Sites and sessions: records of the township that the office writes by a plain form and every phone knows offline."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import ledger
from server.store.tables import Listing, Record


def rows(session: Session, entity: str) -> list[dict[str, Any]]:
    """All records of one kind in the township's scope, as rows of the wire."""
    return [json.loads(row) for row in session.scalars(select(Record.row).where(Record.entity == entity))]


def sites(session: Session) -> list[dict[str, Any]]:
    """All sites by name."""
    return sorted(rows(session, "site"), key=lambda row: (str(row["values"].get("name", "")), row["id"]))


def sessions(session: Session, since: str | None) -> list[dict[str, Any]]:
    """Sessions from a day on, in order of time, each with how many residents hold an appointment in it."""
    held = session.execute(
        select(Listing.appointment_session, func.count())
        .where(Listing.appointment_session.is_not(None), Listing.life_state == "active")
        .group_by(Listing.appointment_session)
    )
    booked = {number: people for number, people in held}
    found = [row for row in rows(session, "session") if since is None or str(row["values"].get("on", "")) >= since]
    found.sort(key=lambda row: (str(row["values"].get("on", "")), str(row["values"].get("from", "")), row["id"]))
    return [{**row, "booked": booked.get(row["id"], 0)} for row in found]


LIVE = ("requested", "confirmed")


def cancellations(session: Session, record: str) -> list[ledger.Draft]:
    """The drafts that cancel every live appointment of a session: nobody stays booked where nothing takes place."""
    found = session.execute(
        select(Record.id, Record.row)
        .join(Listing, Listing.resident == Record.parent)
        .where(Record.entity == "appointment", Listing.appointment_session == record)
    )
    drafts: list[ledger.Draft] = []
    for name, row in found:
        values = json.loads(row)["values"]
        if values.get("session") == record and values.get("state", "requested") in LIVE:
            drafts.append(ledger.Draft("set", "appointment", name, {"state": ("cancelled", None)}, group=len(drafts)))
    return drafts


def record_of(session: Session, entity: str, record: str) -> Record:
    """The record of a kind. Raises Problem unknown_record."""
    found = session.get(Record, record)
    if found is None or found.entity != entity:
        raise Problem("unknown_record")
    return found
