"""The documents' campaign, moved in time so that today lies in its middle, and what history needs to know of it."""

from datetime import date, timedelta
from typing import Any

from server.demo.history import Times
from server.rules import campaign as rules
from server.rules import campaigns

EXAMPLE = "covid-2021"
CONTRAINDICATIONS = ("temporary", "permanent", "needs_hospital")
GROUP_LISTS = ("nine", "line")


def shifted(today: date) -> dict[str, Any]:
    """The example campaign with all its dates moved so that `today` is in the middle of its window."""
    document = campaigns.load(EXAMPLE)
    start, end = (date.fromisoformat(document["window"][key]) for key in ("start", "end"))
    middle = start + timedelta(days=(end - start).days // 2)
    return rules.shift(document, (today - middle).days)


def times(document: dict[str, Any], today: date, sessions: tuple[str, ...]) -> Times:
    """What the generator of histories uses: codes of the campaign, and when its window opened."""
    began = date.fromisoformat(document["window"]["start"])
    usable = [one for one in document["products"] if not one["from"] or date.fromisoformat(one["from"]) < began]
    against = (one["code"] for one in document["contraindications"] if one["kind"] in CONTRAINDICATIONS)
    return Times(
        today=today,
        began=began,
        inactivated=tuple(one["code"] for one in usable if one["route"] == "inactivated"),
        single=next(one["code"] for one in usable if one["doses"] == 1),
        contraindications=tuple(against),
        reasons=frozenset(one["code"] for one in document["reasons"]),
        groups=tuple(one["code"] for one in document["groups"] if one["list"] in GROUP_LISTS),
        sessions=sessions,
    )
