"""What follows from a campaign document alone: its last first-dose day, target, age bands, other dates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.rules.course import interval
from server.rules.days import between, known, plus_days

Json = Mapping[str, Any]


def last_first_dose_day(campaign: Json, basis: str = "min", route: str | None = None) -> str:
    """The last day on which a course can begin and still end in the window: end − intervals − margin.

    `basis` is "min" (the least intervals allowed) or "due" (those recommended), each with its own margin; `route` is
    the window's unless given. 20 June − 14 − 1 = 5 June (003); with 21 days and no margin 30 May.
    """
    window = campaign["window"]
    route = route or window["route"]
    product = next(product for product in campaign["products"] if product["route"] == route)
    days = window["margin_days"][basis]
    for number in range(2, product["doses"] + 1):
        rule = interval(campaign, route, number, None, window["end"])
        days += rule[f"{basis}_days"] if rule else 0
    return plus_days(window["end"], -days)


def minimum_intervals(campaign: Json) -> dict[str, int]:
    """The least days between two primary doses by product code, and "*" for a product not known."""
    least: dict[str, int] = {}
    for product in [*campaign["products"], {"code": "*", "route": "*", "overrides": {}}]:
        rules = [rule for rule in campaign["schedule"]["primary"] if rule["route"] == product["route"]]
        days = [product["overrides"].get("min_days", rule["min_days"]) for rule in rules]
        if days:
            least[product["code"]] = min(days)
    return least


def target(campaign: Json) -> dict[str, int]:
    """The arithmetic of the target, rounded up: people, doses, days (less the margin), doses a day and per site."""
    wanted, window = campaign["target"], campaign["window"]
    people = _up(wanted["population"] * wanted["share_percent"], 100)
    doses = people * wanted["doses"]
    days = between(window["start"], window["end"]) + 1 - window["margin_days"]["min"]
    return {
        "people": people,
        "doses": doses,
        "days": days,
        "per_day": _up(doses, days),
        "per_site_day": _up(doses, days * wanted["sites"]),
    }


def _up(whole: int, part: int) -> int:
    return -(-whole // part)


def age_band(campaign: Json, age: int | None) -> str | None:
    """The code of the reports' age band of `age`; None below the first band or if the age is not known."""
    if age is None:
        return None
    for band in campaign["age_bands"]:
        if age >= band["min_age"] and (band["max_age"] is None or age <= band["max_age"]):
            return str(band["code"])
    return None


def shift(document: Json, days: int) -> dict[str, Any]:
    """The same campaign `days` later: every date moves but those of the sources. For demonstrations and rehearsals."""
    return {key: value if key == "sources" else _shifted(value, days) for key, value in document.items()}


def _shifted(value: Any, days: int) -> Any:
    if isinstance(value, Mapping):
        return {key: _shifted(inner, days) for key, inner in value.items()}
    if isinstance(value, list):
        return [_shifted(inner, days) for inner in value]
    day = known(value)
    return plus_days(day, days) if day else value
