"""A newer list against what its source last said: pure, without a database."""

from __future__ import annotations

from typing import Any

from server.roster.newer import dosing
from server.roster.newer.compare import compare, said
from sync.edit import Change, Edit, Kind
from sync.merge import merge
from sync.state import Record, State

LIST, NEWER, DOOR, OFFICE = "5.1", "5.2", "3.1", "9.1"
SOURCE = frozenset({LIST, NEWER})
FIRST = {"name": "测甲", "phone": "10011111111", "groups": ["elderly"]}


def written(*edits: tuple[str, dict[str, tuple[Any, Any]]]) -> Record:
    """A resident made by the list, then edited: (edit id, {field: (value, base)})."""
    state = State({"1.1": Record("1.1", "household", "1.1")})
    fields = {"household": Change("1.1"), "name": Change("测甲"), "phone": Change("10011111111")}
    fields |= {"groups": Change({"add": ["elderly"]})}
    first = Edit(LIST, 5, 1, LIST, 1, 0, Kind.CREATE, "resident", f"{LIST}:2r", fields, eff=10, authority=True)
    state = merge(state, first).state
    for serial, (name, given) in enumerate(edits, 11):
        device, _, n = name.partition(".")
        changes = {key: Change(*each) for key, each in given.items()}
        edit = Edit(name, int(device), int(n), name, 1, 0, Kind.SET, "resident", first.record, changes, eff=serial)
        merged = merge(state, edit)
        assert merged.refusal is None
        state = merged.state
    return state.records[first.record]


def test_an_unchanged_cell_says_nothing_whatever_was_learned_meanwhile() -> None:
    at_the_door = written((DOOR, {"phone": ("10022222222", (LIST,)), "name": ("测假", (LIST,))}))
    compared = compare(at_the_door, FIRST, FIRST, SOURCE)
    assert (compared.fields, compared.differing) == ({}, [])


def test_a_changed_cell_replaces_the_source_s_own_word() -> None:
    compared = compare(written(), FIRST, {**FIRST, "phone": "10033333333", "name": "测佳"}, SOURCE)
    assert compared.fields == {"phone": ("10033333333", (LIST,)), "name": ("测佳", (LIST,))}
    assert compared.differing == []


def test_a_cell_that_was_blank_fills_an_empty_field() -> None:
    compared = compare(written(), FIRST, {**FIRST, "employer": "镇小学"}, SOURCE)
    assert compared.fields == {"employer": ("镇小学", ())}


def test_a_blank_or_absent_cell_deletes_nothing() -> None:
    compared = compare(written(), FIRST, {"name": "测甲", "phone": "", "groups": []}, SOURCE)
    assert (compared.fields, compared.differing) == ({}, [])


def test_what_was_learned_at_the_door_stays_and_the_difference_is_noted() -> None:
    at_the_door = written((DOOR, {"phone": ("10022222222", (LIST,))}))
    compared = compare(at_the_door, FIRST, {**FIRST, "phone": "10033333333"}, SOURCE)
    assert compared.fields == {}
    [found] = compared.differing
    assert (found.field, found.ours, found.theirs, found.reviewed) == ("phone", "10022222222", "10033333333", False)


def test_what_was_cleared_at_the_door_is_not_filled_again() -> None:
    cleared = written((DOOR, {"phone": (None, (LIST,))}))
    compared = compare(cleared, FIRST, {**FIRST, "phone": "10033333333"}, SOURCE)
    assert compared.fields == {} and [each.ours for each in compared.differing] == [None]


def test_two_names_go_to_review_on_top_of_the_list_s_own_word() -> None:
    at_the_door = written((DOOR, {"name": ("测假", (LIST,))}))
    compared = compare(at_the_door, FIRST, {**FIRST, "name": "测佳"}, SOURCE)
    assert compared.fields == {"name": ("测佳", (LIST,))}
    assert [each.reviewed for each in compared.differing] == [True]


def test_a_third_list_stands_on_the_second_one_s_word() -> None:
    disputed = written((DOOR, {"name": ("测假", (LIST,))}), (NEWER, {"name": ("测佳", (LIST,))}))
    compared = compare(disputed, {**FIRST, "name": "测佳"}, {**FIRST, "name": "测家"}, SOURCE | {"5.3"})
    assert compared.fields == {"name": ("测家", (NEWER,))}


def test_a_list_that_comes_round_to_the_door_s_word_ends_the_review() -> None:
    disputed = written((DOOR, {"name": ("测假", (LIST,))}), (NEWER, {"name": ("测佳", (LIST,))}))
    compared = compare(disputed, {**FIRST, "name": "测佳"}, {**FIRST, "name": "测假"}, SOURCE)
    assert compared.fields == {"name": ("测假", (NEWER,))}


def test_a_list_that_says_what_the_door_said_changes_nothing() -> None:
    at_the_door = written((DOOR, {"phone": ("10022222222", (LIST,)), "name": ("测假", (LIST,))}))
    compared = compare(at_the_door, FIRST, {**FIRST, "phone": "10022222222", "name": "测假"}, SOURCE)
    assert (compared.fields, compared.differing) == ({}, [])


