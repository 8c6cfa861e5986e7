"""Who still needs a product: residents whose next injection may be of it, is due by a day, and not booked yet."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from server.store.tables import Listing

URGENT = ("due", "overdue")


def by_village(session: Session, day: str) -> dict[str, dict[str, int]]:
    """{village: {product: residents}}. Somebody who may have either of two products is counted under both."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = session.execute(
        select(Listing.village, Listing.products, func.count())
        .where(
            Listing.life_state == "active",
            or_(Listing.status.in_(URGENT), and_(Listing.status == "waiting", Listing.earliest <= day)),
        )
        .group_by(Listing.village, Listing.products)
    )
    for village, products, residents in rows:
        for product in (products or "").strip("|").split("|"):
            if product:
                found[village][product] += residents
    return found
