"""How one session's places are broken down, as the editor of quotas shows it: pools, and each village's accounts."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.office.sessions import counts, lines, need, remote, supply
from server.office.sessions.counts import Asked, Share
from server.store.tables import Account, Area, Grant, PlacePool
from sync import areas
from sync.leases.terms import GENERAL, RESERVE

FIELD = ("cadre", "canvasser")


def villages(session: Session) -> dict[str, str]:
    """Name of every village by code, in order of the codes."""
    found = session.execute(select(Area.code, Area.name).where(Area.level == "village").order_by(Area.code))
    return {code: name for code, name in found}


def workers(session: Session) -> dict[str, list[dict[str, Any]]]:
    """Who works in each village with a phone: {village: [{account, name, grids}]}."""
    found: dict[str, dict[int, dict[str, Any]]] = defaultdict(dict)
    rows = session.execute(
        select(Account.id, Account.name, Grant.area)
        .join(Grant, Grant.account == Account.id)
        .where(Account.active, Account.role.in_(FIELD), Grant.until.is_(None))
        .order_by(Grant.area, Account.id)
    )
    for account, name, area in rows:
        village = areas.village_of(area)
        if village is not None:
            one = found[village].setdefault(account, {"account": account, "name": name, "grids": []})
            one["grids"] += [area] if area != village else []
    return {village: list(people.values()) for village, people in found.items()}


def places(session: Session, name: str, today: str) -> dict[str, Any]:
    """Everything about one session's places. Raises Problem unknown_record."""
    row = lines.row_of(session, name)
    values = row["values"]
    standing = counts.shares(session, [name]).get(name, {})
    asked = counts.asked(session, [name]).get(name, {})
    figures = counts.line(standing, asked, counts.doubled(session, [name]).get(name, 0))
    at = (str(values.get("site")), str(values.get("product")))
    frozen = session.scalar(select(PlacePool.frozen_until).where(PlacePool.session == name))
    return {
        "session": {**lines.head(row, lines.site_names(session)), **row},
        "capacity": counts.total(standing).quota,
        **figures,
        "frozen_until": frozen,
        "pools": _pools(session, values, standing, asked),
        "supply": supply.state_of(session, today).get(at, supply.state(0, 0)),
    }


def _pools(
    session: Session, values: dict[str, Any], standing: dict[counts.Key, Share], asked: dict[str, Asked]
) -> list[dict[str, Any]]:
    named, far, working = villages(session), remote.read(session), workers(session)
    needed = need.by_village(session, str(values.get("on", "")))
    names = {row.id: row.name for row in session.execute(select(Account.id, Account.name))}
    pools = counts.by_pool(standing)
    out = []
    for pool in [GENERAL, RESERVE, *sorted({*named, *pools, *asked} - {GENERAL, RESERVE, ""})]:
        of = asked.get(pool)
        people = {each["account"]: each for each in working.get(pool, [])}
        for of_pool, account in standing:
            if of_pool == pool and account is not None and account not in people:  # works elsewhere by now
                people[account] = {"account": account, "name": names.get(account, ""), "grids": []}
        out.append(
            {
                "pool": pool,
                "name": named.get(pool),
                "remote": pool in far,
                **pools.get(pool, Share()).shown(),
                "requested": of.states["requested"] if of else 0,
                "people": of.people if of else 0,
                "need": needed.get(pool, {}).get(str(values.get("product")), 0),
                "accounts": [
                    {**each, **standing.get((pool, number), Share()).shown()} for number, each in people.items()
                ],
            }
        )
    return out
