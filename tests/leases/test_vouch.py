"""A phone that cannot know the time does not promise a place; the phone's twin runs the same vectors."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from sync.leases.terms import HOUR, TERM
from sync.leases.vouch import SLACK, Answer, Clocks, Doubt, estimate, may_give

FILE = json.loads((Path(__file__).parents[1] / "vectors" / "leases" / "vouch.json").read_text(encoding="utf-8"))
CASES = [pytest.param(each["given"], each["expect"], id=each["description"]) for each in FILE["vectors"]]
DAY, YEAR = 24 * HOUR, 365 * 24 * HOUR
NOON = 1_800_000_000_000


def clocks(given: dict[str, Any]) -> Clocks:
    answer = Answer(**given["answer"]) if given["answer"] is not None else None
    return Clocks(**{**given, "answer": answer})


@pytest.mark.parametrize(("given", "expect"), CASES)
def test_every_vector_gives_what_it_expects(given: dict[str, Any], expect: dict[str, Any]) -> None:
    now = estimate(clocks(given["clocks"]))
    doubt = str(now) if isinstance(now, Doubt) else None
    gives = may_give(clocks(given["clocks"]), given["until"])
    assert {"estimate": None if doubt else now, "doubt": doubt, "gives": gives} == expect


def test_every_doubt_has_a_vector() -> None:
    assert {each["expect"]["doubt"] for each in FILE["vectors"]} == {None, *Doubt}


def test_no_clock_set_wrong_gives_out_a_ticket_beyond_the_end_of_the_lease() -> None:
    """The clock was wrong from the beginning, the phone slept and was awake, then the clock was set, and the phone was
    perhaps restarted. (A clock set back *during* the sleep is known to nobody; then the server's fence holds.)
    """
    wrong, passed = [-YEAR, -DAY, 0, DAY, YEAR], [0, HOUR, 30 * HOUR, 37 * HOUR, 49 * HOUR]
    set_by = [-YEAR, -DAY, -HOUR, -SLACK // 2, 0, HOUR, DAY, YEAR]
    for of, asleep, awake, by, restarted in product(wrong, passed, passed, set_by, [False, True]):
        answer = Answer(NOON, NOON + of, 1_000)
        wall, running = answer.wall + asleep + awake, answer.running + awake
        known = estimate(Clocks(answer, wall, running, NOON))
        after = Clocks(None if restarted else answer, wall + by, running, known if isinstance(known, int) else NOON)
        if may_give(after, NOON + TERM):
            assert asleep + awake < TERM
            assert not restarted
