"""Grants: which account may work in which area, from when until when. Versioned, never deleted: edits are judged by
them later.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.auth import OFFICE_ROLES
from server.errors import Problem
from server.store.tables import Account, Area, Grant, Meta


def grant(session: Session, account: int, area: str, now: int) -> Grant:
    """Let `account` work in `area` from `now` (ms). A grant that stands already is returned as it is."""
    if session.get(Area, area) is None:
        raise Problem("unknown_area", {"code": area})
    standing = session.scalar(select(Grant).where(Grant.account == account, Grant.area == area, Grant.until.is_(None)))
    if standing is not None:
        return standing
    made = Grant(account=account, area=area, since=now, until=None, version=_next_version(session))
    session.add(made)
    session.flush()
    return made


def revoke_grant(session: Session, account: int, area: str, now: int) -> None:
    """End the standing grant at `now` (ms); nothing if there is none."""
    for standing in session.scalars(
        select(Grant).where(Grant.account == account, Grant.area == area, Grant.until.is_(None))
    ):
        standing.until = now
        standing.version = _next_version(session)
    session.flush()


def granted_areas(session: Session, account: int) -> list[str]:
    """The areas of the standing grants, ascending."""
    rows = session.scalars(select(Grant.area).where(Grant.account == account, Grant.until.is_(None)))
    return sorted(set(rows))


def scopes_of(session: Session, account: Account) -> list[str]:
    """The scopes that the account may see now: its grids (all, for the office), its sites, the township; ascending."""
    areas = set(granted_areas(session, account.id))
    everything = account.role in OFFICE_ROLES
    scopes = set()
    for code, level, parent in session.execute(select(Area.code, Area.level, Area.parent)):
        mine = everything or not {code, parent, _township_of(code)}.isdisjoint(areas)
        if level == "township" or (level == "grid" and mine) or (level == "site" and code in areas):
            scopes.add(code)
    return sorted(scopes)


def grants_version(session: Session) -> int:
    """Counts every change of any grant."""
    return int(session.get_one(Meta, "grants_version").value)


def _township_of(grid: str) -> str:
    return grid.partition("-")[0][:-3] + "000"


def _next_version(session: Session) -> int:
    meta = session.get_one(Meta, "grants_version", with_for_update=True)
    meta.value = str(int(meta.value) + 1)
    session.flush()
    return int(meta.value)
