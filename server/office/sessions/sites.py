"""Sites as the office keeps them: each gets a code of its own, the scope that its desks work in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.desk.sites import allot
from server.exchange import ledger, publish
from server.office import township
from server.office.areas import township as the_township
from server.store.tables import Account, Area, Grant


def listed(session: Session) -> list[dict[str, Any]]:
    """All sites by name, with the number of accounts that work at their desks."""
    desks = {
        code: number
        for code, number in session.execute(
            select(Grant.area, func.count(func.distinct(Grant.account)))
            .join(Account, Account.id == Grant.account)
            .join(Area, Area.code == Grant.area)
            .where(Area.level == "site", Grant.until.is_(None), Account.active)
            .group_by(Grant.area)
        )
    }
    return [{**row, "desks": desks.get(row["values"].get("code"), 0)} for row in township.sites(session)]


def put(session: Session, by: Account, name: str | None, values: dict[str, Any], bases: Any) -> str:
    """Make or change a site; its record's id. One without a code gets one now."""
    if name is not None:
        township.record_of(session, "site", name)
        publish.put(session, by, "site", name, values, bases)
    else:
        fields: dict[str, Any] = {field: (value, []) for field, value in values.items() if value is not None}
        name = ledger.office(session, by.id, [ledger.Draft("create", "site", None, fields)])[0].record
    if the_township(session) is not None:
        allot(session, by, name)
    return name
