"""A list of staff is read and judged before anything goes in."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pytest
import xlsxwriter

from tests.server.town import LI, LI1, LI2, TOWNSHIP, WANG, WANG1
from tests.staff.conftest import Staff, codes, workbook

CANVASSER = ("王小明", "10012345678", "网格员", "柳树村", "第1网格")


def said(problem: Any) -> bool:
    """Whether it is a whole sentence in both languages."""
    return all(problem["message"][lang] and "{" not in problem["message"][lang] for lang in ("zh-CN", "en"))


def line(answer: Any, name: str = "王小明") -> Any:
    """One person of a preview."""
    (found,) = [each for each in answer["people"] if each["name"] == name]
    return found


def test_a_check_says_what_would_be_made_and_makes_nothing(staff: Staff) -> None:
    before = staff.everybody()
    answer = staff.checks(CANVASSER)
    assert answer["counts"] == {"new": 1, "changed": 0, "same": 0, "stopped": 0}
    assert (line(answer)["what"], line(answer)["role"], line(answer)["areas"]) == ("new", "canvasser", [LI1])
    assert staff.everybody() == before


@pytest.mark.parametrize(
    ("village", "grids", "areas"),
    [
        ("柳树村委会", "1组", [LI1]),
        ("柳树", "一、二", [LI1, LI2]),
        ("柳树村", "1组，第二村民小组", [LI1, LI2]),
        ("柳树村", "1-2组", [LI1, LI2]),
        ("柳树村", "第一组至第二组", [LI1, LI2]),
        ("柳树村", "１组和２组", [LI1, LI2]),
        ("柳树村", "1.2", [LI1, LI2]),
        ("柳树村", "1组 2组", [LI1, LI2]),
        ("柳树村", "1 组", [LI1]),
        ("柳树村", "全村", [LI]),
        ("柳树村", "柳树村第2网格", [LI2]),
        ("柳树村", 2, [LI2]),
        ("王家庄", "", [WANG1]),
        (LI, LI2, [LI2]),
    ],
)
def test_villages_and_grids_are_known_by_each_of_their_names(
    staff: Staff, village: str, grids: Any, areas: list[str]
) -> None:
    answer = staff.checks(("王小明", "10012345678", "网格员", village, grids))
    assert codes(answer) == [] and line(answer)["areas"] == areas


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (("", "10012345678", "网格员", "柳树村", "1"), "name.missing", "姓名"),
        (("12", "10012345678", "网格员", "柳树村", "1"), "name.malformed", "姓名"),
        (("王小明", "100123", "网格员", "柳树村", "1"), "phone.malformed", "联系电话"),
        (("王小明", "10012345678", "国王", "柳树村", "1"), "role.unknown", "角色"),
        (("王小明", "10012345678", "管理员", "柳树村", "1"), "role.office", "角色"),
        (("王小明", "10012345678", "", "柳树村", ""), "role.missing", "角色"),
        (("王小明", "10012345678", "网格员", "", "1"), "village.missing", "村"),
        (("王小明", "10012345678", "网格员", "张家村", "1"), "village.unknown", "村"),
        (("王小明", "10012345678", "网格员", "柳树村、王家庄", "1"), "village.with_grids", "网格"),
        (("王小明", "10012345678", "网格员", "柳树村", ""), "grid.missing", "网格"),
        (("王小明", "10012345678", "网格员", "柳树村", "9组"), "grid.unknown", "网格"),
        (("王小明", "10012345678", "护士", "", ""), "site.missing", "接种点"),
        (("王小明", "10012345678", "护士", "县医院", ""), "site.unknown", "接种点"),
    ],
)
def test_what_is_wrong_is_told_with_row_column_and_a_sentence_in_both_languages(
    staff: Staff, row: tuple[str, ...], code: str, column: str
) -> None:
    answer = staff.checks(("张三", "10000000001", "村干部", "柳树村", ""), row)
    (found,) = answer["problems"]
    assert (found["row"], found["column"], found["code"], found["stops"]) == (3, column, code, True)
    assert said(found)
    assert answer["counts"] == {"new": 1, "changed": 0, "same": 0, "stopped": 1}


def test_grids_that_the_spreadsheet_made_a_date_of_are_asked_for_again(staff: Staff) -> None:
    row = ("王小明", "10012345678", "网格员", "柳树村", datetime.date(2026, 1, 2))
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "m-d"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["姓名", "联系电话", "角色", "村", "网格"])
        sheet.write_row(1, 0, row)
    assert codes(staff.sends(out.getvalue())) == ["grid.excel_date"]


def test_cells_are_put_right_and_that_is_shown(staff: Staff) -> None:
    answer = staff.checks(("王　小明", "+86 100-1234-5678", "网格员", "柳树村", "1"))
    assert line(answer)["phone"] == "10012345678"
    assert [(each["row"], each["column"], each["to"]) for each in answer["mended"]] == [
        (2, "姓名", "王小明"), (2, "联系电话", "10012345678"),
    ]  # fmt: skip


def test_titles_explanations_blank_rows_and_totals_are_passed_over(staff: Staff) -> None:
    rows: list[list[Any]] = [
        ["清河镇网格员花名册"], [], ["序号", "姓名", "手机号", "职务", "村名", "负责网格", "备注"],
        ["", "必填", "必填", "", "", "多个用顿号", ""], [1, *CANVASSER, ""], [], ["序号", "姓名", "手机号", "职务"],
        [2, "张三", "10000000001", "村支书", "王家庄", None, "共计4个组"], ["合计", 2],
    ]  # fmt: skip
    answer = staff.sends(workbook(rows))
    assert codes(answer) == [] and answer["rows"] == 2
    assert [(each["row"], each["role"], each["areas"]) for each in answer["people"]] == [
        (5, "canvasser", [LI1]), (8, "cadre", [WANG]),
    ]  # fmt: skip


def test_somebody_in_several_rows_is_one_person_with_all_their_grids(staff: Staff) -> None:
    rows = (CANVASSER, (*CANVASSER[:4], "第2网格"), ("王小明", "", "", "柳树村", "1"), (*CANVASSER[:3], "王家庄", "1"))
    answer = staff.checks(*rows)
    assert line(answer)["areas"] == [LI1, LI2, WANG1] and line(answer)["rows"] == [2, 3, 5, 4]
    assert codes(answer) == []


def test_a_telephone_belongs_to_one_name(staff: Staff) -> None:
    answer = staff.checks(CANVASSER, ("张三", *CANVASSER[1:]), (*CANVASSER[:2], "村干部", *CANVASSER[3:]))
    assert codes(answer) == ["phone.twice", "role.differs"]


def test_a_list_of_one_village_need_not_name_it(staff: Staff) -> None:
    titles, row = ("姓名", "电话", "组"), ("王小明", "10012345678", "2")
    assert codes(staff.checks(row, titles=titles)) == ["village.missing"]
    answer = staff.checks(row, titles=titles, village=LI)
    assert (line(answer)["role"], line(answer)["areas"]) == ("canvasser", [LI2])
    staff.sends(b"x", village=TOWNSHIP, status=422)
    staff.sends(b"x", village="nowhere", status=404)


def test_staff_of_a_site_get_their_site_and_no_grid(staff: Staff) -> None:
    row = ("护士长", "10012345678", "", "", "镇卫生院接种点")
    answer = staff.checks(row, titles=("姓名", "电话", "角色", "村", "接种点"))
    assert line(answer, "护士长")["role"] == "site"
    assert line(answer, "护士长")["areas"][0].startswith(TOWNSHIP + "-")


def test_two_villages_of_nearly_one_name_are_told_apart_or_asked_for(staff: Staff) -> None:
    staff.desk.post(f"/areas/{WANG}", {"name": "柳树社区"})
    assert line(staff.checks(("王小明", "10012345678", "村干部", "柳树社区", "")))["areas"] == [WANG]
    assert codes(staff.checks(("王小明", "10012345678", "村干部", "柳树", ""))) == ["village.several"]


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "a.xlsx", 422, "file.empty"),
        (b"<html><table><tr><td>x", "a.xls", 422, "file.html"),
        ("户号,地址\n1,2\n".encode(), "a.csv", 422, "file.no_header"),
        ("姓名,联系电话,村\n".encode(), "a.csv", 422, "file.empty"),
        (b"MZ", "a.exe", 415, "file.type"),
    ],
)
def test_a_file_that_is_no_list_of_staff_is_refused_with_one_sentence(
    staff: Staff, content: bytes, name: str, status: int, code: str
) -> None:
    answer = staff.sends(content, name, status)
    assert answer["code"] == code and said(answer)


def test_a_list_in_the_encoding_of_old_windows_is_read_too(staff: Staff) -> None:
    answer = staff.sends("姓名,手机,村,组\n王小明,10012345678,柳树村,1\n".encode("gb18030"), "名单.csv")
    assert line(answer)["areas"] == [LI1]


def test_only_an_administrator_brings_staff_in(staff: Staff, desk_of: Any) -> None:
    reviewer = Staff(desk_of("reviewer"))
    assert reviewer.sends(b"x", status=403)["code"] == "not_allowed"
    assert reviewer.desk.code("/staff/links", {"accounts": [1]}, 403) == "not_allowed"
    reviewer.desk.get("/staff/phones")
