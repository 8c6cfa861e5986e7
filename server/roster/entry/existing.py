"""Who and what is already in the system: by identity number, else by name and birth date in the same grid; doors."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.roster.person.doors import door_of
from server.roster.sheet.text import solid
from server.store.tables import Area, Listing, Record

_AT_ONCE = 500  # values of one IN (…)
CLOSED = frozenset({"moved_out", "duplicate", "mistake", "registered_only"})  # elsewhere in such a state is no obstacle


@dataclass(frozen=True)
class Resident:
    """A resident as far as a roster needs to know them."""

    id: str
    household: str
    grid: str
    village: str
    name: str
    birth: str
    life_state: str


def area_names(session: Session) -> dict[str, str]:
    """Code → name of every area."""
    return {area.code: area.name for area in session.scalars(select(Area))}


def by_numbers(session: Session, numbers: Iterable[str]) -> dict[str, list[Resident]]:
    """The residents with these identity numbers, wherever they are."""
    wanted = sorted(set(numbers))
    found: dict[str, list[Resident]] = defaultdict(list)
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(*_COLUMNS).where(Listing.id_number.in_(wanted[start : start + _AT_ONCE]))
        for number, *rest in session.execute(query):
            found[str(number)].append(_resident(rest))
    return found


_COLUMNS = (
    Listing.id_number,
    Listing.resident,
    Listing.household,
    Listing.grid,
    Listing.village,
    Listing.name,
    Listing.birth,
    Listing.life_state,
)


def _resident(values: Iterable[str | None]) -> Resident:
    return Resident(*(value or "" for value in values))


@dataclass
class Grid:
    """What is in one grid: residents without a number by (name, birth), households by their home, the last walk."""

    people: dict[tuple[str, str], Resident] = field(default_factory=dict)
    homes: dict[tuple[str, ...], list[str]] = field(default_factory=lambda: defaultdict(list))
    last_walk: int = 0


def split(found: list[Resident], village: str | None) -> tuple[Resident | None, Resident | None]:
    """The resident of this village (None: of any), and one who stands in the way elsewhere."""
    there = [resident for resident in found if village in (None, resident.village)]
    here = living(there) or next(iter(there), None)
    return here, None if here else living(found)


def living(found: Iterable[Resident]) -> Resident | None:
    """The first of these who is in somebody's task."""
    return next((resident for resident in found if resident.life_state not in CLOSED), None)


def under_another_name(holders: Mapping[str, list[Resident]], values: Mapping[str, Any]) -> Resident | None:
    """Who has a row's number and another name: a row that stayed out as the second of its number and comes back as it
    was does not make another person of the first.
    """
    there = living(holders.get(str(values.get("id_number")), []))
    name = solid(str(values.get("name", "")))
    return there if there and name and solid(there.name) != name else None


def people_of(session: Session, grid: str) -> dict[tuple[str, str], Resident]:
    """The residents of a grid without an identity number, by name and birth date."""
    found = session.execute(select(*_COLUMNS).where(Listing.grid == grid, Listing.id_number.is_(None)))
    people = (_resident(rest) for _, *rest in found)
    return {(resident.name, resident.birth): resident for resident in people}


def homes_of(session: Session, residents: Iterable[str]) -> dict[str, str]:
    """The households of these residents."""
    wanted, found = sorted(set(residents)), dict[str, str]()
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Listing.resident, Listing.household).where(
            Listing.resident.in_(wanted[start : start + _AT_ONCE])
        )
        found |= {resident: household for resident, household in session.execute(query)}
    return found


def in_grid(session: Session, grid: str) -> Grid:
    """Everything a row can meet in its grid."""
    known = Grid(people_of(session, grid))
    for record, row in session.execute(
        select(Record.id, Record.row).where(Record.scope == grid, Record.entity == "household")
    ):
        values = json.loads(row)["values"]
        known.last_walk = max(known.last_walk, int(values.get("walk") or 0))
        if values.get("life_state", "active") in ("active", "vacant"):
            known.homes[home_key(values)].append(record)
    return known


def home_key(values: Mapping[str, Any]) -> tuple[str, ...]:
    """What tells one home from another: door, lane, building, unit, room, however they are written."""
    return door_of(values)
