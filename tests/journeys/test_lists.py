"""What a clerk takes away: a list under a name with its own columns, the tables to hand in, the county's own form."""

import io
from pathlib import Path
from typing import Any

import openpyxl
from playwright.sync_api import Page

from tests.journeys.browsing import Browser
from tests.journeys.story import FIRST, Given, Then
from tests.lists.workbooks import county_form, workbook

DUE = f"/residents?grid={FIRST}&status=due"


def _desk(given: Given) -> Browser:
    """The office's browser, signed in."""
    desk = given.a_desk()
    desk.start().context.add_cookies(given.the_office().cookies())
    desk.page.goto(f"{given.world.server.base}/office/#/residents")
    desk.page.locator("[data-test=resident-row]").first.wait_for()
    return desk


def _goes(desk: Browser, given: Given, path: str, sees: str) -> Page:
    desk.page.goto(f"{given.world.server.base}/office/#{path}")
    desk.page.locator(f"[data-test={sees}]").first.wait_for()
    return desk.page


def _taken(page: Page, link: str) -> Any:
    """The workbook behind a link, as the browser saves it."""
    with page.expect_download() as download:
        page.locator(f"[data-test={link}]").first.click()
    return openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]


def test_a_clerk_keeps_a_list_under_a_name_with_the_columns_in_the_order_chosen(given: Given, then: Then) -> None:
    desk = _desk(given)
    page = _goes(desk, given, DUE, "resident-row")
    page.locator("[data-test=choose-columns]").click()
    page.locator("[data-test=columns-clear]").click()
    for key in ("head", "name", "id_number", "dose1_on"):
        page.locator(f"[data-test=column-{key}]").check()
    page.locator("[data-test=order-name] button").first.click()
    page.locator("[data-test=columns-use]").click()
    heads = page.locator("[data-test=chosen-table] th")
    heads.first.wait_for()
    assert heads.all_inner_texts() == ["姓名", "户主姓名", "身份证号", "第一针时间"]
    page.locator("[data-test=view-save]").click()
    page.locator("[data-test=view-name]:focus").wait_for()
    page.keyboard.type("一组应种")
    page.keyboard.press("Enter")
    page.wait_for_function("() => location.hash.includes('view=')")

    _goes(desk, given, "/residents", "resident-row")
    page.locator("[data-test=view]").select_option(label="一组应种")
    page.locator("[data-test=chosen-table]").wait_for()
    shown = int(page.locator("[data-test=total]").first.get_attribute("data-total") or 0)
    sheet = _taken(page, "export")
    assert [cell.value for cell in sheet[1]] == ["姓名", "户主姓名", "身份证号", "第一针时间"]
    assert sheet.max_row == shown + 1 and sheet.freeze_panes == "B2"
    page.locator("[data-test=print-list]").click()
    page.locator("[data-test=print-table]").wait_for()
    assert page.locator("[data-test=print-table] tbody tr").count() == shown
    then.nothing_was_complained_about()


def test_the_daily_table_leads_to_its_people_and_is_signed_by_who_was_named_once(given: Given, then: Then) -> None:
    desk = _desk(given)
    page = _goes(desk, given, "/tables", "open-table")
    page.locator("[data-test=table-daily] [data-test=open-table]").click()
    line = page.locator("[data-test=line]").first
    line.wait_for()
    page.locator("[data-test=sign]").click()
    page.locator("[data-test=checked-by]").fill("孙二")
    page.locator("[data-test=signers-save]").click()
    page.locator("[data-test=signers]").wait_for(state="detached")
    assert "孙二" in page.locator("[data-test=signed]").inner_text()
    sheet = _taken(page, "table-file")
    assert "审核人：孙二" in str([row[0].value for row in sheet.iter_rows()])
    covered = line.locator("td[data-key=covered]").inner_text()
    line.locator("td[data-key=covered] a").click()
    page.locator("[data-test=resident-row]").first.wait_for()
    assert page.locator("[data-test=total]").first.get_attribute("data-total") == covered.replace(",", "")
    then.nothing_was_complained_about()


def test_the_countys_own_form_goes_in_once_and_comes_out_filled(given: Given, tmp_path: Path) -> None:
    desk = _desk(given)
    page = _goes(desk, given, "/tables/templates", "section-village")
    wrong, form = tmp_path / "错.xlsx", tmp_path / "县表.xlsx"
    wrong.write_bytes(workbook({"A1": "{{没有这个}}", "B2": "{{镇}}"}))
    form.write_bytes(county_form())
    page.locator("[data-test=template-file]").set_input_files(wrong)
    page.locator("[data-test=error][data-code=bad_template]").wait_for()
    assert "表!A1 没有这个" in page.locator("[data-test=error]").inner_text()
    page.locator("[data-test=template-file]").set_input_files(form)
    page.locator("[data-test=taken]").wait_for()
    assert page.locator("[data-test=error]").count() == 0
    sheet = _taken(page, "fill")
    villages = [area for area in given.the_office().get("/api/office/areas")["areas"] if area["level"] == "village"]
    names = [str(sheet.cell(4 + at, 2).value) for at in range(len(villages))]
    assert [name.partition("（")[0] for name in names] == [village["name"] for village in villages]
    assert sheet.cell(4 + len(villages), 4).value == f"=SUM(D4:D{3 + len(villages)})"
