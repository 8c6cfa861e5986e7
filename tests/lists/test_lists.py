"""Lists with the columns that an office chooses: on the page, as a file, under a name."""

from __future__ import annotations

from datetime import datetime

from tests.lists.conftest import NUMBER, TODAY, Family, Hall
from tests.server.clock import Clock
from tests.server.town import LI, LI1, LI2

HISTORY = "dose1_on,dose1_product,dose1_place,dose1_batch,dose2_product,dose3_on,booster_on"


def test_a_list_has_the_chosen_columns_in_the_chosen_order(hall: Hall, family: Family) -> None:
    page = hall.desk.get("/lists?columns=name,head,relation,household_no,address,canvasser")
    assert [each["title"] for each in page["columns"]] == ["姓名", "户主姓名", "与户主关系", "户号", "住址", "网格员"]
    first, second, *_ = (row["cells"] for row in page["rows"])
    assert first[:4] == ["李大山", "李大山", "户主", "001-01-001"] and "18号" in first[4]
    assert second[:3] == ["王小花", "李大山", "妻"]
    assert (page["total"], page["rows"][0]["household"]) == (3, family.home)


def test_doses_stand_by_what_they_were_and_a_third_of_inactivated_vaccine_is_the_booster(
    hall: Hall, family: Family
) -> None:
    row = hall.table(f"/export/list.xlsx?columns=name,{HISTORY}")[0]
    assert row["第一针时间"] == datetime(2021, 3, 1) and row["加强针时间"] == datetime.fromisoformat(TODAY)
    assert (row["第一针疫苗"], row["第二针疫苗"]) == ("北京生物", "北京科兴")
    assert (row["第一针地点"], row["第一针批号"], row["第三针时间"]) == ("镇卫生院", "B1", None)


def test_a_contraindication_says_its_kind_its_remark_and_who_has_found_it(hall: Hall, family: Family) -> None:
    rows = hall.table("/export/list.xlsx?columns=name,contraindication,contraindication_state,reason")
    assert rows[2] == {"姓名": "李小山", "禁忌症": "癫痫 小时候", "禁忌认定": "疑似", "未接种原因": None}
    assert rows[1]["未接种原因"] == "外出"


def test_a_list_is_narrowed_to_where_a_canvasser_works_now(hall: Hall, neighbours: list[str]) -> None:
    grid, village = hall.town.account("canvasser", LI2), hall.town.account("cadre", LI)
    assert _names(hall, f"cadre={grid}") == ["李二"]
    assert _names(hall, f"cadre={village}") == ["李大山", "王小花", "李小山", "李二"]
    assert {each["id"] for each in hall.desk.get("/lists/columns")["cadres"]} == {grid, village}


def _names(hall: Hall, query: str) -> list[str]:
    return [row["cells"][0] for row in hall.desk.get(f"/lists?columns=name&{query}")["rows"]]


def test_a_list_is_narrowed_to_whose_last_dose_was_on_a_day_and_to_the_next_dose(hall: Hall, family: Family) -> None:
    assert _names(hall, f"dosed={TODAY}") == ["李大山"]
    assert _names(hall, "next=1") == ["王小花", "李小山"]
    assert hall.desk.get("/lists?next=x", 422)["code"] == "bad_value"


def test_numbers_of_people_are_masked_on_the_page_and_whole_text_in_the_file(hall: Hall, family: Family) -> None:
    shown = hall.desk.get("/lists?columns=id_number,phone")["rows"][0]["cells"]
    assert shown == [f"****{NUMBER[-4:]}", "****0001"]
    cell = hall.file("/export/list.xlsx?columns=id_number,phone")["A2"]
    assert (cell.value, cell.data_type, cell.number_format) == (NUMBER, "s", "@")


def test_lines_are_counted_on_from_page_to_page(hall: Hall, family: Family) -> None:
    second = hall.desk.get("/lists?columns=serial,name&size=2&page=2")["rows"]
    assert [row["cells"] for row in second] == [[3, "李小山"]]


def test_what_is_no_column_is_refused(hall: Hall) -> None:
    assert hall.desk.get("/lists?columns=name,password", 422)["code"] == "bad_value"


def test_a_view_is_kept_under_its_name_for_its_author_or_for_the_whole_office(hall: Hall, desk_of: object) -> None:
    view = {"name": "待打加强针", "filters": {"next": "3", "q": ""}, "sort": "name", "columns": ["name", "phone"]}
    made = hall.desk.post("/lists/views", view)
    assert made["views"][0]["filters"] == {"next": "3"} and made["views"][0]["columns"] == ["name", "phone"]
    colleague = desk_of("reviewer")  # type: ignore[operator]
    assert colleague.get("/lists/views")["views"] == []
    hall.desk.post(f"/lists/views/{made['id']}", {**view, "shared": True, "name": "加强针"})
    seen = colleague.get("/lists/views")["views"]
    assert [(each["name"], each["mine"]) for each in seen] == [("加强针", False)]
    assert colleague.code(f"/lists/views/{made['id']}", view, 403) == "not_allowed"
    answer = hall.desk.client.delete(f"/api/office/lists/views/{made['id']}", headers={"X-Ruhu-CSRF": hall.desk.csrf})
    assert answer.get_json() == {"views": []}


def test_a_view_of_what_no_list_knows_is_refused(hall: Hall) -> None:
    body = {"name": "错", "filters": {}, "sort": "walk", "columns": ["nothing"]}
    assert hall.desk.code("/lists/views", body, 422) == "bad_value"
    assert hall.desk.code("/lists/views", {**body, "columns": [], "sort": "x"}, 422) == "bad_value"
    assert hall.desk.code("/lists/views", {**body, "columns": [], "filters": {"status": "x"}}, 422) == "bad_value"


def test_a_list_of_nobody_is_a_file_with_its_header(hall: Hall, clock: Clock) -> None:
    sheet = hall.file(f"/export/list.xlsx?columns=name,phone&grid={LI1}")
    assert [cell.value for cell in sheet[1]] == ["姓名", "联系电话"] and sheet.max_row == 1
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B2")
    assert (sheet.page_setup.paperSize, sheet.print_title_rows) == (9, "$1:$1")


def test_a_list_too_wide_for_a_page_goes_on_to_the_right_with_the_names_repeated(hall: Hall) -> None:
    wide = hall.file("/export/roster.xlsx")
    assert wide.sheet_properties.pageSetUpPr.fitToPage is None and wide.page_setup.scale == 60
    assert wide.print_title_cols == "$A:$C" and wide.cell(1, 3).value == "姓名"
    narrow = hall.file("/export/list.xlsx?columns=name,phone")
    assert narrow.sheet_properties.pageSetUpPr.fitToPage and narrow.page_setup.orientation != "landscape"
