"""Any order of arrival that causes allow gives the same state and the same conflicts: those of the oracle."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import conflicts, saw, scopes, view
from sync.merge import apply_group
from sync.outcomes import ConflictKind, FieldOutcome, Outcome
from sync.policies import ENTITIES, Policy
from sync.state import Elements, State
from tests.sync.budget import histories
from tests.sync.makers import MAKERS
from tests.sync.oracle import Picture
from tests.sync.tape import Tape
from tests.sync.world import World, another_order, replayed

pytestmark = pytest.mark.property
DAYS = {"inactivated": 21, "*": 14}
SEEN: Counter[str] = Counter()


def run(world: World, order: list[int]) -> tuple[State, set[int]]:
    """The engine's state after the groups in this order, and the numbers of the refused groups."""
    state, refused = State(), set()
    for number in order:
        applied = apply_group(state, world.groups[number].edits)
        if applied.refusal is not None:
            refused.add(number)
            SEEN[applied.refusal.code.counter] += 1
        for result in applied.results:
            SEEN[result.outcome.counter] += 1
            SEEN.update(became.counter for became in result.fields.values())
        state = applied.state
    return state, refused


def found(state: State) -> dict[str, set[str]]:
    """The engine's conflicts as {key: participants}."""
    return {each.key: set(each.names) for each in conflicts.find(state, {"dose_interval_days": DAYS})}


def agrees(state: State, picture: Picture) -> None:
    """Assert that the engine's state says what the oracle says."""
    assert set(state.records) == set(picture.of)
    for name, record in state.records.items():
        assert record.created_by == picture.maker[name]
        assert view.values(record) == picture.values(name)
        assert scopes.home(state, name) == picture.home(name)
        assert set(record.edits) == picture.live(name)
        for field, each in record.fields.items():
            if isinstance(each, Elements):
                assert {e: set(each.adds(e)) for e in each.members()} == picture.adds(name, field)
            else:
                assert set(each.heads) == set(picture.heads(name, field))
            assert view.bases(record, field) == _by_number(picture.shown_bases(name, field))
        assert set(saw.closings(record)) == picture.closings(name)
        if ENTITIES[record.entity].closing:
            assert set(saw.bundle(state, name)) == picture.bundle(name)
    assert found(state) == picture.conflicts(DAYS)
    assert {each.key: set(each.names) for each in conflicts.claims(state)} == picture.claims()


def _by_number(bases):
    def ordered(names):
        return sorted(names, key=lambda name: tuple(map(int, name.split("."))))

    return {e: ordered(names) for e, names in bases.items()} if isinstance(bases, dict) else ordered(bases)


def check_history(tape: bytes) -> None:
    """The property itself, for one history."""
    world = World(Tape(tape)).live(MAKERS, most=90)
    made = range(len(world.groups))
    picture = Picture(world.applied_edits())
    states = set()
    for seed in range(3):
        pick = random.Random(seed + len(tape))
        order = another_order(world, lambda ready, pick=pick, seed=seed: pick.randrange(ready) if seed else 0)
        state, refused = run(world, order)
        assert refused == world.refused
        assert set(order) == set(made)
        states.add(state.canonical())
        for number in pick.sample(world.applied, min(5, len(world.applied))):
            again = apply_group(state, replayed(world.groups[number].edits))
            assert set(again.outcomes.values()) <= {Outcome.REPEAT, Outcome.WITHDRAWN}
            assert again.state == state
    agrees(state, picture)
    assert len(states) == 1
    SEEN["groups held and released late"] += sum(group.held for group in world.groups)
    count(state, picture)


def count(state: State, picture: Picture) -> None:
    """Count what this history held, for the report and for the test that nothing is left out."""
    SEEN["histories"] += 1
    SEEN["edits"] += len(picture.edits)
    open_now = found(state)
    for key, names in picture.all_conflicts(DAYS):
        SEEN[f"conflict.{key.split(':')[0]}"] += 1
        SEEN["ruled on"] += picture.ruled(key, names)
    SEEN["conflict.life_claim"] += len(conflicts.claims(state))
    SEEN["open conflicts"] += len(open_now)
    for record in state.records.values():
        for name, each in record.fields.items():
            rule = ENTITIES[record.entity].fields[name]
            if len(set(each.live())) > 1:
                SEEN[f"several heads.{rule.policy}"] += 1
            if name in ("household", "grid") and each.gone:
                SEEN["moves"] += 1


@histories(200)
@given(st.binary(min_size=500, max_size=1400))
def test_any_causally_possible_order_gives_what_the_oracle_says(tape: bytes) -> None:
    check_history(tape)


def test_the_histories_held_every_conflict_policy_and_outcome() -> None:
    if not SEEN["histories"]:
        test_any_causally_possible_order_gives_what_the_oracle_says()
    print("\n" + "\n".join(f"{SEEN[name]:>8}  {name}" for name in sorted(SEEN)))
    wanted = [kind.counter for kind in ConflictKind]
    wanted += [outcome.counter for outcome in (*Outcome, *FieldOutcome) if outcome is not Outcome.REPEAT]
    wanted += [f"several heads.{p}" for p in (Policy.LAST, Policy.SET, Policy.MACHINE, Policy.REVIEW)]
    wanted += [
        "moves",
        "ruled on",
        "groups held and released late",
        "refusal.base_not_displayed",
        "refusal.bad_value",
        "refusal.missing_record",
    ]
    assert [name for name in wanted if not SEEN[name]] == []
