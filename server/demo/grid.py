"""All records of one grid: its lanes of doors, who lives there and what has happened, ready to be imported."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from server.demo import families, history
from server.demo.history import Times
from server.demo.numbers import Numbers, phone
from server.demo.town import RESIDENTS_A_HOUSEHOLD, Grid
from server.demo.words import words

Values = dict[str, Any]
DOORS_A_LANE = 30
VACANT = 0.02
# Records are written down in the evening: 10:00 UTC is 18:00 in the township.
EVENING = time(10, tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """One record to import. `key` ends its id; `refs` names fields whose value is another row's key, or several."""

    key: str
    entity: str
    values: Values
    refs: dict[str, str | tuple[str, ...]]


class Maker:
    """Makes grids one after another, so that identity numbers are given out once in the whole town."""

    def __init__(self, seed: int, times: Times) -> None:
        self.seed, self.times = seed, times
        self.numbers = Numbers("990101")
        self.twin: Values | None = None

    def rows(self, grid: Grid) -> list[Row]:
        """The records of `grid`, households before residents before what belongs to them."""
        rng = random.Random(f"{self.seed}:{grid.code}")
        counter = iter(range(1, 10**6))
        rows: list[Row] = []
        for walk, (place, members) in enumerate(zip(_doors(rng, grid), _sizes(rng, grid), strict=True), 1):
            rows += self._household(rng, grid, place | {"walk": walk * 10}, members, counter)
        return rows

    def _household(
        self, rng: random.Random, grid: Grid, place: Values, members: int, counter: Iterator[int]
    ) -> list[Row]:
        home = f"{next(counter)}h"
        values = {"grid": grid.code, "life_state": "active", **place}
        if rng.random() < 0.25:
            values["phone"] = phone(rng)
        if rng.random() < 0.04:
            values["note"] = rng.choice(words()["household_notes"])
        if not members:
            return [Row(home, "household", values | {"life_state": "vacant"}, {})]
        rows = [Row(home, "household", values, {})]
        knocked = rng.random() < history.KNOCKED and self.times.days() > 0
        people = families.residents(rng, members, self.times.today, self.numbers)
        self._same_person_twice(grid, people)
        informed = []
        for person in people:
            key = f"{next(counter)}r"
            rows += self._resident(rng, key, home, person, knocked, counter)
            informed.append(key)
        if knocked:
            rows += self._visits(rng, home, tuple(informed), counter)
        return rows

    def _same_person_twice(self, grid: Grid, people: list[Values]) -> None:
        """One person of the first grid is listed in the second as well: the office has a duplicate to find."""
        if self.twin is None:
            self.twin = dict(people[0], grid=grid.code)
        elif self.twin and self.twin["grid"] != grid.code and people[0]["relation"] == "02":
            people.append(
                {key: value for key, value in self.twin.items() if key not in {"grid", "away", "away_place", "back_on"}}
                | {"relation": "97", "residency": "moved_in"}
            )
            self.twin = {}

    def _resident(
        self, rng: random.Random, key: str, home: str, person: Values, knocked: bool, counter: Iterator[int]
    ) -> list[Row]:
        times = self.times
        age = _age(person["birth"], times.today)
        given = history.doses(rng, age, times)
        said = history.answer(rng, age, person, bool(given), times) if knocked else {}
        groups = _groups(rng, age, person, times)
        values = {"life_state": "active", "willingness": "not_asked", **person, **said}
        if groups:
            values["groups"] = {"add": groups, "remove": []}
        if rng.random() < 0.006:
            values["life_state"] = rng.choice(["moved_out", "died", "registered_only"])
        rows = [Row(key, "resident", values, {"household": home})]
        rows += [Row(f"{next(counter)}d", "dose", dose, {"resident": key}) for dose in given]
        against = history.contraindication(rng, age, times)
        if against:
            rows.append(Row(f"{next(counter)}c", "contraindication", against, {"resident": key}))
        booked = history.booking(rng, said, len(given), times)
        if booked and not against and values["life_state"] == "active":
            rows.append(Row(f"{next(counter)}a", "appointment", booked, {"resident": key}))
        return rows

    def _visits(self, rng: random.Random, home: str, people: tuple[str, ...], counter: Iterator[int]) -> list[Row]:
        rows = []
        for _ in range(rng.choice([1, 1, 1, 2])):
            on = self.times.today - timedelta(days=rng.randint(1, self.times.days()))
            moment = int(datetime.combine(on, EVENING).timestamp() * 1000)
            values = history.visit(rng, moment, on)
            refs: dict[str, str | tuple[str, ...]] = {"household": home}
            if "leaflet" in values:
                refs["informed"] = people if values["outcome"] == "spoke" else people[:1]
            rows.append(Row(f"{next(counter)}v", "visit", values, refs))
        return rows


def _age(born: str, today: date) -> int:
    birth = date.fromisoformat(born)
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))


def _sizes(rng: random.Random, grid: Grid) -> list[int]:
    """Household sizes whose sum is three a household; 0 is an empty house."""
    sizes = [0 if rng.random() < VACANT else families.size(rng) for _ in range(grid.households)]
    sizes[0] = sizes[0] or families.size(rng)
    while (over := sum(sizes) - RESIDENTS_A_HOUSEHOLD * grid.households) != 0:
        place = rng.randrange(grid.households)
        if over > 0 and sizes[place] > 1:
            sizes[place] -= 1
        elif over < 0 and 0 < sizes[place] < max(families.SIZES):
            sizes[place] += 1
    return sizes


def _doors(rng: random.Random, grid: Grid) -> list[Values]:
    """Places of the households in walking order: lanes with numbers, or buildings with units and rooms."""
    if grid.flats:
        estate = rng.choice(words()["estates"])
        places = [(b, u, f, r) for b in range(1, 9) for u in (1, 2) for f in range(1, 7) for r in (1, 2, 3)]
        return [_flat(estate, *place) for place in places[: grid.households]]
    lanes = rng.sample(words()["lanes"], max(1, -(-grid.households // DOORS_A_LANE)))
    doors: list[Values] = []
    for lane in lanes:
        number = 0
        for _ in range(min(DOORS_A_LANE, grid.households - len(doors))):
            number += 1 if rng.random() < 0.9 else 2
            door = f"{number}-1" if rng.random() < 0.03 else str(number)
            kind = rng.choices(["own", "rented", "resettled", "shop", "other"], [88, 4, 4, 3, 1])[0]
            doors.append({"lane": lane, "door": door, "dwelling": kind})
    return doors


def _flat(estate: str, building: int, unit: int, floor: int, room: int) -> Values:
    number = f"{floor}{room:02d}"
    place = {"lane": estate, "building": str(building), "unit": str(unit), "room": number}
    return {**place, "door": f"{building}-{unit}-{number}", "dwelling": "flat"}


def _groups(rng: random.Random, age: int, person: Values, times: Times) -> list[str]:
    if not times.groups or age < 18 or age >= 65 or rng.random() > 0.08:
        return []
    return sorted(rng.sample(list(times.groups), 2 if rng.random() < 0.1 else 1))
