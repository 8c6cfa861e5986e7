"""What is called calm changes no conflict: then nobody has to read the household to know what a reviewer is asked."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import conflicts
from sync.calm import calm
from sync.merge import apply_group
from sync.outcomes import ConflictKind
from sync.state import State
from tests.sync.budget import histories
from tests.sync.makers import MAKERS
from tests.sync.tape import Tape
from tests.sync.world import World

pytestmark = pytest.mark.property
SEEN: Counter[bool] = Counter()


def asked(state: State) -> dict[str, object]:
    """What reviewers are asked: which conflicts there are, between whom, and what is shown meanwhile.

    Twins by identity number are told elsewhere. Of work below a closed record an option also repeats what it said
    there; that may be as of the last group that was not calm.
    """
    found = (*conflicts.find(state), *conflicts.claims(state))
    return {
        each.key: (each.names, each.records, each.shown, [(side.edit, side.at, side.by) for side in each.options])
        for each in found
        if each.kind is not ConflictKind.SAME_IDENTITY
    }


@histories(60)
@given(st.binary(min_size=500, max_size=1400))
def test_after_a_calm_group_reviewers_are_asked_exactly_what_they_were_asked_before(tape: bytes) -> None:
    world = World(Tape(tape)).live(MAKERS, most=90)
    state = State()
    for number in world.applied:
        group = world.groups[number].edits
        after = apply_group(state, group).state
        still = calm(state, after, group)
        SEEN[still] += 1
        assert not still or asked(after) == asked(state)
        state = after


def test_many_groups_are_calm_and_many_are_not() -> None:
    if not SEEN:
        test_after_a_calm_group_reviewers_are_asked_exactly_what_they_were_asked_before()
    assert min(SEEN[True], SEEN[False]) > sum(SEEN.values()) / 10
