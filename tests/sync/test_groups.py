"""Edits that belong together are applied together or not at all; the rows of one import share one edit id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync import merge
from sync.edit import Change, Edit, Kind
from sync.merge import apply_group
from sync.outcomes import Outcome, RefusalCode
from sync.state import State
from tests.sync.world import roster


def change(n: int, first: int = 1, size: int = 3, **values: object) -> Edit:
    fields = {name: Change(value, ("3.1",)) for name, value in values.items()}
    return Edit(f"17.{n}", 17, n, f"17.{first}", size, 1, Kind.SET, "resident", "3.1:1r", fields)


def start() -> State:
    return apply_group(State(), roster()).state


THREE = [change(1, phone="1"), change(2, note="x"), change(3, name="z")]


def test_half_a_group_is_refused() -> None:
    applied = apply_group(start(), THREE[:2])
    assert applied.refusal is not None and applied.refusal.code is RefusalCode.GROUP_BROKEN


def test_a_whole_group_is_applied() -> None:
    applied = apply_group(start(), THREE)
    assert applied.outcomes == dict.fromkeys(["17.1", "17.2", "17.3"], Outcome.CHANGED)
    assert [sorted(result.fields) for result in applied.results] == [["phone"], ["note"], ["name"]]


@pytest.mark.parametrize(
    "edits",
    [
        [],
        [THREE[1], THREE[0], THREE[2]],
        [THREE[0], THREE[1], change(4, name="z")],
        [THREE[0], THREE[1], change(3, first=3, name="z")],
        [THREE[0], THREE[1], replace(THREE[2], size=2)],
        [THREE[0], THREE[0], THREE[0]],
    ],
    ids=["none", "out of order", "with a gap", "of two groups", "of two sizes", "the same thrice"],
)
def test_edits_that_do_not_belong_together_are_no_group(edits: list[Edit]) -> None:
    assert not merge.whole(edits)


def test_the_third_edit_of_a_group_takes_the_first_two_with_it() -> None:
    before = start()
    applied = apply_group(before, [*THREE[:2], change(3, sex="x")])
    assert applied.refusal is not None and (applied.refusal.edit, applied.refusal.path) == ("17.3", "sex")
    assert applied.state == before and set(applied.outcomes.values()) == {Outcome.REFUSED}


def test_a_group_that_comes_again_is_a_repeat() -> None:
    once = apply_group(start(), THREE).state
    again = apply_group(once, THREE)
    assert set(again.outcomes.values()) == {Outcome.REPEAT} and again.state == once


def test_a_withdrawn_member_keeps_its_place() -> None:
    taken_back = replace(THREE[1], kind=Kind.WITHDRAW, fields={})
    applied = apply_group(start(), [THREE[0], taken_back, THREE[2]])
    assert applied.outcomes["17.2"] is Outcome.WITHDRAWN and applied.refusal is None


def test_all_rows_of_an_import_share_one_edit_and_a_second_import_of_it_is_a_repeat() -> None:
    applied = apply_group(start(), roster())
    assert [result.outcome for result in applied.results] == [Outcome.REPEAT] * 5
