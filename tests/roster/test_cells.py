"""Cells as people type them."""

import datetime

import pytest

from server.roster.person import number
from server.roster.problems import Code
from server.roster.sheet import text
from tests.roster.rowing import codes, read
from tests.roster.sheets import TODAY
from tests.roster.sheets import number as identity


@pytest.mark.parametrize(
    "cell",
    [
        "1990-01-02", "1990-1-2", "1990/1/2", "1990.1.2", "1990.01.02", "19900102",
        "1990年1月2日", "１９９０年１月２日", "1990--1-2", "1990..1.2", "1990 1 2", "1990  01  02",
        "一九九〇年一月二日", "一九九零年一月二号",
        "1990-01-02 00:00:00", 32875, "32875", 32875.0, datetime.date(1990, 1, 2), datetime.datetime(1990, 1, 2),
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_usual_style(cell: text.Cell) -> None:
    assert text.date(cell) == datetime.date(1990, 1, 2)


@pytest.mark.parametrize(
    "cell",
    [
        "1990-02-30",
        "1990",
        "13",
        "一九九零年",
        "1990-13-01",
        "abc",
        90,
        "一九九零年十三月一日",
        "1990 12",
        "九〇年一月二日",
    ],
)
def test_what_is_no_date_is_not_made_one(cell: text.Cell) -> None:
    assert text.date(cell) is None


def test_a_date_without_a_year_is_known_as_such() -> None:
    assert text.yearless("5月31日") and text.yearless("5.31") and not text.yearless("1990.5.31")


@pytest.mark.parametrize(
    "typed",
    ["10012345678", "+86 100 1234 5678", "86-10012345678", "０１００12345678"[1:], "100-1234-5678", "+8610012345678"],
)
def test_a_mobile_number_is_bared_of_its_country_and_spaces(typed: str) -> None:
    assert text.phone(typed) == "10012345678"


def test_a_landline_keeps_its_hyphen_and_a_word_is_no_telephone() -> None:
    assert text.phone("0990-1234567") == "0990-1234567"
    assert text.phone("无") is None
    assert text.phone("1001234567") is None


@pytest.mark.parametrize(
    ("said", "meant"), [("3", 3), ("03", 3), ("三", 3), ("十二", 12), ("二十", 20), ("二十一", 21)]
)
def test_small_numbers_are_read_in_figures_and_in_chinese(said: str, meant: int) -> None:
    assert text.number(said) == meant


def test_a_header_is_found_through_stars_spaces_and_remarks_in_brackets() -> None:
    assert text.header("* 姓 名：") == "姓名"
    assert text.header("联系电话（必填）") == "联系电话"


def test_names_lose_inner_spaces_unless_they_are_latin() -> None:
    assert text.name("测　甲") == "测甲"
    assert text.name(" Anna  Test ") == "Anna Test"


def test_an_identity_number_is_put_right_and_tells_birth_and_sex() -> None:
    right = next(n for n in (identity(s) for s in range(1, 200)) if n.endswith("X"))
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in right.lower())
    found = number.read(f" {wide[:6]} {wide[6:]} ", "", TODAY)
    assert (found.text, found.kind, found.code) == (right, "id_card", None)
    assert (found.birth, found.sex) == ("1980-05-31", "m")


def test_a_fifteen_digit_number_becomes_eighteen() -> None:
    old = "990101800531001"
    assert number.read(old, "", TODAY).text[:17] == "99010119800531001"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("99010119800531", Code.ID_LENGTH),
        ("99010119800531****", Code.ID_CHARACTERS),
        ("000101198005310010", Code.ID_REGION),
        ("990101198013310010", Code.ID_BIRTH),
        (identity(3, "2030-01-01"), Code.ID_BIRTH),
        (identity(3)[:17] + ("1" if identity(3)[17] == "0" else "0"), Code.ID_CHECK_DIGIT),
        (9.90101198005311e17, Code.ID_EXCEL_NUMBER),
        ("9.90101E+17", Code.ID_EXCEL_NUMBER),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(cell: text.Cell, code: Code) -> None:
    assert number.read(cell, "", TODAY).code == code


def test_other_documents_are_taken_as_they_are() -> None:
    assert number.read("A990000001", "", TODAY).kind == "birth_certificate"
    assert number.read("EX9000001", "passport", TODAY).kind == "passport"
    assert number.read("", "", TODAY).kind == "none"
    permit = "81000019800531001"
    from server.rules.identity import check_character

    assert number.read(permit + check_character(permit), "", TODAY).kind == "permit"


@pytest.mark.parametrize(
    "cell", ["1980.5", "1980-05", "1980年5月", "198005", 1980.05, "1980", 1980, datetime.date(1980, 5, 1)]
)
def test_a_birth_without_a_day_is_no_fault_where_the_identity_number_bears_it_out(cell: text.Cell) -> None:
    person = read(["姓名", "出生年月", "身份证号"], "测甲", cell, identity(1))
    assert person.values["birth"] == "1980-05-31" and person.problems == []


def test_a_birth_without_a_day_is_kept_in_the_note_and_told() -> None:
    person = read(["姓名", "出生年月"], "测甲", "1980.5")
    assert "birth" not in person.values and person.values["note"] == "出生年月: 1980.5"
    assert codes(person) == [("出生年月", "birth.without_day")] and person.good()
    assert codes(read(["姓名", "出生年月", "身份证号"], "测甲", "1980.6", identity(1))) == [
        ("出生年月", "birth.contradicts_id")
    ]


@pytest.mark.parametrize("cell", ["无", "/", "——", "未上户", ""])
def test_no_number_and_no_telephone_are_said_in_words_too(cell: str) -> None:
    person = read(["姓名", "身份证号", "联系电话"], "测甲", cell, cell)
    assert person.values == {"name": "测甲", "id_kind": "none"} and person.problems == []


def test_of_two_telephones_the_first_is_taken_and_the_other_kept() -> None:
    person = read(["姓名", "联系电话"], "测甲", "+86 100 0000 0001、10000000002")
    assert person.values["phone"] == "10000000001" and person.values["note"] == "联系电话: 10000000002"
    assert [(cell.column, cell.after) for cell in person.mended] == [("联系电话", "10000000001")]


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (datetime.datetime(2026, 3, 2), "3-2"), (datetime.date(2026, 12, 31), "12-31"),
        (datetime.date(2026, 3, 1), "3-1"), (datetime.date(1945, 3, 1), "3-45"), ("3月2日", "3-2"),
    ],
)  # fmt: skip
def test_a_door_that_excel_made_a_day_is_a_door_again(cell: text.Cell, meant: str) -> None:
    person = read(["姓名", "门牌号", "户号"], "测甲", cell, cell)
    assert person.home == {"door": meant} and person.household_no == meant
    assert [(cell.column, cell.after) for cell in person.mended] == [("门牌号", meant), ("户号", meant)]


