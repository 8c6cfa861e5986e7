"""What has happened since the campaign began: who was knocked at, what they said, which doses they have.

Everything follows from the seed and from `Times`; a share of people of every status comes out, so that each
list of the product has somebody in it.
"""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from server.demo.words import words

Values = dict[str, Any]
Rows = list[tuple[str, Values]]

# Some of the key groups had a first dose before the campaign opened to everybody, and are overdue by now.
BEFORE_DAYS = (17, 40)
KNOCKED = 0.7
CONTRAINDICATED = 0.025
# Shares of adults by what the campaign reached so far.
ADULTS = {"none": 40, "one": 22, "two": 29, "single": 4, "unknown": 2, "late": 3}
ELDERLY = {"none": 66, "one": 15, "two": 15, "single": 1, "unknown": 1, "late": 2}
ANSWERS = {"willing": 52, "hesitant": 20, "refuses": 8, "not_asked": 20}
OUTCOMES = {"spoke": 62, "family": 24, "nobody": 12, "refused_entry": 2}
MISSED = {
    "did_not_know": 20,
    "did_not_know_where": 8,
    "no_time": 34,
    "too_far": 14,
    "waiting_for_vaccine": 14,
    "other": 10,
}


@dataclass(frozen=True)
class Times:
    """The days that history is made for, and what the campaign's document calls things."""

    today: date
    began: date
    inactivated: tuple[str, ...]
    single: str
    contraindications: tuple[str, ...]
    reasons: frozenset[str]
    groups: tuple[str, ...]
    sessions: tuple[str, ...]

    def days(self) -> int:
        """Days since the campaign began."""
        return (self.today - self.began).days


def doses(rng: random.Random, age: int, times: Times) -> list[Values]:
    """Doses of one resident without `resident`, the first one first; empty for most of those out of range."""
    if age < 18 or times.days() < 3:
        return []
    kind = rng.choices(list(ADULTS), list((ELDERLY if age >= 60 else ADULTS).values()))[0]
    if kind == "none":
        return []
    first = rng.randint(1, times.days())
    if kind == "late":
        first = times.days() + rng.randint(*BEFORE_DAYS)
    if kind == "two":
        first = rng.randint(min(24, times.days()), times.days())
    product = times.single if kind == "single" else rng.choice(times.inactivated)
    made = [_dose(rng, 1, "unknown" if kind == "unknown" else product, first, times)]
    second = first - rng.choice([21, 22, 23, 24, 25, 28, 30])
    if kind == "two" and second >= 0:
        made.append(_dose(rng, 2, product, second, times))
    return made


def _dose(rng: random.Random, number: int, product: str, ago: int, times: Times) -> Values:
    on = times.today - timedelta(days=ago)
    known = rng.choices(["certificate", "declared", "registry"], [50, 20, 30])[0]
    values: Values = {"number": number, "product": product, "on": on.isoformat(), "known": known}
    values["place"] = rng.choices(words()["vaccinated_at"], [40, 30, 25, 5])[0]
    if product == "unknown":
        values["known"] = "declared"
    elif known != "declared":
        values["batch"] = words()["batch"].format(year=on.year, number=rng.randint(1, 400))
    return values


def contraindication(rng: random.Random, age: int, times: Times) -> Values | None:
    """A contraindication of one adult without `resident`, for a few of them."""
    if age < 18 or rng.random() >= CONTRAINDICATED * (2 if age >= 60 else 1):
        return None
    state = rng.choices(["suspected", "referred", "confirmed", "deferred"], [35, 20, 25, 20])[0]
    values: Values = {"kind": rng.choice(times.contraindications), "state": state}
    if state == "deferred":
        values["until"] = (times.today + timedelta(days=rng.randint(-3, 40))).isoformat()
    if state in {"confirmed", "deferred"}:
        values["hospital"] = words()["sites"][0]["hospital"]
    if rng.random() < 0.6:
        values["remark"] = rng.choice(words()["contraindication_remarks"])
    return values


def visit(rng: random.Random, moment: int, on: date) -> Values:
    """One knock without `household`; `moment` in milliseconds is the evening it was recorded."""
    outcome = rng.choices(list(OUTCOMES), list(OUTCOMES.values()))[0]
    values: Values = {"on": on.isoformat(), "at": moment, "outcome": outcome}
    if outcome in {"spoke", "family"}:
        values |= {"leaflet": rng.random() < 0.8, "others_informed": rng.choice([0, 0, 1, 2])}
    if outcome == "nobody":
        values["next_step"] = "visit_again"
    if rng.random() < 0.05:
        values["note"] = rng.choice(words()["visit_notes"])
    return values


def answer(rng: random.Random, age: int, values: Values, has_doses: bool, times: Times) -> Values:
    """What a resident said at the door: willingness, and where it fits a reason and a next step."""
    if age < 18 or has_doses:
        return {}
    if values.get("away"):
        return {"reason": "away"} if "away" in times.reasons else {}
    said = rng.choices(list(ANSWERS), list(ANSWERS.values()))[0]
    if said == "not_asked":
        return {}
    made: Values = {"willingness": said}
    if said == "willing":
        reason = rng.choices(list(MISSED), list(MISSED.values()))[0]
        made["next_step"] = rng.choice(["book", "book", "call"])
    else:
        reason = "refuses" if said == "refuses" else "other"
        made["next_step"] = "none" if said == "refuses" else rng.choice(["ask_family", "hospital", "visit_again"])
    if reason in times.reasons:
        made["reason"] = reason
    if made["next_step"] != "none":
        made["next_on"] = (times.today + timedelta(days=rng.randint(0, 7))).isoformat()
    return made


def booking(rng: random.Random, said: Values, given: int, times: Times) -> Values | None:
    """A requested appointment without `resident` for a few of the willing; `given` counts doses had."""
    if said.get("willingness") != "willing" or not times.sessions or rng.random() > 0.3:
        return None
    near = times.sessions[: rng.randint(1, len(times.sessions))]  # most want to come soon
    return {"session": rng.choice(near), "number": given + 1, "state": "requested"}
