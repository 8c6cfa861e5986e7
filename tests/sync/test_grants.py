"""An edit is authorised by the grant under which it was made; after the handover time it is refused, never lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import grants
from sync.grants import Grant, Verdict
from tests.sync.budget import histories

GRID, OTHER, VILLAGE, TOWN = "990101100001-01", "990101100001-02", "990101100001", "990101100000"
HOUR = 3_600_000
GRANT = st.builds(
    Grant, st.sampled_from([GRID, OTHER, VILLAGE, TOWN, "990101100002"]), st.integers(0, 20),
    st.none() | st.integers(0, 30),
)  # fmt: skip
COVERED = {GRID: {GRID, VILLAGE, TOWN}, OTHER: {OTHER, VILLAGE, TOWN}, VILLAGE: {VILLAGE, TOWN}, TOWN: {TOWN}}


def check_grants(held: list[Grant], scope: str, made_at: int, receipt: int, window: int) -> None:
    """The property: by definition, grant by grant, best verdict first."""
    covering = [g for g in held if g.area in COVERED[scope] and g.since <= receipt]
    in_force = [g for g in covering if g.until is None or receipt < g.until]
    made_under = [g for g in covering if g.until is not None and made_at < g.until <= receipt <= g.until + window]
    wanted = (
        Verdict.GRANTED
        if in_force
        else Verdict.HANDOVER
        if made_under
        else Verdict.ENDED
        if covering
        else Verdict.NEVER
    )
    assert grants.judge(held, scope, made_at, receipt, window) is wanted


@histories(200)
@given(
    st.lists(GRANT, max_size=4),
    st.sampled_from(sorted(COVERED)),
    st.integers(0, 40),
    st.integers(0, 40),
    st.integers(0, 9),
)
def test_an_edit_is_judged_by_the_grant_under_which_it_was_made(held, scope, made_at, receipt, window) -> None:
    check_grants(held, scope, made_at, receipt, window)


@pytest.mark.parametrize(
    ("made", "received", "verdict"),
    [
        (9, 9, "granted"),
        (9, 10, "handover"),
        (9, 82, "handover"),
        (9, 83, "ended"),
        (10, 11, "ended"),
        (11, 12, "ended"),
    ],
)
def test_a_grid_taken_away_at_ten_oclock_hands_over_for_72_hours(made: int, received: int, verdict: str) -> None:
    held = [Grant(VILLAGE, 0, 10 * HOUR)]
    told = grants.judge(held, GRID, made * HOUR, received * HOUR)
    assert told == verdict
    assert told.mark == ("handover" if verdict == "handover" else None)


def test_a_scope_that_was_never_granted_is_refused() -> None:
    assert not grants.judge([Grant(OTHER, 0)], GRID, 1, 1).allowed
    assert not grants.judge([], GRID, 1, 1).allowed


def test_a_clock_that_is_wrong_never_refuses_while_the_grant_is_in_force() -> None:
    assert grants.judge([Grant(GRID, 5 * HOUR)], GRID, made_at=1, receipt=6 * HOUR).allowed
