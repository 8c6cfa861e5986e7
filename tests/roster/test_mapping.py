"""Columns that the clerk names by hand, and files of the same shape that come again."""

from collections.abc import Sequence

from flask import Flask

from server.roster.sheet import mapping
from server.roster.sheet.files import Sheet
from server.roster.sheet.header import Header, at, find, mapped, shape
from server.roster.sheet.text import Cell
from server.store.session import store

ROWS: list[list[Cell]] = [
    ["柳树村名册"],
    ["称呼", "证号", "手机号", "村民组", ""],
    ["测甲", "99010119800531001X", "10000000001", "1组", "户主"],
]


def sheet(rows: Sequence[list[Cell]]) -> Sheet:
    return Sheet("", lambda: iter([list(row) for row in rows]))


def chosen() -> Header:
    header = at(sheet(ROWS), 2)
    assert header is not None
    return header


def keys(header: Header) -> list[str | None]:
    return [column.key if column.taken else None for column in header.columns]


def test_a_header_that_nobody_recognises_is_pointed_out_and_its_columns_named() -> None:
    assert find(sheet(ROWS)) is None
    header = chosen()
    assert [column.title for column in header.columns] == ["称呼", "证号", "手机号", "村民组", "E"]
    named = mapped(header, {0: "name", 1: "id_number", 3: "group", 4: "relation"})
    assert keys(named) == ["name", "id_number", "phone", "group", "relation"]


def test_a_key_given_to_one_column_is_taken_from_the_other() -> None:
    header = find(sheet([["姓名", "电话", "手机号"], ["测甲", "1", "2"]]))
    assert header is not None and keys(header) == ["name", "phone", None]
    assert keys(mapped(header, {2: "phone"})) == ["name", None, "phone"]
    assert keys(mapped(header, {1: None})) == ["name", None, "phone"]
    assert keys(mapped(header, {1: "no such key"})) == ["name", "phone", None]


def test_files_of_one_shape_have_the_same_titles_in_the_same_places() -> None:
    again = at(sheet([["称 呼：", "证号", "手机号", "村民组"], ["测乙", "", "", ""]]), 1)
    other = at(sheet([["证号", "称呼", "手机号", "村民组"], ["", "测乙", "", ""]]), 1)
    assert again is not None and other is not None
    assert shape(again) == shape(chosen()) == shape(mapped(chosen(), {0: "name"})) != shape(other)


def test_what_a_clerk_said_is_remembered_until_it_is_said_otherwise(app: Flask) -> None:
    known = shape(chosen())
    with store().writing() as session:
        assert mapping.recall(session, known) is None
        mapping.remember(session, known, {0: "name", 4: None}, 1, 5)
        assert mapping.recall(session, known) == {0: "name", 4: None}
        mapping.remember(session, known, {0: "head_name"}, 1, 6)
    with store().reading() as session:
        assert mapping.recall(session, known) == {0: "head_name"}