@pytest.mark.parametrize("cell", ["3-2", "12", 12, "2026-03-02", "3月2日巷", "十二号之一"])
def test_a_door_that_is_one_stays_as_it_is(cell: text.Cell) -> None:
    person = read(["姓名", "门牌号"], "测甲", cell)
    assert person.home == {"door": str(cell)} and person.mended == []


@pytest.mark.parametrize(
    "cell",
    ["10012345678（儿子）", "10012345678儿子", "儿子10012345678", "儿子：100 1234 5678", "（儿子）10012345678"],
)
def test_whose_telephone_it_is_is_told_beside_the_number(cell: str) -> None:
    person = read(["姓名", "联系电话"], "测甲", cell)
    assert (person.values["phone"], person.values["phone_of"]) == ("10012345678", "儿子")
    assert person.problems == [] and "note" not in person.values
    assert [mended.after for mended in person.mended] == ["10012345678"]


@pytest.mark.parametrize(
    ("cell", "note"),
    [
        ("10012345678 10012345679", "10012345679"), ("10012345678\n10012345679", "10012345679"),
        ("10012345678（空号）", "空号"), ("手机10012345678 座机0999-1234567", "座机0999-1234567"),
    ],
)  # fmt: skip
def test_what_else_stands_beside_a_telephone_is_kept_in_the_note(cell: str, note: str) -> None:
    person = read(["姓名", "联系电话"], "测甲", cell)
    assert person.values["phone"] == "10012345678" and "phone_of" not in person.values and person.problems == []
    assert person.values["note"] == f"联系电话: {note}"


@pytest.mark.parametrize("cell", ["1001234567（儿子）", "10012345678转801", "儿子", "TRUE", "100123456789 1"])
def test_what_is_no_telephone_is_still_told(cell: str) -> None:
    person = read(["姓名", "联系电话"], "测甲", cell)
    assert codes(person) == [("联系电话", "phone.malformed")] and "phone" not in person.values


def test_whose_telephone_it_is_stays_as_its_own_column_says() -> None:
    person = read(["姓名", "联系电话", "机主"], "测甲", "10012345678（儿子）", "长子王大")
    assert person.values["phone_of"] == "长子王大" and person.values["note"] == "联系电话: 儿子"


@pytest.mark.parametrize("said", ["户主之妻", "户主的妻子", "系户主之妻", "户主妻子", "其妻", "之妻"])
def test_a_relation_is_known_behind_the_words_of_the_head(said: str) -> None:
    assert read(["姓名", "与户主关系"], "测甲", said).values["relation"] == "12"
    assert read(["姓名", "与户主关系"], "测甲", "户主之子").values["relation"] == "20"
    assert read(["姓名", "与户主关系"], "测甲", "户主").values["relation"] == "02"


@pytest.mark.parametrize("said", ["身份证{}", "身份证号：{}", "{}（遗失）", "{}遗失"])
def test_an_identity_number_with_words_beside_it_is_taken(said: str) -> None:
    person = read(["姓名", "身份证号"], "测甲", said.format(identity(1)))
    assert person.values["id_number"] == identity(1) and person.problems == []
    assert [cell.after for cell in person.mended] == [identity(1)]
    assert person.values.get("note") == ("身份证号: 遗失" if "遗失" in said else None)


def test_a_date_in_chinese_numerals_has_tens() -> None:
    assert text.date("一九八〇年五月三十一日") == datetime.date(1980, 5, 31)
    assert text.date("二〇〇一年十二月二十日") == datetime.date(2001, 12, 20)
