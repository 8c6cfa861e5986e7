"""Which of somebody's injections is the first, the second, the third dose, and which a booster, by the campaign.

A number alone does not tell: the third injection of inactivated vaccine is a booster, of recombinant protein it is the
third dose. Without a campaign the numbers are believed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from server.rules.course import follow
from server.store.projections import standing

Json = Mapping[str, Any]
BOOSTER = "booster"
SLOTS = ("dose1", "dose2", "dose3", BOOSTER)
_PRIMARY = 3


def kinds(campaign: Json | None, doses: Sequence[Json], today: str) -> dict[str, str]:
    """{dose id: slot} of the doses that stand (record values with `id`): dose1, dose2, dose3 or booster."""
    boosters: set[str] = set()
    if campaign and "schedule" in campaign:
        course = follow(campaign, doses, today)
        boosters = set(course.counted[-course.boosters :]) if course.boosters else set()
    return {str(dose["id"]): _slot(dose, boosters) for dose in standing(doses)}


def _slot(dose: Json, boosters: set[str]) -> str:
    number = dose.get("number") or 1
    return BOOSTER if dose["id"] in boosters or number > _PRIMARY else f"dose{number}"


def slots(campaign: Json | None, doses: Sequence[Json], today: str) -> dict[str, Json]:
    """{slot: dose}: of several in one slot the latest."""
    kind = kinds(campaign, doses, today)
    standing_ones = [dose for dose in standing(doses) if not str(dose.get("on") or "") > today]
    ordered = sorted(standing_ones, key=lambda dose: (dose.get("number") or 0, str(dose.get("on") or ""), dose["id"]))
    return {kind[str(dose["id"])]: dose for dose in ordered}
