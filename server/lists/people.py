"""A resident of a list with all that belongs to them: own fields, household, doses, contraindications, who canvasses.

Only what the chosen columns need is read, a batch at a time, so that 180,000 people need no more memory than a few
hundred.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.lists import doses
from server.roster.vocabulary import vocabulary
from server.store.projections import standing
from server.store.tables import Account, Grant, Household, Record
from sync.areas import village_of

Json = Mapping[str, Any]
BATCH = 400
CHILDREN = ("dose", "contraindication")
WORKERS = ("canvasser", "cadre")


@dataclass(frozen=True)
class Person:
    """`row` is the line of `Listing`; the rest is there if the columns need it. `doses` by slot (see `doses`)."""

    row: Any
    at: int  # place in the list, from 1
    own: Json = field(default_factory=dict)
    home: Json = field(default_factory=dict)
    doses: Mapping[str, Json] = field(default_factory=dict)
    injections: Sequence[Json] = ()
    contraindications: Sequence[Json] = ()
    head: str = ""


class Reading:
    """Reads people in batches. `needs` of: own, home, head, dose, slot (of the doses), contraindication."""

    def __init__(self, session: Session, needs: Iterable[str], campaign: Json | None, today: str) -> None:
        self.session = session
        self.needs = frozenset(needs)
        self.campaign = campaign
        self.today = today

    def people(self, rows: Iterable[Any], at: int = 0) -> Iterator[Person]:
        """The people of these lines, in their order; `at`: how many of the list stand before them."""
        lines = iter(rows)
        while batch := list(islice(lines, BATCH)):
            yield from self._batch(batch, at)
            at += len(batch)

    def _batch(self, rows: Sequence[Any], before: int) -> Iterator[Person]:
        residents = [row.resident for row in rows]
        households = sorted({row.household for row in rows})
        homes = self._values(households) if "home" in self.needs else {}
        heads, own = self._families(households) if "head" in self.needs else ({}, {})
        if "own" in self.needs and not own:
            own = self._values(residents)
        below = children(self.session, residents) if self.needs & set(CHILDREN) else {}
        for at, row in enumerate(rows, before + 1):
            mine = below.get(row.resident, {})
            given = mine.get("dose", [])
            yield Person(
                row,
                at,
                own.get(row.resident, {}),
                homes.get(row.household, {}),
                doses.slots(self.campaign, given, self.today) if given and "slot" in self.needs else {},
                standing(given),
                mine.get("contraindication", []),
                heads.get(row.household, ""),
            )

    def _values(self, ids: Sequence[str]) -> dict[str, Json]:
        found = self.session.execute(select(Record.id, Record.row).where(Record.id.in_(ids)))
        return {name: orjson.loads(row)["values"] for name, row in found}

    def _families(self, households: Sequence[str]) -> tuple[dict[str, str], dict[str, Json]]:
        """{household: name of its head}, as far as the relations say who that is; {resident: values} of all in them."""
        codes = vocabulary().heads
        heads: dict[str, str] = {}
        own: dict[str, Json] = {}
        query = select(Record.id, Record.parent, Record.row).where(
            Record.parent.in_(households), Record.entity == "resident"
        )
        for name, household, row in self.session.execute(query.order_by(Record.id)):
            values = own[name] = orjson.loads(row)["values"]
            if values.get("relation") in codes and values.get("life_state", "active") == "active":
                heads.setdefault(str(household), str(values.get("name") or ""))
        return heads, own


def children(session: Session, residents: Sequence[str]) -> dict[str, dict[str, list[Json]]]:
    """{resident: {entity: values with `id`}} of doses and contraindications."""
    found: dict[str, dict[str, list[Json]]] = defaultdict(lambda: defaultdict(list))
    query = select(Record.id, Record.entity, Record.parent, Record.row)
    for name, entity, parent, row in session.execute(
        query.where(Record.parent.in_(residents), Record.entity.in_(CHILDREN)).order_by(Record.id)
    ):
        found[str(parent)][entity].append({**orjson.loads(row)["values"], "id": name})
    return found


def household_numbers(session: Session) -> dict[str, str]:
    """A number for every household that stands: village, grid, and its place as one walks ("201-03-017")."""
    numbers: dict[str, str] = {}
    last, count = "", 0
    query = select(Household.id, Household.grid).where(Household.life_state.in_(("active", "vacant")))
    for name, grid in session.execute(
        query.order_by(Household.grid, Household.walk.is_(None), Household.walk, Household.id)
    ):
        count = count + 1 if grid == last else 1
        last = grid
        numbers[name] = f"{grid.partition('-')[0][-3:]}-{grid.partition('-')[2]}-{count:03d}"
    return numbers


def workers(session: Session, role: str) -> dict[str, list[str]]:
    """{area: names of the accounts of a role that work there now}; a village's work in all its grids."""
    found: dict[str, list[str]] = defaultdict(list)
    query = select(Grant.area, Account.name).join(Account, Account.id == Grant.account)
    for area, name in session.execute(
        query.where(Grant.until.is_(None), Account.active, Account.role == role).order_by(Account.name).distinct()
    ):
        found[area].append(name)
    return found


def working_in(found: Mapping[str, Sequence[str]], grid: str) -> list[str]:
    """Who of `workers` works in a grid: the grid's own first."""
    return [*found.get(grid, ()), *found.get(village_of(grid) or "", ())]


def cadres(session: Session, roles: Sequence[str]) -> list[dict[str, Any]]:
    """Whose grids a list can be narrowed to: {id, name, role} of the accounts that have a grant now, by name."""
    query = select(Account.id, Account.name, Account.role).where(Account.active, Account.role.in_(roles))
    found = session.execute(
        query.where(Account.id.in_(select(Grant.account).where(Grant.until.is_(None)))).order_by(Account.name)
    )
    return [{"id": number, "name": name, "role": role} for number, name, role in found]
