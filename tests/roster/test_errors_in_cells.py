"""What a spreadsheet shows instead of a value: #N/A where a name should be is a problem, in a remark it is nothing."""

from pathlib import Path

import pytest
import xlsxwriter

from server.roster.entry.check import check
from tests.roster.rowing import codes, read
from tests.roster.sheets import TODAY, number

TITLES = ["姓名", "身份证号", "出生日期", "联系电话", "备注", "第一针时间"]


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "########", "#n/a"])
def test_an_error_for_a_name_a_number_or_a_birth_stops_the_row_and_elsewhere_is_blank(error: str) -> None:
    person = read(TITLES, *[error] * len(TITLES))
    assert codes(person) == [(column, "cell.error") for column in ("姓名", "身份证号", "出生日期")]
    assert not person.good() and person.doses == [] and "note" not in person.values
    fine = read(TITLES, "测甲", number(1), "", error, error, error)
    assert fine.problems == [] and fine.values["name"] == "测甲" and "phone" not in fine.values


def test_a_text_that_begins_with_a_cross_is_no_error() -> None:
    assert read(["姓名", "门牌号"], "测甲", "#3").home == {"door": "#3"}


def test_the_errors_of_a_workbook_are_seen_and_rows_of_nothing_else_are_nobody(tmp_path: Path) -> None:
    path = tmp_path / "looked_up.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["序号", "姓名", "身份证号", "联系电话"])
        sheet.write_row(1, 0, [1, "测甲", number(1), "10000000001"])
        sheet.write_row(2, 0, [2, "测乙"])
        for row in range(2, 30):
            sheet.write_number(row, 0, row)
            sheet.write_formula(row, 2, "=VLOOKUP(B3,Z:Z,1,0)", None, "#N/A")
            sheet.write_formula(row, 3, "=NA()", None, "#N/A")
    found = check(path, None, None, TODAY)
    assert (found["rows"], found["residents"]) == (2, 1)
    assert [(problem["row"], problem["column"], problem["code"]) for problem in found["problems"]] == [
        (3, "身份证号", "cell.error")
    ]
