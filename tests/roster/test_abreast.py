"""Two people in one row (lists side by side, a head in columns of their own): each goes in, under the sheet's row."""

from pathlib import Path

from server.roster.entry.check import check
from tests.roster.conftest import GRID, VILLAGE, Office
from tests.roster.messy.surprises import heads_in_columns_of_their_own, two_lists_side_by_side
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


def test_heads_without_a_row_go_in_with_their_families_and_once(office: Office, tmp_path: Path) -> None:
    path = write(tmp_path, heads_in_columns_of_their_own())
    done = office.take(path, GRID)
    assert (done["added"], done["households"], done["stopped"]) == (7, 4, 1)
    assert office.upload(path).status_code == 200
    again = office.take(path, GRID)
    assert (again["added"], again["stopped"]) == (0, 1)


def test_a_head_whose_own_row_says_another_number_is_nobody_else(tmp_path: Path) -> None:
    rows = [["户主姓名", "户主身份证号", "姓名", "身份证号"], ["测甲", number(1), "测乙", number(2)]]
    rows += [["", "", "测甲", number(3)], ["测丙", "", "测丙", number(4)], ["测丙", number(5), "测丁", number(6)]]
    assert check(workbook(tmp_path / "a.xlsx", rows), None, None, TODAY)["residents"] == 4
