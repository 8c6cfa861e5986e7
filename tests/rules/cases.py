"""Random questions to the rules: days near the limits, messy histories, campaigns with moved limits.

Seeded, so that a failure comes again; the mess (missing days, doubled numbers, unknown words) is what a township's
records look like.
"""

from __future__ import annotations

import random
from typing import Any

from server.rules.campaigns import load
from server.rules.days import known, plus_days
from tests.rules.limits import limits

Json = dict[str, Any]
CAMPAIGN = load("covid-2021")
PRODUCTS = [product["code"] for product in CAMPAIGN["products"]] + ["unknown", "sputnik", None]
KINDS = [kind["code"] for kind in CAMPAIGN["contraindications"]] + ["shingles", None]
GROUPS = [group["code"] for group in CAMPAIGN["groups"]] + ["astronauts"]
GAPS = [0, 1, 7, 13, 14, 15, 20, 21, 22, 27, 28, 29, 55, 56, 57, 90, 91, 92, 120, 180, 181, 184, 200]
BIRTHS = ["2004-02-29", "1960-02-29", "2003-05-10", "1961-05-10", "2009-09-10", "2018-12-10", None, "2021-02-30", ""]
LIVES = ["active"] * 12 + [None, "died", "moved_out", "emigrated"]
SETTLED = ["local"] * 6 + ["moved_in", "moved_out", "registered_elsewhere", "elsewhere", None]


def at(path: tuple[str | int, ...]) -> Any:
    """The value of the shipped campaign at a path."""
    value: Any = CAMPAIGN
    for name in path:
        value = value[name]
    return value


LIMITS = list(limits(CAMPAIGN))
ANCHORS = sorted({at(path) for path in LIMITS if known(at(path))} | {"2022-02-28", "2024-02-29", "2021-08-31"})


def question(rng: random.Random) -> Json:
    """One question: {"function", "given"} as in a vector file."""
    today = plus_days(rng.choice(ANCHORS), rng.choice([-1, 0, 1, rng.randint(-120, 200)]))
    given: Json = {"campaign": "covid-2021", "today": today, "resident": _resident(rng, today)}
    paths = rng.sample(LIMITS, rng.choice([0, 0, 1, 4]))
    given["patch"] = {".".join(map(str, path)): _moved(rng, path) for path in paths}
    given["doses"] = _doses(rng, today)
    given["contraindications"] = [_contraindication(rng, today, n) for n in range(rng.choice([0, 0, 0, 1, 2, 3]))]
    given["appointments"] = [_appointment(rng, today, n) for n in range(rng.choice([0, 0, 1, 2]))]
    function = rng.choice(["judge"] * 6 + ["urgency", "acceptable", "target", "last_first_dose_day", "check", "shift"])
    given.update(product=rng.choice(PRODUCTS[:-1]), on=plus_days(today, rng.choice([-1, 0, 30])))
    given["days"] = rng.randint(-900, 2500)
    if function == "last_first_dose_day":
        given.update(basis=rng.choice(["min", "due"]), route=rng.choice(["inactivated", "adenovirus", "protein"]))
    return {"function": function, "given": given}


def _moved(rng: random.Random, path: tuple[str | int, ...]) -> Any:
    value, by = at(path), rng.choice([-2, -1, 1, 2])
    return plus_days(value, by) if isinstance(value, str) else max(1, value + by)


def _maybe(rng: random.Random, chance: float, value: Any) -> Any:
    return value if rng.random() < chance else None


def _resident(rng: random.Random, today: str) -> Json:
    age_days = rng.choice([3, 12, 18, 60, 80]) * 365 + rng.randint(-10, 30)
    birth = rng.choice([plus_days(today, -age_days), plus_days(today, -rng.randint(0, 34000)), rng.choice(BIRTHS)])
    resident = {
        "birth": birth,
        "life_state": rng.choice(LIVES),
        "residency": rng.choice(SETTLED),
        "groups": _maybe(rng, 0.5, rng.sample(GROUPS, rng.randint(0, 3))),
        "away": rng.choice([True, False, None, None]),
        "back_on": _maybe(rng, 0.2, plus_days(today, rng.choice([-1, 0, 1]))),
        "willingness": rng.choice([None, "not_asked", "willing", "willing", "hesitant", "refuses", "maybe"]),
        "next_on": _maybe(rng, 0.3, plus_days(today, rng.choice([-1, 0, 1]))),
    }
    return {key: value for key, value in resident.items() if value is not None or rng.random() < 0.5}


def _doses(rng: random.Random, today: str) -> list[Json]:
    doses: list[Json] = []
    day = plus_days(today, -rng.choice([*GAPS, 300, 400, 500]))
    product = rng.choice(PRODUCTS)
    for number in range(1, rng.choice([0, 1, 1, 2, 2, 3, 4]) + 1):
        stated = rng.choice([number] * 8 + [number + 1, max(1, number - 1), None])
        same = product if rng.random() < 0.8 else rng.choice(PRODUCTS)
        dose = {"id": f"9.{rng.randint(1, 99)}", "number": stated, "product": same}
        dose["on"] = rng.choice([day] * 15 + [None])
        if rng.random() < 0.1:
            dose["campaign"] = rng.choice(["covid-2021", "flu-2021"])
        if doses and rng.random() < 0.08:
            dose.update(voids=doses[-1]["id"], retract=rng.random() < 0.5)
        doses.append(dose)
        day = plus_days(day, rng.choice(GAPS))
    rng.shuffle(doses)
    return doses


def _contraindication(rng: random.Random, today: str, n: int) -> Json:
    return {
        "id": f"c{n}",
        "kind": rng.choice(KINDS),
        "state": rng.choice(["suspected", "referred", "confirmed", "deferred", "cleared", None]),
        "until": _maybe(rng, 0.4, plus_days(today, rng.choice([-1, 0, 1, 20]))),
        "since": _maybe(rng, 0.7, plus_days(today, -rng.choice([0, 6, 7, 8, 13, 14, 15, 29, 30, 31, 279, 280]))),
    }


def _appointment(rng: random.Random, today: str, n: int) -> Json:
    return {
        "id": f"a{n}",
        "number": rng.randint(1, 3),
        "state": rng.choice(["requested", "confirmed", "attended", "missed", "cancelled"]),
        "on": _maybe(rng, 0.8, plus_days(today, rng.choice([-1, 0, 1]))),
        "session_state": rng.choice([None, "open", "open", "cancelled"]),
    }
