"""What a check says of a file: what would go in, what a person must look at, what was put right."""

from pathlib import Path
from typing import Any

import pytest

from server.roster.entry.check import check
from server.roster.person.rows import HOME
from server.roster.problems import Code
from tests.roster.sheets import HEADER, TODAY, families, family, number, table, workbook


def report(path: Path, **more: Any) -> dict[str, Any]:
    return check(path, None, None, TODAY, **more)


def codes(found: dict[str, Any]) -> list[tuple[int, str]]:
    return [(problem["row"], problem["code"]) for problem in found["problems"]]


def test_a_tidy_file_goes_in_whole(tmp_path: Path) -> None:
    found = report(workbook(tmp_path / "a.xlsx", families(4)))
    assert found == {"rows": 12, "households": 4, "residents": 12, "problems": [], "mended": []}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_offices_use(tmp_path: Path, encoding: str) -> None:
    found = report(table(tmp_path / "a.csv", families(2), encoding))
    assert (found["households"], found["residents"], found["problems"]) == (2, 6, [])


def test_title_rows_above_the_header_are_passed_over_and_rows_keep_the_sheets_numbers(tmp_path: Path) -> None:
    rows = [["清河镇柳树村居民名册"], [], ["填报单位：柳树村", None, "2026年11月"], *families(1)]
    rows[-1] = [*rows[-1][:4], "123", *rows[-1][5:]]
    assert codes(report(workbook(tmp_path / "a.xlsx", rows))) == [(7, "id_number.length")]


def test_every_header_of_the_vocabulary_is_one_column_only() -> None:
    from server.roster.vocabulary import read

    columns = read("columns.json")
    words = [word for part in ("taken", "known") for group in columns[part].values() for word in group]
    assert len(words) == len(set(words))
    assert set(HOME) <= set(columns["taken"])


@pytest.mark.parametrize("title", ["身份证号", "身份证号码", "公民身份号码", "证件号码", "*身份证号", "身份证 号码"])
def test_the_identity_number_is_found_under_each_of_its_names(tmp_path: Path, title: str) -> None:
    found = report(table(tmp_path / "a.csv", [["姓名", title], ["测甲", "123"]]))
    assert found["problems"][0]["code"] == "id_number.length"


def test_each_fault_is_reported_with_row_column_and_code(tmp_path: Path) -> None:
    rows = [
        ["姓名", "与户主关系", "性别", "出生日期", "身份证号", "联系电话", "门牌号"],
        ["", "户主", "男", "", number(1), "", "1"],
        ["测乙", "户主", "男", "1980-05-30", number(2), "", "2"],
        ["测丙", "户主", "女", "", number(3), "", "3"],
        ["测丁", "户主", "男", "1980-02-30", "", "", "4"],
        ["测戊", "户主", "男", "5月31日", "", "", "5"],
        ["测己", "户主", "男", "2031-01-01", "", "", "6"],
        ["测庚", "户主", "男", "", number(1), "", "7"],
        ["测辛", "干亲", "未知", "1980-01-01", "", "不详", "8"],
        ["123", "户主", "男", "", "", "", "9"],
    ]
    found = report(workbook(tmp_path / "a.xlsx", rows))
    assert codes(found) == [
        (2, "name.missing"), (3, "birth.contradicts_id"), (4, "sex.contradicts_id"), (5, "birth.impossible"),
        (6, "birth.without_year"), (7, "birth.ahead"), (8, "resident.twice_in_file"), (9, "sex.unknown"),
        (9, "relation.unknown"), (9, "phone.malformed"), (10, "name.malformed"),
    ]  # fmt: skip
    assert found["problems"][0]["column"] == "姓名"
    assert (found["rows"], found["residents"]) == (9, 1)


def test_every_problem_is_said_in_both_languages() -> None:
    from server.roster.problems import FileCode
    from server.words import words

    for code in (*Code, *FileCode):
        chinese, english = words("roster", "zh-CN")[code.value], words("roster", "en")[code.value]
        assert chinese != english and all(
            ord(letter) < 0x3000 or letter in "姓名身份证号与户主关系" for letter in english
        )


def test_what_was_put_right_is_listed(tmp_path: Path) -> None:
    rows = [
        ["姓名", "出生日期", "身份证号", "联系电话"],
        ["测 甲", "1980年5月31日", f" {number(1)[:6]} {number(1)[6:]}", "+86 100 0000 0001"],
    ]
    mended = report(workbook(tmp_path / "a.xlsx", rows))["mended"]
    assert [(cell["column"], cell["to"]) for cell in mended] == [
        ("姓名", "测甲"), ("身份证号", number(1)), ("出生日期", "1980-05-31"), ("联系电话", "10000000001"),
    ]  # fmt: skip
    assert mended[0] == {"row": 2, "column": "姓名", "from": "测 甲", "to": "测甲"}