def test_somebody_from_another_source_is_filled_and_never_overwritten() -> None:
    there = written((OFFICE, {"phone": ("10022222222", (LIST,))}))
    compared = compare(there, None, {"name": "测佳", "phone": "10022222222", "job": "教师"}, frozenset())
    assert compared.fields == {"job": ("教师", ())}
    assert [(each.field, each.theirs, each.reviewed) for each in compared.differing] == [("name", "测佳", False)]


def test_groups_come_in_and_never_go_out() -> None:
    compared = compare(written(), FIRST, {**FIRST, "groups": ["medical"]}, SOURCE)
    assert compared.fields == {"groups": ({"add": ["medical"]}, {})}


def test_a_group_taken_out_at_the_door_is_only_a_difference() -> None:
    without = written((DOOR, {"groups": ({"remove": ["elderly"]}, {"elderly": (LIST,)})}))
    compared = compare(without, {"name": "测甲"}, FIRST, SOURCE)
    assert compared.fields == {} and [each.theirs for each in compared.differing] == [["elderly"]]


def test_nothing_is_written_of_somebody_who_has_moved_away() -> None:
    gone = written((DOOR, {"life_state": ("moved_out", ())}))
    compared = compare(gone, FIRST, {**FIRST, "phone": "10033333333", "name": "测佳"}, SOURCE)
    assert compared.fields == {}
    assert {each.field: each.reviewed for each in compared.differing} == {"phone": False, "name": False}


def test_a_row_without_a_number_says_nothing_of_somebody_s_papers() -> None:
    there = written((OFFICE, {"id_kind": ("id_card", ()), "id_number": ("990101195001010017", ())}))
    compared = compare(there, None, {"name": "测甲", "id_kind": "none"}, frozenset())
    assert (compared.fields, compared.differing) == ({}, [])


def test_a_source_s_last_word_on_a_field_survives_a_blank_in_between() -> None:
    rows = [{"phone": "10011111111", "name": "测甲"}, {"phone": "", "name": "测乙"}]
    assert said(rows) == {"phone": "10011111111", "name": "测乙"}


ONE = {"number": 1, "on": "2021-04-01", "product": "bibp", "known": "declared"}
TWO = {"number": 2, "on": "2021-05-01", "product": "bibp", "known": "declared"}


def doses(known: list[tuple[str, dict[str, Any]]], last: Any, now: Any, closed: bool = False) -> dosing.Doses:
    return dosing.compare(dosing.Known.of(known), last, now, SOURCE, closed)


def test_a_dose_of_the_same_number_and_day_is_known_already() -> None:
    found = doses([("3.7", ONE)], [], [{**ONE, "known": "registry", "place": "镇卫生院"}, TWO])
    assert (found.fresh, found.differing) == ([TWO], [])


def test_another_day_for_a_dose_we_know_is_a_difference() -> None:
    found = doses([("3.7", ONE)], [], [{**ONE, "on": "2021-04-08"}])
    assert found.fresh == [] and [each.record for each in found.differing] == ["3.7"]


def test_a_source_corrects_its_own_dose_but_not_what_the_door_made_of_it() -> None:
    newer = {**ONE, "on": "2021-04-08"}
    own = doses([(f"{LIST}:2d1", ONE)], [ONE], [newer])
    assert own.fresh == [{**newer, "voids": f"{LIST}:2d1"}] and own.differing == []
    corrected = {**ONE, "on": "2021-04-02", "voids": f"{LIST}:2d1"}
    other = doses([(f"{LIST}:2d1", ONE), ("3.9", corrected)], [ONE], [newer])
    assert other.fresh == [] and [each.record for each in other.differing] == ["3.9"]


def test_a_dose_taken_back_at_the_door_is_not_put_back() -> None:
    taken_back = [(f"{LIST}:2d1", ONE), ("3.9", {"voids": f"{LIST}:2d1", "retract": True})]
    assert doses(taken_back, [ONE], [ONE]) == dosing.Doses()
    again = doses(taken_back, [], [ONE])
    assert again.fresh == [] and [each.record for each in again.differing] == [None]


def test_a_dose_on_a_day_that_we_know_under_another_number_is_not_doubled() -> None:
    found = doses([("3.7", {**ONE, "number": 2})], [], [ONE])
    assert found.fresh == [] and [each.record for each in found.differing] == ["3.7"]


def test_a_list_without_numbers_counts_on_from_what_is_known() -> None:
    found = doses([("3.7", ONE)], [], [{"on": "2021-05-01"}, {"on": "2021-04-01"}])
    assert found.fresh == [{"on": "2021-05-01", "number": 2}] and found.differing == []


def test_a_list_that_only_says_vaccinated_adds_a_dose_to_nobody_who_has_one() -> None:
    assert doses([("3.7", ONE)], [], [{"known": "declared"}]) == dosing.Doses()
    assert doses([], [], [{"known": "declared"}]).fresh == [{"known": "declared", "number": 1}]


def test_a_dose_without_a_number_before_one_that_we_know_is_a_difference() -> None:
    found = doses([("3.7", ONE)], [], [{"on": "2021-03-01"}])
    assert found.fresh == [] and [each.theirs["number"] for each in found.differing] == [2]


def test_a_contraindication_of_a_known_kind_is_not_made_again() -> None:
    kinds = [{"kind": "fever", "state": "suspected"}, {"kind": "allergy", "state": "suspected"}]
    assert dosing.new_kinds(["fever"], [], kinds) == kinds[1:]
    assert dosing.new_kinds([], kinds, kinds) == []
