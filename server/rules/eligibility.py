"""Whether somebody belongs to the campaign today, by life state, residence, age, group and phase; or from when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from server.rules.days import age_on, birthday, in_force, known

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Admission:
    """`why` is None for those admitted, `since` their first day; `opens` is the day that admits the others."""

    why: str | None
    since: str | None = None
    opens: str | None = None
    if_healthy: bool = False  # only a rule for the healthy admits them: ask about health
    birth_unknown: bool = False


def admission(campaign: Json, resident: Json, today: str) -> Admission:
    """Judge a resident's values on `today`. A resident of unknown birth stays on the list, to be asked."""
    life = resident.get("life_state") or "active"
    if life != "active":
        return Admission(f"life_state:{life}")
    residency = resident.get("residency")
    if residency and residency not in campaign["residents"]["residency"]:
        return Admission("not_resident")
    rules = [rule for rule in campaign["eligibility"] if _of_group(rule, resident)]
    birth = known(resident.get("birth"))
    if birth is None:
        return _of_unknown_birth(rules, today)
    openings = [(day, rule) for rule in rules if (day := _opening(rule, birth))]
    opens = min((opening for opening in openings if opening[0] > today), key=lambda opening: opening[0], default=None)
    age = age_on(birth, today)
    admitting = [rule for rule in rules if in_force(rule, today) and _of_age(rule, age)]
    if admitting:
        since = min(day for day, _ in openings if day <= today)
        return Admission(None, since, if_healthy=all(rule["if_healthy"] for rule in admitting))
    if opens:
        return Admission("not_yet" if opens[0] == opens[1]["from"] else "too_young", opens=opens[0])
    too_old = any(in_force(rule, today) and rule["max_age"] is not None and age > rule["max_age"] for rule in rules)
    return Admission("too_old" if too_old else "not_offered")


def _of_unknown_birth(rules: list[Json], today: str) -> Admission:
    starts = [rule["from"] or today for rule in rules]
    if any(in_force(rule, today) for rule in rules):
        return Admission(None, min(start for start in starts if start <= today), birth_unknown=True)
    opens = min((start for start in starts if start > today), default=None)
    return Admission("not_yet" if opens else "not_offered", opens=opens)


def _of_group(rule: Json, resident: Json) -> bool:
    return not rule["groups"] or any(group in rule["groups"] for group in resident.get("groups") or [])


def _of_age(rule: Json, age: int) -> bool:
    return age >= rule["min_age"] and (rule["max_age"] is None or age <= rule["max_age"])


def _opening(rule: Json, birth: str) -> str | None:
    """The first day on which the rule admits somebody born on `birth`; None if it never does."""
    start = rule["from"] or birth
    day = max(start, birthday(birth, rule["min_age"]))
    return day if in_force(rule, day) and _of_age(rule, age_on(birth, day)) else None
