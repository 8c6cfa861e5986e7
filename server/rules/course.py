"""Which of a resident's recorded injections count, and how far through the course they are.

Apart from `judge` because counting is asked of history (each dose by the rules of its own day) while judging is asked
of today. Late doses always count: nothing here restarts a course.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from server.rules.days import in_force, known, plus_days, plus_months

Json = Mapping[str, Any]


@dataclass
class Course:
    """What a resident has had. `position` counts doses of the course, `skipped` injections that do not count."""

    needed: int
    position: int = 0
    boosters: int = 0
    skipped: int = 0
    counted: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    route: str | None = None  # of the primary course; None as long as no product is known
    product: str | None = None  # of the last injection that counts; None if not known
    first: str | None = None  # day of the first dose that counts
    last: str | None = None  # day of the last injection, counting or not
    undated: bool = False  # the last injection has no known day
    too_near: bool = False  # the last injection came too early to count
    unknown: bool = False  # a primary dose that counts is of unknown product


def product_of(campaign: Json, code: object) -> Json | None:
    """The campaign's product of that code."""
    return next((product for product in campaign["products"] if product["code"] == code), None)


def interval(campaign: Json, route: str | None, number: int, product: Json | None, day: str) -> Json | None:
    """The primary rule for dose `number` of `route` (else of "*") in force on `day`, with the product's overrides."""
    for wanted in (route, "*"):
        for rule in campaign["schedule"]["primary"]:
            if rule["route"] == wanted and rule["number"] == number and in_force(rule, day):
                return {**rule, **(product["overrides"] if product else {})}
    return None


def booster_rule(campaign: Json, number: int, day: str) -> Json | None:
    """The booster rule for booster `number` in force on `day`."""
    rules = campaign["schedule"]["boosters"]
    return next((rule for rule in rules if rule["number"] == number and in_force(rule, day)), None)


def live(campaign: Json, doses: Sequence[Json], today: str) -> tuple[list[Json], list[str]]:
    """Injections to count, in order, and notes on those left out: voided ones, another campaign's, days to come."""
    voided = {dose.get("voids") for dose in doses}
    kept: list[Json] = []
    notes: list[str] = []
    for dose in doses:
        if dose["id"] in voided or dose.get("retract"):
            continue
        other = dose.get("campaign") not in (None, "", campaign["id"])
        if other and product_of(campaign, dose.get("product")) is None:
            continue
        if (known(dose.get("on")) or "") > today:
            notes.append(f"in_future:{dose['id']}")
        else:
            kept.append(dose)
    if all(known(dose.get("on")) for dose in kept):
        kept.sort(key=lambda dose: (dose["on"], dose.get("number") or 0, dose["id"]))
    else:  # where a day is missing, the recorded numbers tell the order
        kept.sort(key=lambda dose: (dose.get("number") or 0, known(dose.get("on")) or "", dose["id"]))
    return kept, notes


def follow(campaign: Json, doses: Sequence[Json], today: str) -> Course:
    """Count the doses (record values with `id`) as they stand on `today`."""
    injections, notes = live(campaign, doses, today)
    course = Course(needed=campaign["unknown_product"]["doses"], notes=notes)
    numbers: set[int] = set()
    for dose in injections:
        number = dose.get("number")
        if number in numbers:
            course.notes.append(f"same_number:{dose['id']}")
            continue
        if _count(campaign, course, dose, today) and isinstance(number, int):
            numbers.add(number)
        course.undated = known(dose.get("on")) is None
        course.last = known(dose.get("on")) or course.last
    return course


def _count(campaign: Json, course: Course, dose: Json, today: str) -> bool:
    """Take one injection into the course; False if it does not count."""
    product = product_of(campaign, dose.get("product"))
    day = known(dose.get("on"))
    booster = course.position >= course.needed
    if not booster and product and course.route not in (None, product["route"]):
        return _skip(course, f"other_route:{dose['id']}")
    if booster:
        if not _booster_in_time(campaign, course, day, today):
            return _skip(course, f"beyond_course:{dose['id']}")
        course.boosters += 1
    else:
        if _too_near(campaign, course, product, day, today):
            _skip(course, f"too_near:{dose['id']}")
            course.too_near = True
            return False
        _take(course, dose, product, day)
    course.position += 1
    course.too_near = False
    course.product = product["code"] if product else None
    course.counted.append(dose["id"])
    return True


def _take(course: Course, dose: Json, product: Json | None, day: str | None) -> None:
    """Put a primary dose into the course; a number that leaps over doses not recorded is believed."""
    if product is None:
        course.unknown = True
    elif course.route is None:
        course.route, course.needed = product["route"], product["doses"]
    number = dose.get("number")
    if isinstance(number, int) and number - course.skipped > course.position + 1:
        course.position = number - course.skipped - 1
        course.boosters = max(0, course.position + 1 - course.needed)
        course.notes.append(f"missing_before:{dose['id']}")
    elif course.position == 0:
        course.first = day


def _skip(course: Course, note: str) -> bool:
    course.skipped += 1
    course.too_near = False
    course.notes.append(note)
    return False


def _too_near(campaign: Json, course: Course, product: Json | None, day: str | None, today: str) -> bool:
    """Whether a primary dose comes too soon after the injection before it, by the rule of its day (or today's)."""
    if course.last is None or day is None or course.undated:
        return False
    route = product["route"] if product else course.route
    for on in (day, today):
        rule = interval(campaign, route, course.position + 1, product, on)
        if rule:
            return day < plus_days(course.last, rule["min_days"])
    return False


def _booster_in_time(campaign: Json, course: Course, day: str | None, today: str) -> bool:
    """Whether a booster keeps the interval of the rule of its own day or of today: the kinder one."""
    for on in (day or today, today):
        rule = booster_rule(campaign, course.boosters + 1, on)
        if rule and (day is None or course.last is None or course.undated):
            return True
        if rule and day and course.last and day >= plus_months(course.last, rule["after_months"]):
            return True
    return False
