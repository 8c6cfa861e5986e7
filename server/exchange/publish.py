"""Township records that the server writes, for the office and at enrolment: who is who, what is where.

They are records so that phones know them offline. Everything goes through `ledger.office`: numbered, in the history,
and with the bases that the office was shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts import granted_areas, writer_of
from server.auth import OFFICE_ROLES
from server.exchange import ledger
from server.store.tables import Account, Area, Record, Writer


def values_of(session: Session, record: str) -> dict[str, Any] | None:
    """The values of a record as displayed; None when there is no such record."""
    found = session.get(Record, record)
    if found is None:
        return None
    values: dict[str, Any] = json.loads(found.row)["values"]
    return values


def put(
    session: Session,
    by: Account,
    entity: str,
    record: str,
    values: Mapping[str, Any],
    bases: Mapping[str, list[str]] | None = None,
) -> bool:
    """Create the record, or set the fields that differ; False when nothing differs. `bases` as the page showed them."""
    now = values_of(session, record)
    if now is None:
        fields: dict[str, Any] = {name: (value, []) for name, value in values.items() if value is not None}
        draft = ledger.Draft(kind="create", entity=entity, record=None, fields=fields, id=record)
    else:
        changed = {name: value for name, value in values.items() if now.get(name) != value}
        fields = {name: (value, (bases or {}).get(name)) for name, value in changed.items()}
        draft = ledger.Draft(kind="set", entity=entity, record=record, fields=fields)
    if not fields:
        return False
    ledger.office(session, by.id, [draft])
    return True


def area(session: Session, by: Account, code: str, people: list[dict[str, str]] | None = None) -> None:
    """Publish an area of the table `areas`; `people` replaces who answers for it, when given."""
    found = session.get_one(Area, code)
    values: dict[str, Any] = {"code": code, "name": found.name, "level": found.level, "parent": found.parent}
    if people is not None:
        values["people"] = people
    put(session, by, "area", area_record(code), values)


def area_record(code: str) -> str:
    """The record id of an area."""
    return f"area:{code.lower()}"


def person(session: Session, by: Account, account: Account) -> None:
    """Publish who an account is: name, role, grids, and writers, so that a change shows its author's name."""
    if session.scalar(select(Area.code).where(Area.level == "township")) is None:
        return  # nowhere to publish it yet
    if account.role in OFFICE_ROLES:
        writer_of(session, account.id)
    areas = granted_areas(session, account.id)
    put(
        session,
        by,
        "person",
        person_record(account.id),
        {
            "name": account.name,
            "role": account.role,
            "area": areas[0] if areas else None,
            "grids": [code for code in areas if "-" in code],
            "writers": sorted(
                session.scalars(select(Writer.id).where(Writer.account == account.id, Writer.kind != "reserved"))
            ),
            "phone": account.phone,
        },
    )


def person_record(account: int) -> str:
    """The record id of a person."""
    return f"person:{account}"
