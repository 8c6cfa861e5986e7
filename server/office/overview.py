"""The figures of the first page. Households, people and doses are three different things and are never added together.

Only households that stand (active or vacant) and residents in the books (life state active) are counted: that is the
denominator, and the page says so. Beside each village stands how old its figures may be: the oldest last sync of the
phones that work there.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from server import clock
from server.desk import reactions, walkins
from server.store.tables import Account, Area, Device, Grant, Household, Listing, Quarantined, Review

STANDING = ("active", "vacant")


def tally() -> dict[str, Any]:
    """A line of figures with nothing in it."""
    return {
        "households": 0,
        "knocked": 0,
        "residents": 0,
        "statuses": {},
        "one": 0,
        "full": 0,
        "booster": 0,
        "doses": 0,
    }


def figures(session: Session) -> dict[str, dict[str, Any]]:
    """A line of figures for every village that has households or residents."""
    lines: dict[str, dict[str, Any]] = defaultdict(tally)
    for village, households, knocked in session.execute(
        select(Household.village, func.count(), func.sum(case((Household.knocked, 1), else_=0)))
        .where(Household.life_state.in_(STANDING))
        .group_by(Household.village)
    ):
        lines[village].update(households=households, knocked=int(knocked or 0))
    for village, status, people, one, full, booster, doses in session.execute(
        select(
            Listing.village,
            Listing.status,
            func.count(),
            func.sum(case((Listing.doses > 0, 1), else_=0)),
            func.sum(case((Listing.full, 1), else_=0)),
            func.sum(case((Listing.boosted, 1), else_=0)),
            func.sum(Listing.doses),
        )
        .where(Listing.life_state == "active")
        .group_by(Listing.village, Listing.status)
    ):
        line = lines[village]
        line["statuses"][status] = people
        line["residents"] += people
        for name, value in (("one", one), ("full", full), ("booster", booster), ("doses", doses)):
            line[name] += int(value or 0)
    return lines


def ages(session: Session, today: str, zone: str) -> dict[str, dict[str, Any]]:
    """How old the figures of each granted area may be, by village (or township) code: see `village_age`."""
    found = session.execute(
        select(Grant.area, Device.last_sync, Device.unsent)
        .join(Account, Account.id == Grant.account)
        .join(Device, Device.account == Account.id)
        .where(Grant.until.is_(None), Device.revoked_at.is_(None), Account.active)
        .distinct()
        .add_columns(Device.id)
    )
    by_village: dict[str, dict[int, tuple[int | None, int]]] = defaultdict(dict)
    for area, last_sync, unsent, device in found:
        by_village[area.partition("-")[0]][device] = (last_sync, unsent or 0)
    return {village: village_age(list(devices.values()), today, zone) for village, devices in by_village.items()}


def village_age(devices: list[tuple[int | None, int]], today: str, zone: str) -> dict[str, Any]:
    """{devices, last_sync: oldest (None: one has never synced), behind: not synced today, unsent: as last reported}."""
    times = [last for last, _ in devices]
    known = [last for last in times if last is not None]
    return {
        "devices": len(devices),
        "last_sync": min(known) if len(known) == len(times) and known else None,
        "behind": sum(1 for last in times if last is None or clock.date_of(last, zone) != today),
        "unsent": sum(unsent for _, unsent in devices),
    }


NO_AGE: dict[str, Any] = {"devices": 0, "last_sync": None, "behind": 0, "unsent": 0}


def overview(session: Session, today: str, zone: str) -> dict[str, Any]:
    """Everything on the first page but the township and the campaign: {total, villages, reviews, quarantine, …}."""
    lines, age = figures(session), ages(session, today, zone)
    named = session.execute(select(Area.code, Area.name).where(Area.level == "village").order_by(Area.code))
    villages = [
        {"code": code, "name": name, **lines.get(code, tally()), **age.get(code, NO_AGE)} for code, name in named
    ]
    total = tally()
    for line in villages:
        for name in total:
            if name != "statuses":
                total[name] += line[name]
        for status, people in line["statuses"].items():
            total["statuses"][status] = total["statuses"].get(status, 0) + people
    return {
        "total": total,
        "villages": villages,
        "reviews": _count(session, select(func.count()).where(Review.state == "open")),
        "quarantine": _count(session, select(func.count()).where(Quarantined.state.in_(("held", "waiting")))),
        "devices": _count(session, select(func.count()).select_from(Device).where(Device.revoked_at.is_(None))),
        "accounts": _count(
            session, select(func.count()).where(Account.active, Account.role.in_(("canvasser", "cadre")))
        ),
        "grids": _count(session, select(func.count()).where(Area.level == "grid")),
        "desk": _desk(session),
    }


def _desk(session: Session) -> dict[str, int]:
    """What of the sites' desks waits for the office."""
    raised = reactions.counts(session)
    return {"reactions": raised["open"], "grave": raised["grave"], "unmatched": walkins.count(session)}


def _count(session: Session, statement: Any) -> int:
    return int(session.scalar(statement) or 0)
