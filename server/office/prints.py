"""A grid on paper: doors in the order one walks them, the people behind each, and room for handwriting."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.office.areas import names, place
from server.office.residents import shown
from server.store.tables import Household, Listing

STANDING = ("active", "vacant")


def grid(session: Session, code: str) -> dict[str, Any]:
    """{grid, place, doors: [{id, door, knocked, last_visit, residents: [lines]}], people}: only who is in the books."""
    people: dict[str, list[dict[str, Any]]] = {}
    listed = session.execute(
        select(Listing.__table__).where(Listing.grid == code, Listing.life_state == "active").order_by(Listing.resident)
    )
    count = 0
    for row in listed:
        people.setdefault(row.household, []).append(shown(row))
        count += 1
    found = session.scalars(
        select(Household)
        .where(Household.grid == code, Household.life_state.in_(STANDING))
        .order_by(Household.walk.is_(None), Household.walk, Household.door, Household.id)
    )
    doors = [
        {
            "id": household.id,
            "door": " ".join(part for part in (household.lane, household.door) if part),
            "vacant": household.life_state == "vacant",
            "knocked": household.knocked,
            "last_visit": household.last_visit,
            "residents": people.get(household.id, []),
        }
        for household in found
    ]
    return {"grid": code, "place": place(names(session), code), "doors": doors, "people": count}
