"""The town's plan: villages, grids, sites, sessions and people, for any number of residents up to 180,000.

The default of 6,000 residents gives 6 villages and a dozen grids; 180,000 give the 86 villages of a real town.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.demo.families import given_name, surname
from server.demo.numbers import phone
from server.demo.words import words

COUNTY = "990101000000"
TOWNSHIP = "990101100000"
RESIDENTS_A_HOUSEHOLD = 3
HOUSEHOLDS_A_VILLAGE = 700
HOUSEHOLDS_A_GRID = 180
FEWEST_VILLAGES, MOST_VILLAGES = 6, 86
SESSION_DAYS = 14
BANDS = (("08:30", "11:30"), ("14:00", "17:00"))

Values = dict[str, Any]


@dataclass(frozen=True)
class Grid:
    """One grid: its code and name, its village, how many households it gets."""

    code: str
    name: str
    village: str
    households: int
    flats: bool


@dataclass(frozen=True)
class Person:
    """Somebody with an account: `role` as in accounts, `areas` the codes they are granted."""

    login: str
    name: str
    role: str
    areas: tuple[str, ...]
    phone: str


@dataclass(frozen=True)
class Town:
    """The plan; `areas`, `sites` and `sessions` are record ids with their values."""

    areas: tuple[tuple[str, Values], ...]
    grids: tuple[Grid, ...]
    people: tuple[Person, ...]
    sites: tuple[tuple[str, Values], ...]
    sessions: tuple[tuple[str, Values], ...]


def plan(residents: int, seed: int, today: date, product: str) -> Town:
    """The town of so many residents; the same for the same arguments. `product` is what sessions offer."""
    rng = random.Random(f"{seed}:plan")
    households = max(1, residents // RESIDENTS_A_HOUSEHOLD)
    villages = _villages(rng, households)
    grids = _grids(villages, households)
    people = _people(rng, villages, grids)
    sites = tuple((f"site:{n}", _site(rng, n, site)) for n, site in enumerate(words()["sites"], 1))
    return Town(_areas(villages, grids, people), grids, people, sites, _sessions(rng, today, product))


def site_code(number: int) -> str:
    """The scope in which the desks of a site write."""
    return f"{TOWNSHIP}-{number:02d}"


def _villages(rng: random.Random, households: int) -> list[tuple[str, str]]:
    few = min(FEWEST_VILLAGES, max(1, households // 10))
    count = max(few, min(MOST_VILLAGES, -(-households // HOUSEHOLDS_A_VILLAGE)))
    parts, names = words(), list(words()["villages"])
    more = [a + b + parts["village_ending"] for a in parts["village_first"] for b in parts["village_second"]]
    rng.shuffle(more)
    names += more
    return [(f"{TOWNSHIP[:9]}{number:03d}", names[number - 1]) for number in range(1, count + 1)]


def _grids(villages: list[tuple[str, str]], households: int) -> tuple[Grid, ...]:
    made = []
    for place, (village, name) in enumerate(villages):
        share = households // len(villages) + (place < households % len(villages))
        count = max(2 if share > 1 else 1, -(-share // HOUSEHOLDS_A_GRID))
        for number in range(1, count + 1):
            own = share // count + (number <= share % count)
            title = words()["grid_name"].format(village=name, number=number)
            flats = name.endswith(words()["community_ending"]) and number > 1
            made.append(Grid(f"{village}-{number:02d}", title, village, own, flats))
    return tuple(made)


def _people(rng: random.Random, villages: list[tuple[str, str]], grids: tuple[Grid, ...]) -> tuple[Person, ...]:
    def person(login: str, role: str, areas: tuple[str, ...]) -> Person:
        sex = rng.choice("mf")
        return Person(login, surname(rng) + given_name(rng, sex, rng.randint(26, 54)), role, areas, phone(rng))

    people = [person("reviewer", "reviewer", (TOWNSHIP,))]
    people += [person(f"cadre-{code[-3:]}", "cadre", (code,)) for code, _ in villages]
    people += [person(f"grid-{grid.village[-3:]}-{grid.code[-2:]}", "canvasser", (grid.code,)) for grid in grids]
    people += [person(f"site-{n}", "site", (site_code(n),)) for n in range(1, len(words()["sites"]) + 1)]
    return tuple(people)


def _areas(
    villages: list[tuple[str, str]], grids: tuple[Grid, ...], people: tuple[Person, ...]
) -> tuple[tuple[str, Values], ...]:
    answerable: dict[str, list[Values]] = {}
    for one in people:
        for area in one.areas:
            answerable.setdefault(area, []).append({"person": f"person:{one.login}", "role": one.role})
    rows = [(COUNTY, words()["county"], "county", None), (TOWNSHIP, words()["township"], "township", COUNTY)]
    rows += [(code, name, "village", TOWNSHIP) for code, name in villages]
    rows += [(grid.code, grid.name, "grid", grid.village) for grid in grids]
    rows += [(site_code(n), site["name"], "site", TOWNSHIP) for n, site in enumerate(words()["sites"], 1)]
    return tuple(
        (
            f"area:{code}",
            {"code": code, "name": name, "level": level, "parent": parent, "people": answerable.get(code, [])},
        )
        for code, name, level, parent in rows
    )


def _site(rng: random.Random, number: int, site: dict[str, str]) -> Values:
    phones = {"phone": phone(rng), "hospital_phone": phone(rng)}
    return {**site, "code": site_code(number), **phones, "area": TOWNSHIP, "open": True}


def _sessions(rng: random.Random, today: date, product: str) -> tuple[tuple[str, Values], ...]:
    made = []
    for day in range(SESSION_DAYS):
        on = (today + timedelta(days=day)).isoformat()
        for site in range(1, len(words()["sites"]) + 1):
            if (day + site) % 3 == 0:
                continue
            begins, ends = BANDS[(day + site) % 2]
            values: Values = {"site": f"site:{site}", "on": on, "from": begins, "to": ends, "product": product}
            values |= {"capacity": rng.choice([120, 200, 300]), "state": "open"}
            made.append((f"session:{site}-{on}", values))
    return tuple(made)
