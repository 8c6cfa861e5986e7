"""Each check of the engine is needed: with it taken out, the named test turns red.

The mutants are real: the engine runs with one function replaced, and the body of the named test must then fail on one
of a fixed set of examples. With every check in place the same examples pass.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync import admit, canonical, clock, conflicts, grants, heads, merge, view
from sync.conflicts import doses, lives
from sync.grants import Verdict
from sync.state import Field
from tests.sync import test_convergence, test_grants, test_groups, test_invariants

TRIES = 60
CONVERGENCE = "test_any_causally_possible_order_gives_what_the_oracle_says"
HALF = "test_half_a_group_is_refused"
REVIEWS = "test_every_concurrent_edit_of_a_review_field_has_a_conflict_on_record"
CLOCKS = "test_a_sequential_edit_never_loses_under_any_clock"
GRANTS = "test_an_edit_is_judged_by_the_grant_under_which_it_was_made"


def _histories(seed: int) -> None:
    pick = random.Random(seed)
    test_convergence.check_history(pick.randbytes(pick.randrange(700, 1400)))


def _grants(seed: int) -> None:
    pick = random.Random(seed)
    held = [grants.Grant(test_grants.GRID, pick.randrange(20), pick.randrange(30)) for _ in range(pick.randrange(3))]
    test_grants.check_grants(held, test_grants.GRID, pick.randrange(40), pick.randrange(40), pick.randrange(9))


def _property(test: str) -> Callable[[int], None]:
    """A property of `test_invariants` on fixed examples, without looking for the smallest that fails."""
    inner = getattr(test_invariants, test).hypothesis.inner_test
    fixed = settings(max_examples=15, derandomize=True, database=None, deadline=None, phases=[Phase.generate])
    return lambda seed: fixed(given(st.data())(inner))()


BODIES: dict[str, tuple[object, Callable[[int], None]]] = {
    CONVERGENCE: (test_convergence, _histories),
    GRANTS: (test_grants, _grants),
    REVIEWS: (test_invariants, _property(REVIEWS)),
    CLOCKS: (test_invariants, _property(CLOCKS)),
    HALF: (test_groups, lambda seed: test_groups.test_half_a_group_is_refused()),
}


def _last_click_wins(field, rule, edit, change):
    gone = {name: heads.mark(rule, value) for name, value in field.heads.items()}
    return Field({edit.id: change.value}, {**field.gone, **gone})


def _forgets_superseded(field, rule, edit, change):
    kept = {name: value for name, value in field.heads.items() if name not in change.ids()}
    return Field(kept | {edit.id: change.value}, field.gone)


def _arrival_order_wins(record, each, name):
    return False, list(record.edits).index(name) if name in record.edits else 0, (0, 0)


def _hasty_mark(rule, value):
    return str(value) if rule.machine else canonical.digest(0, 4)


def _without_bases(at, offset, receipt, base_effs):
    return min(at - offset, receipt)


MUTANTS = [
    ("the base check: any heads may be replaced", CONVERGENCE, admit, "displayed_together", lambda *_: True),
    ("base: an edit replaces every head, seen or not", CONVERGENCE, heads, "replace_heads", _last_click_wins),
    ("base: the superseded are forgotten", CONVERGENCE, heads, "replace_heads", _forgets_superseded),
    ("the marks of superseded values", CONVERGENCE, heads, "mark", _hasty_mark),
    ("the duplicate check", CONVERGENCE, merge, "already_applied", lambda record, edit: False),
    ("the group's atomicity", CONVERGENCE, merge, "roll_back", lambda before, reached: reached),
    ("the check that a group is whole", HALF, merge, "whole", lambda edits: True),
    ("the grant check", GRANTS, grants, "judge", lambda *_: Verdict.GRANTED),
    ("the order of last writers: arrival instead of eff", CONVERGENCE, view, "_rank", _arrival_order_wins),
    ("what authors knew of a life state", CONVERGENCE, lives, "_unknowing", lambda *_: True),
    ("reviews: nobody is asked", REVIEWS, view, "contested", lambda record, name: False),
    ("clocks: what an edit replaced does not count", CLOCKS, clock, "effective", _without_bases),
    ("doses that are not plainly apart", CONVERGENCE, doses, "_plainly_apart", lambda *_: True),
    ("rulings silence", CONVERGENCE, conflicts, "silenced", lambda *_: False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "test", "module", "function", "mutant"), MUTANTS, ids=[m[0] for m in MUTANTS])
def test_without_this_check_the_named_test_fails(name, test, module, function, mutant, monkeypatch) -> None:
    where, body = BODIES[test]
    assert hasattr(where, test)
    monkeypatch.setattr(module, function, mutant)
    for seed in range(TRIES):
        try:
            body(seed)
        except AssertionError:
            return
    pytest.fail(f"{name}: {test} stayed green through {TRIES} examples")


@pytest.mark.parametrize("test", [CONVERGENCE, GRANTS, REVIEWS, CLOCKS])
def test_with_every_check_in_place_the_same_examples_pass(test: str) -> None:
    for seed in range(TRIES // 3):
        BODIES[test][1](seed)
