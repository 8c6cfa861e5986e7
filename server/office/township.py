"""Sites and sessions: records of the township that the office writes by a plain form and every phone knows offline."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.store.tables import Record


def rows(session: Session, entity: str) -> list[dict[str, Any]]:
    """All records of one kind in the township's scope, as rows of the wire."""
    return [json.loads(row) for row in session.scalars(select(Record.row).where(Record.entity == entity))]


def sites(session: Session) -> list[dict[str, Any]]:
    """All sites by name."""
    return sorted(rows(session, "site"), key=lambda row: (str(row["values"].get("name", "")), row["id"]))


def record_of(session: Session, entity: str, record: str) -> Record:
    """The record of a kind. Raises Problem unknown_record."""
    found = session.get(Record, record)
    if found is None or found.entity != entity:
        raise Problem("unknown_record")
    return found


def loaded(record: Record) -> dict[str, Any]:
    """A record's row as it goes over the wire."""
    row: dict[str, Any] = json.loads(record.row)
    return row
