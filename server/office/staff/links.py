"""Codes for a sheet of enrolment: one a person, and whatever was printed for them before works no longer."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server import accounts
from server.accounts import Made
from server.auth import FIELD_ROLES
from server.errors import Problem
from server.store.tables import Account, Enrolment


def make(session: Session, by: int, numbers: Sequence[int], now: int, lifetime_ms: int) -> list[tuple[Account, Made]]:
    """A fresh code for each of these accounts. Raises Problem not_found, account_inactive, not_allowed."""
    known = {account.id: account for account in session.scalars(select(Account).where(Account.id.in_(numbers)))}
    for number in numbers:
        account = known.get(number)
        if account is None:
            raise Problem("not_found")
        if account.role not in FIELD_ROLES:
            raise Problem("not_allowed")
        if not account.active:
            raise Problem("account_inactive")
    standing = update(Enrolment).where(
        Enrolment.account.in_(numbers), Enrolment.used_at.is_(None), Enrolment.expires > now
    )
    session.execute(standing.values(expires=now))
    return [
        (known[number], accounts.make_enrolment(session, number, now, lifetime_ms, made_by=by)) for number in numbers
    ]
