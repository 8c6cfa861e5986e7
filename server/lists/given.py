"""Who was vaccinated on a day, dose by dose: what the county wants by name every day, and zero said as zero."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.lists.doses import kinds
from server.lists.names import Names
from server.lists.people import Reading
from server.office.areas import place
from server.roster.export import age
from server.roster.person.doors import in_words
from server.store.judging import campaign
from server.store.tables import Listing

NEVER = ("duplicate", "mistake")
FIELDS = (
    "no", "name", "sex", "age", "birth", "id_number", "phone", "village", "grid", "address", "dose", "product", "place",
    "batch", "on", "known",
)  # fmt: skip


def lines(session: Session, names: Names, on: str) -> list[dict[str, Any]]:
    """The doses of a day, in the order in which one walks; {field: value} of FIELDS and `resident`, `dose_kind`."""
    query = select(Listing.__table__).where(Listing.last_dose >= on, Listing.life_state.not_in(NEVER))
    rows = session.execute(query.order_by(Listing.grid, Listing.walk, Listing.household, Listing.resident)).all()
    document = campaign(session)
    found: list[dict[str, Any]] = []
    for person in Reading(session, {"home", "dose"}, document, on).people(rows):
        own = person.injections
        kind = kinds(document, own, on)
        for dose in own:
            if dose.get("on") == on:
                found.append(_line(len(found) + 1, person, dose, kind[str(dose["id"])], names))
    return found


def _line(number: int, person: Any, dose: Any, kind: str, names: Names) -> dict[str, Any]:
    row = person.row
    birth = date.fromisoformat(row.birth) if row.birth else None
    return {
        "no": number,
        "resident": row.resident,
        "dose_kind": kind,
        "name": row.name or "",
        "sex": names.word("sex", row.sex),
        "age": age(row.birth, date.fromisoformat(dose["on"])),
        "birth": birth,
        "id_number": row.id_number or "",
        "phone": row.phone or "",
        "village": names.areas.get(row.village, row.village),
        "grid": names.areas.get(row.grid, row.grid),
        "address": " ".join([place(dict(names.areas), row.grid), in_words(person.home)]).strip(),
        "dose": names.word("slot", kind),
        "product": names.of("products", dose.get("product")),
        "place": dose.get("place") or "",
        "batch": dose.get("batch") or "",
        "on": date.fromisoformat(dose["on"]),
        "known": names.word("known", dose.get("known")),
    }