def test_a_household_is_known_by_its_number(tmp_path: Path) -> None:
    rows = [["户编号", "姓名"], ["A1", "测甲"], ["A2", "测乙"], ["A1", "测丙"]]
    assert report(table(tmp_path / "a.csv", rows))["households"] == 2


def test_a_household_without_a_number_is_known_by_its_door_and_lane(tmp_path: Path) -> None:
    rows = [["姓名", "巷", "门牌号"], ["测甲", "东巷", "1"], ["测乙", "西巷", "1"], ["测丙", "东巷", "1"]]
    assert report(table(tmp_path / "a.csv", rows))["households"] == 2


def test_a_flat_is_known_by_building_unit_and_room(tmp_path: Path) -> None:
    rows = [["姓名", "楼栋", "单元", "房号"], ["测甲", "1", "1", "101"], ["测乙", "1", "2", "101"], ["测丙", 1, 1, 101]]
    assert report(workbook(tmp_path / "a.xlsx", rows))["households"] == 2


def test_without_number_and_door_each_head_begins_a_household(tmp_path: Path) -> None:
    rows = [["姓名", "户主或与户主关系"], ["测甲", "户主"], ["测乙", "妻"], ["测丙", "户主"], ["测丁", "子"]]
    assert report(table(tmp_path / "a.csv", rows))["households"] == 2


def test_a_head_who_stays_out_does_not_push_the_family_next_door(tmp_path: Path) -> None:
    rows = [
        ["姓名", "与户主关系", "身份证号"],
        ["测甲", "户主", number(1)],
        ["测乙", "户主", "123"],
        ["测丙", "妻", ""],
    ]
    found = report(table(tmp_path / "a.csv", rows))
    assert (found["households"], found["residents"]) == (2, 2)


def test_totals_blank_rows_and_repeated_headers_are_nobody(tmp_path: Path) -> None:
    rows = [*families(1), [], HEADER, *family(2), ["合计", "6人"]]
    found = report(workbook(tmp_path / "a.xlsx", rows))
    assert (found["rows"], found["residents"], found["problems"]) == (6, 6, [])


def test_the_same_person_without_a_number_twice_in_a_household_is_one(tmp_path: Path) -> None:
    rows = [
        ["户号", "姓名", "出生日期"],
        ["1", "测甲", "2025-01-01"],
        ["1", "测甲", "2025-01-01"],
        ["2", "测甲", "2025-01-01"],
    ]
    found = report(table(tmp_path / "a.csv", rows))
    told = [(3, "resident.twice_in_file"), (4, "resident.perhaps_twice")]
    assert codes(found) == told and found["residents"] == 2


def test_namesakes_of_one_birth_date_are_told_where_nothing_else_tells_them_apart(tmp_path: Path) -> None:
    rows = [
        ["村", "姓名", "身份证号", "出生日期"],
        ["甲村", "测小", "", "2020-01-01"],
        ["甲村", "测小", "", "2020-01-01"],
        ["乙村", "测小", "", "2020-01-01"],
        ["甲村", "测小", "", "2020-01-02"],
        ["甲村", "测小", number(1), ""],
    ]
    found = report(table(tmp_path / "a.csv", rows))
    assert codes(found) == [(3, "resident.perhaps_twice")] and found["residents"] == 5
    assert "第 2 行" in found["problems"][0]["message"]


def test_formulas_give_their_values_and_text_that_looks_like_one_stays_text(tmp_path: Path) -> None:
    rows = [
        ["姓名", "备注"],
        ["测甲", "=1+1"],
        ["=cmd|' /C calc'!A0", "@SUM(1)"],
        ["<script>alert(1)</script>测", "-1"],
    ]
    found = report(workbook(tmp_path / "a.xlsx", rows, formulas=False))
    assert (found["residents"], found["problems"]) == (3, [])
    computed = report(workbook(tmp_path / "b.xlsx", [["姓名", "备注"], ["测甲", "=1+1"]], formulas=True))
    assert computed["residents"] == 1


def test_messages_can_be_english(tmp_path: Path) -> None:
    path = table(tmp_path / "a.csv", [["姓名", "身份证号"], ["测甲", "123"]])
    assert "wrong length" in report(path, lang="en")["problems"][0]["message"]
    assert "位数不对" in report(path)["problems"][0]["message"]
