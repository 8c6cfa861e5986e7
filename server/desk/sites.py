"""A site's scope: the code under which its desks write, and the area that staff are granted by it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.desk import rows
from server.errors import Problem
from server.exchange import publish
from server.store.tables import Account, Area

MOST = 99


def allot(session: Session, by: Account, site: str) -> str:
    """Give a site its code, if it has none, and publish its area; returns the code. Raises Problem unknown_record,
    not_set_up, bad_value when the township has no code left.
    """
    found = rows.find(session, site, "site")
    if found is None:
        raise Problem("unknown_record")
    name = str(found.values.get("name") or "")
    code = found.values.get("code") or _next(session)
    area = session.get(Area, code)
    if area is None:
        area = Area(code=code, name=name, level="site", parent=_township(session))
        session.add(area)
    area.name = name or area.name
    session.flush()
    publish.area(session, by, code)
    publish.put(session, by, "site", site, {"code": code})
    return str(code)


def _township(session: Session) -> str:
    town = session.scalar(select(Area.code).where(Area.level == "township").order_by(Area.code).limit(1))
    if town is None:
        raise Problem("not_set_up")
    return town


def _next(session: Session) -> str:
    """The first code that neither an area nor a site has."""
    base = _township(session)
    taken = set(session.scalars(select(Area.code).where(Area.level == "site")))
    taken |= {str(each.values.get("code")) for each in rows.of_kind(session, "site")}
    for number in range(1, MOST + 1):
        if (code := f"{base}-{number:02d}") not in taken:
            return code
    raise Problem("bad_value", {"path": "code"})
