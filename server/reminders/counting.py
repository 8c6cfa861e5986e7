"""What tomorrow holds for one person: counts of the appointments in the areas that they work in, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import accounts
from server.store.tables import Account, Booking, Record


@dataclass(frozen=True)
class Tomorrow:
    """Appointments of one day: places that hold, and those that still wait for one."""

    confirmed: int
    requested: int

    @property
    def all(self) -> int:
        """How many families there are to remind."""
        return self.confirmed + self.requested


def sessions_on(session: Session, day: str) -> list[str]:
    """The open sessions of a day (YYYY-MM-DD)."""
    rows = session.execute(select(Record.id, Record.row).where(Record.entity == "session"))
    values = {name: json.loads(row)["values"] for name, row in rows}
    return sorted(name for name, each in values.items() if each.get("on") == day and each.get("state") != "cancelled")


def tomorrow(session: Session, account: int, sessions: Collection[str]) -> Tomorrow:
    """What these sessions hold for the areas of an account."""
    scopes = accounts.scopes_of(session, session.get_one(Account, account))
    counted = (
        select(Booking.state, func.count())
        .where(Booking.session.in_(sessions), Booking.scope.in_(scopes))
        .where(Booking.state.in_(("confirmed", "requested")))
        .group_by(Booking.state)
    )
    found = {state: count for state, count in session.execute(counted)}
    return Tomorrow(found.get("confirmed", 0), found.get("requested", 0))
