"""No limit of the campaign can move by a day unnoticed: for each one, each way, at least one vector turns red."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from server.rules.campaigns import load
from server.rules.vectors import FUNCTIONS, differing, prepared, read
from tests.rules.limits import limits, moved

VECTORS = Path(__file__).parents[1] / "vectors" / "rules"
CAMPAIGN = load("covid-2021")
# A whole document is compared there, so that it would notice everything and prove nothing.
NO_WITNESS = ("shift",)


def _checked(path: tuple[str | int, ...]) -> bool:
    """Whether `check` may be the witness: of the numbers a target states, and of a course of no doses."""
    return path[0] == "target" or (path[0] == "products" and path[-1] == "doses")


Witness = tuple[str, dict[str, Any]]


def _witnesses() -> list[Witness]:
    files, _, _ = read(VECTORS)
    return [
        (function, vector)
        for _, function, vectors in files
        for vector in vectors
        if function not in NO_WITNESS and vector["given"].get("campaign") == "covid-2021"
    ]


WITNESSES = _witnesses()


def _turns_red(campaign: dict[str, Any], checked: bool) -> bool:
    """Whether any witness differs under that campaign."""
    for function, vector in WITNESSES:
        if function == "check" and not checked:
            continue
        given = vector["given"]
        try:
            if given.get("patch"):
                given = prepared(given, lambda _: deepcopy(campaign))
            else:
                given = {**given, "campaign": campaign}
            actual = FUNCTIONS[function](given)
        except (ValueError, KeyError, TypeError, StopIteration):
            return True
        if differing(vector["expect"], json.loads(json.dumps(actual))):
            return True
    return False


def test_without_a_change_no_vector_is_red() -> None:
    assert not _turns_red(CAMPAIGN, checked=True)


def test_the_walk_finds_the_limits_that_everybody_knows() -> None:
    found = {".".join(map(str, path)) for path in limits(CAMPAIGN)}
    assert {"window.end", "window.margin_days.min", "schedule.primary.0.min_days", "schedule.boosters.2.from"} <= found
    assert {"eligibility.1.max_age", "contraindications.0.ask_again_days", "target.per_site_day"} <= found
    assert len(found) > 80


@pytest.mark.parametrize("path", list(limits(CAMPAIGN)), ids=lambda path: ".".join(map(str, path)))
@pytest.mark.parametrize("by", [-1, 1])
def test_a_limit_moved_by_one_turns_a_vector_red(path: tuple[str | int, ...], by: int) -> None:
    assert _turns_red(moved(CAMPAIGN, path, by), checked=_checked(path))
