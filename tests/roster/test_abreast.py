"""Lists side by side on one sheet: each of their people goes in, under the row number that the sheet shows."""

from pathlib import Path

from server.roster.entry.check import check
from tests.roster.conftest import GRID, VILLAGE, Office
from tests.roster.messy.surprises import two_lists_side_by_side
from tests.roster.messy.writing import write
from tests.roster.sheets import TODAY, number, workbook


def test_both_lists_go_in_by_the_office_and_who_stays_out_is_told_by_the_sheets_row(
    office: Office, tmp_path: Path
) -> None:
    done = office.take(write(tmp_path, two_lists_side_by_side()), GRID)
    assert (done["added"], done["stopped"]) == (8, 1)
    assert [each["row"] for each in office.get(f"/roster/{done['id']}").json["problems"]] == [5]


def test_rows_of_the_right_list_wait_for_a_grid_as_the_others_do(office: Office, tmp_path: Path) -> None:
    done = office.take(write(tmp_path, two_lists_side_by_side()), VILLAGE)
    tray = office.get(f"/roster/{done['id']}/unplaced").json
    assert [row["at"] for row in tray["rows"]] == [3, 4, 5, 6, 7, 3, 4, 6]
    assert len({row["row"] for row in tray["rows"]}) == 8


def test_what_stands_left_of_the_lists_is_said_of_all_and_a_line_between_them_too(tmp_path: Path) -> None:
    rows = [["村", "姓名", "身份证号", "姓名", "身份证号"], ["柳树村", "测甲", number(1), "测乙", number(2)]]
    assert check(workbook(tmp_path / "a.xlsx", rows), None, None, TODAY)["residents"] == 2
    rows = [["姓名", "身份证号", "姓名", "身份证号"], ["一组"], ["测甲", number(1), "测乙", number(2)]]
    assert check(workbook(tmp_path / "b.xlsx", rows), None, None, TODAY)["residents"] == 2


def test_a_second_name_with_other_columns_behind_it_is_no_second_list(tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "性别", "姓名", "职务"], ["测甲", number(1), "男", "测某", "网格员"]]
    assert check(workbook(tmp_path / "a.xlsx", rows), None, None, TODAY)["rows"] == 1
