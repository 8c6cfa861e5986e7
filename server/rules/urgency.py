"""The order of the list "still to vaccinate": whom to see first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.rules.days import between, known
from server.rules.words import Status

Json = Mapping[str, Any]
ORDER = [
    Status.OVERDUE,
    Status.DUE,
    Status.HESITANT,
    Status.WAITING,
    Status.BOOKED,
    Status.AWAY,
    Status.CONTRAINDICATED,
    Status.REFUSES,
    Status.DONE,
    Status.NOT_ELIGIBLE,
]
NO_LIMIT = 9999


def urgency(judgement: Json, resident: Json, today: str) -> list[int]:
    """A key to sort by, ascending: the status's place, a next step that has come, days left, oldest first.

    Days left are those to the last day for an injection (negative when overdue), or to the day it becomes due when
    there is no last day or it has not come, or to the day to ask again; 9999 if there is none.
    """
    following = judgement["next"] or {}
    next_on = known(resident.get("next_on"))
    waiting = judgement["status"] in (Status.WAITING, Status.DONE)
    day = judgement["ask_again"] or (None if waiting else following.get("latest")) or following.get("due")
    return [
        ORDER.index(Status(judgement["status"])),
        0 if next_on and next_on <= today else 1,
        between(today, day) if day else NO_LIMIT,
        -(judgement["age"] or 0),
    ]
