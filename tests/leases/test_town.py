"""Five phones, expiry, lost phones, changed quotas and capacity, restored backups: the sums hold and slips hold."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.leases import giving, lending
from tests.leases.town import Town
from tests.sync.budget import histories

Step = tuple[Any, ...]
OFTEN = {"sync": 5, "request_arrives": 2, "answer_arrives": 2, "give_out": 6, "push": 2, "time_passes": 2, "lose": 0.3}
CHOICES: dict[str, list[list[int] | list[bool]]] = {
    "time_passes": [[1, 6, 12, 30, 49]],
    "reclaim": [],
    "ask": [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, 0, 0, 1, 2]],
    "sync": [[0, 1, 2, 3, 4], [1, 2, 3]],
    "request_arrives": [list(range(30)), [True, False]],
    "answer_arrives": [list(range(30)), [True, False]],
    "give_out": [[0, 1, 2, 3, 4], [0, 1, 2, 3]],
    "push": [[0, 1, 2, 3, 4], list(range(30))],
    "cancel": [list(range(30))],
    "lose": [[0, 1, 2, 3, 4]],
    "change": [list(range(1, 9)), [0, 1, 2, 3], [0, 1, 2], [0, 1, 2]],
    "back_up": [],
    "restore": [list(range(5))],
}


def history(seed: int, restores: bool) -> list[Step]:
    """What happens: 150 steps drawn from the seed."""
    chance = random.Random(seed)
    names = [name for name in CHOICES if restores or name != "restore"]
    drawn = chance.choices(names, weights=[OFTEN.get(name, 1) for name in names], k=150)
    return [(name, *(chance.choice(some) for some in CHOICES[name])) for name in drawn]


def lived(capacity: int, steps: list[Step]) -> Town:
    """The town after these steps, looked at after each."""
    town = Town(capacity)
    for name, *choices in steps:
        getattr(town, name)(*choices)
        town.check()
    return town


def fails(capacity: int, steps: list[Step]) -> bool:
    try:
        lived(capacity, steps)
    except AssertionError:
        return True
    return False


def shortest(capacity: int, steps: list[Step]) -> list[Step]:
    """A failing history without every step that it fails without."""
    for index in range(len(steps) - 1, -1, -1):
        without = steps[:index] + steps[index + 1 :]
        if fails(capacity, without):
            steps = without
    return steps


@pytest.mark.property
@histories(300)
@given(st.integers(1, 6), st.integers(0, 2**40), st.booleans())
def test_whatever_happens_the_sums_hold_and_a_slip_given_out_by_right_is_kept(
    capacity: int, seed: int, restores: bool
) -> None:
    steps = history(seed, restores)
    if fails(capacity, steps):
        story = shortest(capacity, steps)
        print("the shortest story:", *story, sep="\n  ")
        lived(capacity, story)


def test_the_histories_see_every_way_in_which_a_place_is_lost_and_found() -> None:
    seen: Counter[str] = Counter()
    for seed in range(120):
        seen.update(lived(1 + seed % 6, history(seed, restores=seed % 2 == 0)).ends)
    ways = {"expired", "adopted", "told again", "confirmed later"}
    ways |= {"lost: late", "moved: late", "lost: lost phone", "moved: lost phone", "lost: restored", "moved: restored"}
    assert seen.keys() >= ways | {"capacity_below_given", "quota_below_given", "quota_above_capacity"}


def test_a_town_without_the_fence_or_with_a_restore_that_freezes_nothing_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def found() -> bool:
        return any(fails(1 + seed % 6, history(seed, restores=True)) for seed in range(60))

    assert not found()
    with monkeypatch.context() as patched:
        patched.setattr(giving, "by_right", lambda pool, ticket, held, now: ticket.appointment is None)
        assert found()
    monkeypatch.setattr(lending, "freeze", lambda pool, until, restores: None)
    assert found()
