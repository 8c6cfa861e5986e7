"""Who still needs a product: residents whose next injection may be of it, is due by a day, and not booked yet."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from server.store.tables import Listing

URGENT = ("due", "overdue")


Needed = dict[str, dict[str, int]]


def by_village(session: Session, day: str) -> Needed:
    """{village: {product: residents}}. Somebody who may have either of two products is counted under both."""
    return _counted(session, _needing(day), Listing.village)


def by_grid(session: Session, day: str, village: str) -> Needed:
    """{grid: {product: residents}} of one village, counted likewise."""
    return _counted(session, and_(_needing(day), Listing.village == village), Listing.grid)


def _needing(day: str) -> ColumnElement[bool]:
    waiting = and_(Listing.status == "waiting", Listing.earliest <= day)
    return and_(Listing.life_state == "active", or_(Listing.status.in_(URGENT), waiting))


def _counted(session: Session, who: ColumnElement[bool], where: InstrumentedAttribute[Any]) -> Needed:
    found: Needed = defaultdict(lambda: defaultdict(int))
    query = select(where, Listing.products, func.count()).where(who).group_by(where, Listing.products)
    for place, products, residents in session.execute(query):
        for product in (products or "").strip("|").split("|"):
            if product:
                found[place][product] += residents
    return found
