"""A resident's status on one day, and the next injection: the question that every list of the product asks.

The order of the statuses is the mission's: not eligible, contraindicated, done, booked, away, refuses, hesitant,
overdue, due, waiting; the first that applies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.rules.campaign import last_first_dose_day
from server.rules.contraindications import standing
from server.rules.course import Course, booster_rule, follow, interval, product_of
from server.rules.days import age_on, in_force, known, plus_days, plus_months
from server.rules.eligibility import Admission, admission
from server.rules.words import Finding, Kind, Status

Json = Mapping[str, Any]
# Why somebody is booked, by the state of the appointment; the better one first.
BOOKED_BY = {"confirmed": "place_confirmed", "requested": "requested"}
WILLINGNESS = {"refuses": Status.REFUSES, "hesitant": Status.HESITANT}


def judge(
    campaign: Json | None,
    resident: Json,
    doses: Sequence[Json],
    contraindications: Sequence[Json],
    appointments: Sequence[Json],
    today: str,
) -> dict[str, Any]:
    """The judgement of one resident on `today`.

    The lists hold the resident's record values with `id`. An appointment carries `on` and `session_state`, the day and
    the state of its session; a contraindication may carry `since`, the day on which it was recorded. Without a campaign
    (None or {}) everybody is not eligible, why "no_campaign". docs/campaign.md says what each word means.
    """
    birth = known(resident.get("birth"))
    age = age_on(birth, today) if birth else None
    if not campaign or "eligibility" not in campaign:
        return _judgement(Course(needed=1), "no_campaign", age)
    course = follow(campaign, doses, today)
    admitted = admission(campaign, resident, today)
    judgement = _judgement(course, admitted.why, age)
    if admitted.why:
        finding = Finding.DEFER if admitted.opens else Finding.UNSUITABLE
        return {**judgement, "finding": finding.value, "ask_again": admitted.opens}
    following = following_injection(campaign, course, admitted, age, today)
    if following and course.position == 0 and not following["products"]:
        return {**judgement, "why": "no_product", "finding": Finding.DEFER.value}
    block = standing(campaign, contraindications, admitted.if_healthy, today)
    judgement["next"] = following
    judgement["notes"] = [*course.notes, *_to_ask(course, admitted, following), *block.notes]
    if block.why:
        status, why, ask_again = Status.CONTRAINDICATED, block.why, block.ask_again
    else:
        status, why, ask_again = _standing(campaign, resident, course, following, appointments, today)
    return {**judgement, "status": status.value, "why": why, "finding": block.finding, "ask_again": ask_again}


def _judgement(course: Course, why: str | None, age: int | None) -> dict[str, Any]:
    """The judgement of somebody outside the campaign; `judge` changes what is otherwise."""
    return {
        "status": Status.NOT_ELIGIBLE.value,
        "why": why,
        "finding": Finding.UNSUITABLE.value,
        "ask_again": None,
        "age": age,
        "doses": course.position,
        "counted": course.counted,
        "full": course.position >= course.needed,
        "boosters": course.boosters,
        "before": course.product,
        "next": None,
        "notes": course.notes,
    }


def _to_ask(course: Course, admitted: Admission, following: Json | None) -> list[str]:
    """What the canvasser should ask, because the record does not tell."""
    asked = {
        "birth_unknown": admitted.birth_unknown,
        "if_healthy": admitted.if_healthy and following is not None,
        "confirm_product": course.unknown and following is not None,
        "confirm_date": course.undated and following is not None,
    }
    return [note for note, applies in asked.items() if applies]


def _standing(
    campaign: Json, resident: Json, course: Course, following: Json | None, appointments: Sequence[Json], today: str
) -> tuple[Status, str, str | None]:
    """Status, why and ask_again of somebody who may be vaccinated."""
    if following is None:
        return Status.DONE, "booster_given" if course.boosters else "full_course", None
    booked = _booking(following, appointments, today)
    if booked:
        return Status.BOOKED, booked, None
    away = _away(campaign, resident, today)
    if away:
        return Status.AWAY, away, known(resident.get("back_on"))
    willingness = resident.get("willingness")
    if willingness in WILLINGNESS:
        return WILLINGNESS[willingness], f"willingness:{willingness}", None
    what = "first" if course.position == 0 else following["kind"]
    if following["overdue_since"]:
        return Status.OVERDUE, what, None
    if today >= following["due"]:
        return Status.DUE, what, None
    return Status.WAITING, "may_already" if today >= following["earliest"] else "too_early", None


def _booking(following: Json, appointments: Sequence[Json], today: str) -> str | None:
    """Why booked: the best live appointment for the next injection, today or later (or on a day not known).

    A cancelled session holds nobody's place, whatever the appointment says.
    """
    states = {
        appointment.get("state")
        for appointment in appointments
        if appointment.get("number") == following["number"]
        and appointment.get("session_state") != "cancelled"
        and (known(appointment.get("on")) or today) >= today
    }
    return next((why for state, why in BOOKED_BY.items() if state in states), None)


def _away(campaign: Json, resident: Json, today: str) -> str | None:
    """Why the resident is away today; on `back_on` they are expected and no longer away."""
    back_on = known(resident.get("back_on"))
    if back_on and today >= back_on:
        return None
    if resident.get("away") is True:
        return "away"
    residency = resident.get("residency")
    left = resident.get("away") is None and residency in campaign["residents"]["away"]
    return f"residency:{residency}" if left else None


def following_injection(
    campaign: Json, course: Course, admitted: Admission, age: int | None, today: str
) -> dict[str, Any] | None:
    """The next injection under the rules in force on `today`; None when nothing more is asked for."""
    number = course.position + course.skipped + 1
    if course.position >= course.needed:
        return _next_booster(campaign, course, number, age, today)
    products = _products(campaign, course, [course.route] if course.route else None, Kind.PRIMARY, age, today)
    if course.position == 0:
        day = admitted.since or today
        last = last_first_dose_day(campaign)
        return _injection(number, Kind.PRIMARY, products, day, day, last if day <= last else None, today)
    base = today if course.undated or course.last is None else course.last
    rule = interval(campaign, course.route, course.position + 1, product_of(campaign, course.product), today)
    if rule is None or course.undated:
        return _injection(number, Kind.PRIMARY, products, base, base, None, today)
    if course.too_near:
        day = plus_days(base, rule.get("repeat_days", rule["min_days"]))
        return _injection(number, Kind.EXTRA, products, day, day, None, today)
    earliest, due = plus_days(base, rule["min_days"]), plus_days(base, rule["due_days"])
    latest = None
    if course.first:
        within = rule["within"]
        months, days = within.get("months"), within.get("days", 0)
        latest = max(due, plus_days(course.first, days) if months is None else plus_months(course.first, months))
    return _injection(number, Kind.PRIMARY, products, earliest, due, latest, today)


def _next_booster(campaign: Json, course: Course, number: int, age: int | None, today: str) -> dict[str, Any] | None:
    rule = booster_rule(campaign, course.boosters + 1, today)
    if rule is None or (age is not None and age < rule["min_age"]):
        return None
    routes = [second for first, second in rule["pairs"] if first == course.route]
    if course.route and not routes:
        return None
    products = _products(campaign, course, routes, Kind.BOOSTER, age, today)
    dated = course.last is not None and not course.undated
    day = plus_months(course.last or today, rule["after_months"]) if dated else today
    return _injection(number, Kind.BOOSTER, products, day, day, None, today)


def _products(
    campaign: Json, course: Course, routes: list[str] | None, kind: Kind, age: int | None, today: str
) -> list[str]:
    """Codes of the products that may be given, the one of the dose before first; none while that dose is unknown."""
    if routes is None and course.position > 0:
        return []
    fitting = [
        product["code"]
        for product in campaign["products"]
        if (routes is None or product["route"] in routes)
        and kind.value in product["use"]
        and in_force(product, today)
        and (age is None or age >= product["min_age"])
    ]
    return sorted(fitting, key=lambda code: code != course.product)


def _injection(
    number: int, kind: Kind, products: list[str], earliest: str, due: str, latest: str | None, today: str
) -> dict[str, Any]:
    return {
        "number": number,
        "kind": kind.value,
        "products": products,
        "earliest": earliest,
        "due": due,
        "latest": latest,
        "overdue_since": plus_days(latest, 1) if latest and today > latest else None,
    }
