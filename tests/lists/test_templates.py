"""The office's own workbooks: filled as they are, and looked at before anything opens them."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineWorkbook

from server.lists import builtin
from server.lists.inspecting import Refused, inspect
from server.words import LANGUAGES
from tests.lists.conftest import TODAY, Family, Hall
from tests.lists.workbooks import county_form, part_of, with_part, workbook
from tests.server.town import LI1

PLAIN = workbook({"A1": "{{镇}}"})
STYLES = "xl/styles.xml"
SHEET, RELATIONS, TYPES = "xl/worksheets/sheet1.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"


def fill_up(book: Any, rows: int, columns: int) -> None:
    """Write something into every cell of the last rows."""
    for _ in range(rows):
        book.worksheets[0].append([1] * columns)


def upload(hall: Hall, content: bytes, name: str = "县表.xlsx", status: int = 200) -> Any:
    """Upload a template as the page does."""
    answer = hall.desk.client.post(
        "/api/office/tables/templates",
        data={"file": (io.BytesIO(content), name)},
        headers={"X-Ruhu-CSRF": hall.desk.csrf},
    )
    assert answer.status_code == status, answer.get_json()
    return answer.get_json()


def filled(hall: Hall, content: bytes, query: str = "") -> Any:
    """The template, uploaded and filled."""
    made = upload(hall, content)["id"]
    return hall.book(f"/tables/templates/{made}/file.xlsx?on={TODAY}{query}")


def test_a_countys_own_form_is_filled_and_keeps_its_looks_and_its_sums(hall: Hall, neighbours: list[str]) -> None:
    sheet = filled(hall, county_form()).worksheets[0]
    assert sheet["A1"].value.endswith("时30分）") or "截至" in sheet["A1"].value
    assert [[sheet.cell(row, column).value for column in (1, 4, 5)] for row in (4, 5)] == [[1, 3 - 0, 1], [2, 1, 0]]
    assert [sheet[f"F{row}"].value for row in (4, 5)] == ["=IF(D4=0,0,E4/D4)", "=IF(D5=0,0,E5/D5)"]
    assert (sheet["D6"].value, sheet["E6"].value, sheet["F6"].value) == ("=SUM(D4:D5)", "=SUM(E4:E5)", "=E6/$D$6")
    assert {each.coord for each in sheet.merged_cells.ranges} == {"A1:F1", "B4:C4", "B5:C5", "A8:F9"}
    assert sheet["A5"].font.bold and sheet["D5"].fill.fgColor.rgb == "00FFEEAA"
    assert (sheet.row_dimensions[5].height, sheet.row_dimensions[7].height) == (31, 44)
    assert sheet.column_dimensions["B"].width == 27 and sheet.page_setup.orientation == "landscape"
    assert sheet.print_area == "'表'!$A$1:$F$9" and sheet.print_title_rows == "$2:$3"


def test_a_value_never_becomes_a_formula_a_link_or_a_placeholder(hall: Hall) -> None:
    home = hall.town.household()
    names = ["=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "{{填报人}}", "http://x.example"]
    for name in names:
        hall.town.resident(home, name)
    sheet = filled(hall, workbook({"A1": "{{#居民}}{{姓名}}", "B1": "电话 {{联系电话}}{{姓名}}"})).worksheets[0]
    assert [cell.value for cell in sheet["A"]] == names
    assert all(cell.data_type == "s" and cell.hyperlink is None for column in "AB" for cell in sheet[column])


def test_rows_of_residents_are_those_of_a_saved_view(hall: Hall, neighbours: list[str]) -> None:
    view = {"name": "本组", "filters": {"grid": LI1}, "sort": "birth", "columns": []}
    number = hall.desk.post("/lists/views", view)["id"]
    form = workbook(
        {"A1": "{{名单名称}} {{名单人数}} 人", "A2": "{{#居民}}{{姓名}}", "B2": "{{出生日期}}", "C2": "{{住址}}"}
    )
    sheet = filled(hall, form, f"&view={number}").worksheets[0]
    assert sheet["A1"].value == "本组 3 人"
    assert [cell.value for cell in sheet["A"][1:]] == ["李大山", "王小花", "李小山"]
    assert sheet["B2"].number_format == "yyyy-mm-dd"


def test_a_list_of_nobody_leaves_one_empty_row_and_the_form_whole(hall: Hall) -> None:
    sheet = filled(hall, workbook({"A1": "{{#接种}}{{姓名}}", "A2": "{{零报告}}", "B2": "=SUM(B1:B1)"})).worksheets[0]
    assert (sheet["A1"].value, sheet["A2"].value, sheet["B2"].value) == (
        None,
        "今日无新增接种（零报告）",
        "=SUM(B1:B1)",
    )


def test_formulas_of_other_sheets_follow_the_rows_that_were_added(hall: Hall, neighbours: list[str]) -> None:
    def second(book: Any) -> None:
        book.create_sheet("汇总")["A1"] = "=SUM(表!B1:B1)+表!B2"

    book = filled(hall, workbook({"A1": "{{#村}}{{单位}}", "B1": "{{人口}}", "B2": 7}, second))
    assert book["汇总"]["A1"].value == "=SUM(表!B1:B2)+表!B3"


@pytest.mark.parametrize("name", builtin.BUILT_IN)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_built_in_table_can_be_taken_as_a_start_for_ones_own(hall: Hall, name: str, lang: str) -> None:
    answer = hall.desk.client.get(f"/api/office/tables/{name}/file.xlsx?blank=1&lang={lang}")
    made = upload(hall, answer.data, f"{name}-{lang}.xlsx")
    assert made["templates"][0]["sections"] == [builtin.SECTION[name]]


def test_a_file_can_be_read_by_other_programs_and_is_sound_xml(hall: Hall, family: Family) -> None:
    made = upload(hall, county_form())["id"]
    for path in (f"/tables/templates/{made}/file.xlsx", "/tables/daily/file.xlsx", "/export/list.xlsx"):
        data = hall.desk.client.get(f"/api/office{path}").data
        assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            sheet = archive.read(SHEET).decode()
        assert "<pane " in sheet or "templates" in path
        assert sheet.count("<mergeCell ") == len(set(part for part in sheet.split("<mergeCell ")[1:]))


def test_a_placeholder_that_means_nothing_is_told_with_its_cell(hall: Hall) -> None:
    said = upload(hall, workbook({"A1": "{{镇}}", "B2": "{{任务数}}", "C3": "{{#村}}{{没有}}"}), status=422)
    assert said["code"] == "bad_template" and said["details"]["why"] == "placeholders"
    assert said["details"]["where"] == ["表!B2 任务数", "表!C3 没有"] and "表!B2" in said["message"]["zh-CN"]


def test_placeholders_in_formulas_and_rows_merged_over_a_list_are_told(hall: Hall) -> None:
    def merged(book: Any) -> None:
        book.worksheets[0].merge_cells("B1:B2")

    said = upload(hall, workbook({"A1": "{{#村}}{{单位}}", "C5": '="{{镇}}"'}, merged), status=422)
    assert sorted(said["details"]["where"]) == ["表!B1:B2", "表!C5 镇"]


def test_a_workbook_without_a_placeholder_is_no_template(hall: Hall) -> None:
    assert upload(hall, workbook({"A1": "合计"}), status=422)["details"]["why"] == "none"


def _hyperlink(book: Any) -> None:
    book.worksheets[0]["B1"].hyperlink = "https://example.invalid/"


def _bomb() -> bytes:
    return with_part(PLAIN, "xl/media/zeros.bin", b"\0" * (60 << 20))


HOSTILE = {
    "macros by their part": (with_part(PLAIN, "xl/vbaProject.bin", b"x"), "macros"),
    "macros by their type": (
        with_part(PLAIN, TYPES, part_of(PLAIN, TYPES).replace(b"sheet.main+xml", b"sheet.macroEnabled.main+xml"), True),
        "macros",
    ),
    "an old macro sheet": (with_part(PLAIN, "xl/macrosheets/sheet1.xml", b"<a/>"), "macros"),
    "an embedded object": (with_part(PLAIN, "xl/embeddings/oleObject1.bin", b"x"), "macros"),
    "a data connection": (with_part(PLAIN, "xl/connections.xml", b"<a/>"), "macros"),
    "an external workbook": (with_part(PLAIN, "xl/externalLinks/externalLink1.xml", b"<a/>"), "macros"),
    "a link to an address": (workbook({"A1": "{{镇}}"}, _hyperlink), "links"),
    "a relation to elsewhere": (
        with_part(
            PLAIN, RELATIONS,
            part_of(PLAIN, RELATIONS).replace(
                b"</Relationships>",
                b'<Relationship Id="x9" Type="http://a/image" Target="http://a.invalid/b" TargetMode="External"/>'
                b"</Relationships>",
            ), True,
        ),
        "links",
    ),
    "a command by DDE": (workbook({"A1": "{{镇}}", "B1": "=cmd|'/C calc'!A0"}), "reaching"),
    "a web service": (workbook({"A1": "{{镇}}", "B1": '=1+WEBSERVICE("http://a.invalid")'}), "reaching"),
    "another file": (workbook({"A1": "{{镇}}", "B1": "='[other.xlsx]Sheet1'!A1"}), "reaching"),
    "a reference made of text": (workbook({"A1": "{{镇}}", "B1": '=INDIRECT("A"&1)'}), "reaching"),
    "an archive that unpacks to much": (_bomb(), "large"),
    "a merged range without end": (
        with_part(
            PLAIN, SHEET,
            part_of(PLAIN, SHEET).replace(
                b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
            ), True,
        ),
        "large",
    ),
    "half a million styles": (
        with_part(
            PLAIN, STYLES, part_of(PLAIN, STYLES).replace(b"</cellXfs>", b"<xf/>" * 500_000 + b"</cellXfs>"), True
        ),
        "large",
    ),
    "entities in its XML": (
        with_part(PLAIN, SHEET, b'<!DOCTYPE a [<!ENTITY b "c">]>' + part_of(PLAIN, SHEET).split(b"?>", 1)[-1], True),
        "broken",
    ),
    "a web page": (b"<html><script>alert(1)</script></html>", "broken"),
    "half an archive": (PLAIN[: len(PLAIN) // 2], "broken"),
    "an encrypted or old file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "broken"),
    "more cells than any form has": (workbook({"A1": "{{镇}}"}, lambda book: fill_up(book, 600, 170)), "large"),
    "a cell at the end of the sheet": (workbook({"A1": "{{镇}}", "XFD9": 1}), "broken"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
@pytest.mark.parametrize("store_kind", ["sqlite"])
def test_a_file_that_means_harm_is_refused_with_a_sentence(hall: Hall, what: str) -> None:
    content, why = HOSTILE[what]
    said = upload(hall, content, status=422)
    assert (said["code"], said["details"]["why"]) == ("bad_template", why)
    assert said["message"]["zh-CN"] and "{" not in json.dumps(said["message"]["en"].replace("{{", ""))
    assert hall.desk.get("/tables")["templates"] == []


def test_a_file_of_more_than_two_megabytes_is_not_even_opened() -> None:
    with pytest.raises(Refused, match="large"):
        inspect(b"PK" + b"x" * (2 << 20))


def test_an_upload_of_the_same_name_takes_the_place_of_the_older_and_can_be_forgotten(hall: Hall) -> None:
    first, second = upload(hall, PLAIN), upload(hall, workbook({"A1": "{{县}}"}))
    assert first["id"] == second["id"] and len(second["templates"]) == 1
    book = hall.book(f"/tables/templates/{first['id']}/file.xlsx?blank=1")
    assert book.worksheets[0]["A1"].value == "{{县}}"
    path = f"/api/office/tables/templates/{first['id']}"
    answer = hall.desk.client.delete(path, headers={"X-Ruhu-CSRF": hall.desk.csrf})
    assert answer.get_json() == {"templates": []}
    assert hall.desk.get(f"/tables/templates/{first['id']}/file.xlsx", 404)["code"] == "not_found"


def test_every_placeholder_that_the_page_lists_is_taken_and_filled(hall: Hall, family: Family) -> None:
    listed = hall.desk.get(f"/tables/placeholders?on={TODAY}")["placeholders"]
    assert {"key": "town", "word": "镇", "example": hall.desk.get("/tables/daily")["town"]} in listed[0]["fields"]
    cells: dict[str, object] = {}
    for row, section in enumerate(listed, 1):
        for column, field in enumerate(section["fields"], 1):
            opening = f"{{{{#{section['word']}}}}}" if section["section"] and column == 1 else ""
            cells[f"{openpyxl.utils.get_column_letter(column)}{row}"] = opening + "{{" + field["word"] + "}}"
    sheet = filled(hall, workbook(cells)).worksheets[0]
    assert "{{" not in str([cell.value for row in sheet.iter_rows() for cell in row])


def test_letters_that_no_file_can_hold_are_left_out_and_the_file_opens(hall: Hall) -> None:
    hall.town.resident(hall.town.household(LI1, "1"), "李\uffff小\ufffe龙")
    kept = hall.desk.post("/lists/views", {"name": "全部", "filters": {}})["id"]
    made = upload(hall, workbook({"A1": "{{#resident}}{{name}}"}))["id"]
    sheet = hall.file(f"/tables/templates/{made}/file.xlsx?view={kept}")
    assert sheet["A1"].value == "李小龙"


def test_a_list_to_choose_from_moves_with_the_rows_that_it_stands_in(hall: Hall, neighbours: list[str]) -> None:
    choice = DataValidation(type="list", formula1="$B$3:$B$4", sqref="C1")
    form = workbook(
        {"A1": "{{#村}}{{单位}}", "B3": "是", "B4": "否"}, lambda book: book.worksheets[0].add_data_validation(choice)
    )
    sheet = filled(hall, form).worksheets[0]
    (moved,) = sheet.data_validations.dataValidation
    assert (sheet["B4"].value, str(moved.sqref), moved.formula1) == ("是", "C1:C2", "$B$4:$B$5")


@pytest.mark.parametrize(
    ("name", "kept"), [("a\0b\t c.xlsx", "a b c"), ("../x.xlsx", "../x"), ("长" * 300, "长" * 60), ("\0.xlsx", None)]
)
def test_a_template_is_kept_under_a_name_that_can_be_shown(hall: Hall, name: str, kept: str | None) -> None:
    answer = hall.desk.client.post(
        "/api/office/tables/templates", data={"file": (io.BytesIO(PLAIN), "x.xlsx"), "name": name},
        headers={"X-Ruhu-CSRF": hall.desk.csrf},
    )  # fmt: skip
    told = answer.get_json()
    assert [each["name"] for each in told.get("templates", ())] == ([kept] if kept else [])
    assert kept or (told["code"], told["details"]) == ("bad_value", {"path": "name"})


def test_a_change_against_yesterday_stays_a_number_of_points_and_of_ranks(hall: Hall, neighbours: list[str]) -> None:
    hall.dose(neighbours[1], 1, TODAY)
    sheet = filled(
        hall, workbook({"A1": "{{#名次}}{{较昨日}}", "B1": "{{名次变化}}", "C1": "{{较昨日}}点"})
    ).worksheets[0]
    assert [cell.value for cell in sheet[1]] == [100, 1, "+100点"]
    assert sheet["A1"].number_format == "+0.0;-0.0;0.0" and sheet["A2"].value == 0
