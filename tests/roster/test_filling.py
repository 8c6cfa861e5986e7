"""Cells written once for several rows, and where they end."""

from collections.abc import Sequence

from server.roster.sheet.body import Body
from server.roster.sheet.files import Row, Sheet
from server.roster.sheet.header import find
from server.roster.sheet.text import Cell


def filled(rows: Sequence[Row]) -> list[Row]:
    """The people's rows as they are read."""
    header = find(Sheet("", lambda: iter([list(row) for row in rows])))
    assert header is not None
    numbered = [(at, row) for at, row in enumerate(rows, 1) if at - 1 > header.index]
    body = Body(header)
    body.learn([], numbered)
    return [row for _, row in body.people(numbered)]


def column(rows: Sequence[Row], at: int) -> list[Cell]:
    return [row[at] for row in filled(rows)]


def test_members_take_the_number_the_head_and_the_address_of_their_household() -> None:
    rows: list[Row] = [
        ["姓名", "与户主关系", "户号", "户主姓名", "家庭住址"],
        ["测甲", "户主", 1, "测甲", "东街1号"],
        ["测乙", "妻"],
        ["测丙", "户主", 2, "测丙", "东街2号"],
        ["测丁", "子"],
    ]
    assert [row[2:] for row in filled(rows)] == [
        [1, "测甲", "东街1号"], [1, "测甲", "东街1号"], [2, "测丙", "东街2号"], [2, "测丙", "东街2号"],
    ]  # fmt: skip


def test_a_new_head_takes_nothing_from_the_house_above() -> None:
    rows: list[Row] = [
        ["姓名", "关系", "户号", "住址"],
        ["测甲", "户主", 1, "东街1号"],
        ["测乙", "户主"],
        ["测丙", "子"],
    ]
    assert column(rows, 2) == [1, "", ""] and column(rows, 3) == ["东街1号", "", ""]


def test_another_door_is_another_house_even_for_a_member() -> None:
    rows: list[Row] = [["姓名", "关系", "门牌号", "住址"], ["测甲", "户主", "1", "东街"], ["测乙", "子", "2", ""]]
    assert column(rows, 3) == ["东街", ""]


def test_a_group_written_once_goes_on_until_the_next_and_an_empty_one_among_full_ones_stays_empty() -> None:
    once: list[Row] = [
        ["姓名", "关系", "组"],
        ["测甲", "户主", "1组"],
        ["测乙", "户主"],
        ["测丙", "户主", "2组"],
        ["测丁", "户主"],
    ]
    assert column(once, 2) == ["1组", "1组", "2组", "2组"]
    each: list[Row] = [
        ["姓名", "关系", "组"],
        ["测甲", "户主", "1组"],
        ["测乙", "户主", "1组"],
        ["测丙", "户主"],
        ["测丁", "子"],
    ]
    assert column(each, 2) == ["1组", "1组", "", ""]


def test_a_household_of_several_groups_is_none() -> None:
    rows: list[Row] = [
        ["姓名", "组", "户号"],
        ["测甲", "1组", "1"],
        ["测乙", "", ""],
        ["测丙", "2组", ""],
        ["测丁", "", ""],
    ]
    assert column(rows, 2) == ["1", "1", "", ""]


def test_what_was_learnt_and_what_stands_above_goes_from_one_part_to_the_next() -> None:
    rows: list[Row] = [
        ["姓名", "关系", "户号"],
        ["测甲", "户主", 1],
        ["测乙", "子"],
        ["测丙", "子"],
        ["测丁", "户主", 2],
    ]
    header = find(Sheet("", lambda: iter(rows)))
    assert header is not None
    numbered = list(enumerate(rows[1:], 2))
    first = Body(header)
    first.learn([], numbered)
    parts = [list(first.people(numbered[:2])), list(Body(header, first.state()).people(numbered[2:]))]
    assert [row[2] for part in parts for _, row in part] == [1, 1, 1, 2]


def test_a_group_left_empty_is_the_one_above_where_numbers_begin_anew_and_the_next_follows() -> None:
    anew: list[Row] = [["组", "户号", "姓名"], ["1组", 1, "测甲"], ["1组", 2, "测乙"]]
    anew += [["2组", 1, "测丙"], ["", 2, "测丁"], ["", 9, "测戊"]]
    assert column(anew, 0) == ["1组", "1组", "2组", "2组", ""]


def test_where_numbers_go_through_the_whole_list_a_group_left_empty_stays_empty() -> None:
    through: list[Row] = [
        ["组", "户号", "姓名"], ["1组", 1, "测甲"], ["1组", 2, "测乙"], ["2组", 3, "测丙"], ["", 4, "测丁"],
    ]  # fmt: skip
    assert column(through, 0) == ["1组", "1组", "2组", ""]
