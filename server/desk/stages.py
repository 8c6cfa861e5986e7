"""How far somebody has come at a site's desk, read from the attendance: a person is at one stage at a time."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

Values = Mapping[str, Any]


class Stage(StrEnum):
    """Where a person stands on the way registration, injection, observation, leaving."""

    ARRIVED = "arrived"  # waits for the screening
    READY = "ready"  # nothing speaks against the injection
    SCREENED_OUT = "screened_out"  # not today
    VACCINATED = "vaccinated"  # under observation
    LEFT = "left"
    MISTAKE = "mistake"  # struck out


INJECTED = frozenset({Stage.VACCINATED, Stage.LEFT})
SEEN = INJECTED | {Stage.SCREENED_OUT}  # the person was there, and what was to be decided is decided


def stage_of(values: Values) -> Stage:
    """The stage of an attendance. One that a later schema may know counts as an arrival."""
    state = values.get("state")
    if state in (Stage.SCREENED_OUT, Stage.VACCINATED, Stage.LEFT, Stage.MISTAKE):
        return Stage(str(state))
    return Stage.READY if values.get("screening") == "ok" else Stage.ARRIVED
