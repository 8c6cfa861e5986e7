"""Accounts as the office keeps them: who there is, where each may work, which phones they carry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import accounts
from server.errors import Problem
from server.places.author import ROLE as SYSTEM
from server.store.tables import Account, Device, Grant
from sync.areas import level

SITE = "site"  # the role of a desk's staff, and the level of what they are granted


def known(session: Session, number: int) -> Account:
    """The account with this number, of a person: the server's own is nobody's to change. Raises Problem not_found."""
    account = session.get(Account, number)
    if account is None or account.role == SYSTEM:
        raise Problem("not_found")
    return account


def lines(session: Session) -> list[dict[str, Any]]:
    """Every person's account with its granted areas and its phones that are not revoked."""
    areas: dict[int, list[str]] = defaultdict(list)
    for account, area in session.execute(select(Grant.account, Grant.area).where(Grant.until.is_(None)).distinct()):
        areas[account].append(area)
    phones = {
        account: (number, last)
        for account, number, last in session.execute(
            select(Device.account, func.count(), func.max(Device.last_sync))
            .where(Device.revoked_at.is_(None))
            .group_by(Device.account)
        )
    }
    found = session.scalars(select(Account).where(Account.role != SYSTEM).order_by(Account.role, Account.id))
    return [line(account, sorted(areas[account.id]), phones.get(account.id, (0, None))) for account in found]


def line(account: Account, areas: list[str], phones: tuple[int, int | None]) -> dict[str, Any]:
    """One account as the page shows it."""
    return {
        "id": account.id,
        "login": account.login,
        "name": account.name,
        "role": account.role,
        "phone": account.phone or "",
        "active": account.active,
        "signs_in": account.password_hash is not None,
        "areas": areas,
        "devices": phones[0],
        "last_sync": phones[1],
    }


def free_login(session: Session, wanted: str | None) -> str:
    """The wished sign-in name, or a fresh `p12` for people who only carry a phone."""
    if wanted:
        return wanted
    number = int(session.scalar(select(func.max(Account.id))) or 0) + 1
    while session.scalar(select(Account.id).where(Account.login == f"p{number}")) is not None:
        number += 1
    return f"p{number}"


def set_grants(session: Session, account: Account, areas: list[str], now: int) -> None:
    """Make exactly these areas the account's; what goes ends now, what stays keeps its start. Raises unknown_area,
    role_area.
    """
    check_areas(account.role, areas)
    standing = set(accounts.granted_areas(session, account.id))
    for area in sorted(standing - set(areas)):
        accounts.revoke_grant(session, account.id, area, now)
    for area in sorted(set(areas) - standing):
        accounts.grant(session, account.id, area, now)


def check_areas(role: str, areas: Iterable[str]) -> None:
    """A site's desk sees its site and no grid, and nobody else sees what a desk writes: raises Problem role_area."""
    for area in areas:
        if (role == SITE) != (level(area) == SITE):
            raise Problem("role_area", {"role": role, "area": area})


def another_admin(session: Session, account: Account) -> bool:
    """Whether an active administrator other than this one exists: the last one can be neither disabled nor demoted."""
    others = select(Account.id).where(Account.role == "admin", Account.active, Account.id != account.id)
    return session.scalar(others) is not None
