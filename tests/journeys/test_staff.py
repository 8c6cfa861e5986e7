"""Staff from a spreadsheet to phones in their hands: the office's pages, a printed sheet, and a canvasser's browser."""

import io
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.journeys.browsing import Browser
from tests.journeys.story import Given, Then, When, World
from tests.journeys.waiting import until

VILLAGE = "990101100001"
TITLES = ("姓名", "手机号", "职务", "村名", "负责网格")


def _list(folder: Path, name: str, *rows: tuple[str, ...]) -> Path:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名单")
        for at, row in enumerate([("清河镇网格员花名册",), TITLES, *rows, ("合计", str(len(rows)))]):
            for index, cell in enumerate(row):
                sheet.write_string(at, index, cell)
    path = folder / name
    path.write_bytes(out.getvalue())
    return path


def _at(desk: Browser, given: Given) -> Any:
    """The office's page at a desk, signed in."""
    page: Any = desk.start()
    page.context.add_cookies(given.the_office().cookies())
    page.goto(f"{given.world.server.base}/office/")
    page.locator("[data-test=nav-accounts]").click()
    page.locator("[data-test=to-import]").click()
    return page


def _counts(page: Any) -> dict[str, int]:
    page.locator("[data-test=staff-preview]").wait_for()
    kinds = ("new", "changed", "same", "stopped")
    return {kind: int(page.locator(f"[data-test=count-{kind}]").get_attribute("data-n")) for kind in kinds}


def _states(page: Any) -> dict[str, str]:
    """Who has bound a phone, as the page shows it."""
    rows = page.locator("[data-test=holders] tbody tr").all()
    return {row.locator("th").inner_text(): str(row.get_attribute("data-state")) for row in rows}


def test_a_list_of_staff_becomes_accounts_sheets_and_a_bound_phone(
    world: World, given: Given, when: When, then: Then
) -> None:
    village = next(
        one["name"] for one in given.the_office().get("/api/office/areas")["areas"] if one["code"] == VILLAGE
    )
    page = _at(given.a_desk(), given)
    people = (("丁一", "10055550001", "网格员", village, "1、2组"), ("马二", "10055550002", "村支书", village, ""))
    wrong = ("张三丰", "10055550003", "网格员", village, "77组")
    page.set_input_files("[data-test=file]", str(_list(world.folder, "名单.xlsx", *people, wrong)))
    assert _counts(page) == {"new": 2, "changed": 0, "same": 0, "stopped": 1}
    assert page.locator("[data-test=problems] tbody tr").get_attribute("data-code") == "grid.unknown"

    page.locator("[data-test=begin]:focus").wait_for()
    page.keyboard.press("Enter")
    page.locator("[data-test=staff-going][data-state=done]").wait_for()
    assert page.locator("[data-test=problems] tbody tr").get_by_text("没有导入").count() == 1
    page.locator("[data-test=next-list]").click()
    corrected = _list(world.folder, "名单-改.xlsx", *people, (*wrong[:4], "2组"))
    page.set_input_files("[data-test=file]", str(corrected))
    assert _counts(page) == {"new": 1, "changed": 0, "same": 2, "stopped": 0}
    page.locator("[data-test=begin]").click()
    page.locator("[data-test=staff-going][data-state=done]").wait_for()

    page.goto(f"{world.server.base}/office/#/accounts/phones?place={VILLAGE}&state=never")
    page.locator("[data-test=make-sheets]").click()
    page.select_option("[data-test=days]", "3")
    page.locator("[data-test=go]").click()
    page.locator("[data-test=sheet-maker][data-stage=ready]").wait_for()
    strips = page.locator("[data-test=strip]")
    assert {"丁一", "马二", "张三丰"} <= {strip.locator("b").first.inner_text() for strip in strips.all()}
    made = world.server.rows("select count(*) from enrolments where used_at is null")[0][0]
    page.locator("[data-test=leave-sheets]").click()
    page.locator("[data-test=leaving]").wait_for()
    page.locator("[data-test=leave-sure]").click()
    page.goto(f"{world.server.base}/office/#/accounts/phones?place={VILLAGE}")
    page.locator("[data-test=holders]").wait_for()
    until(lambda: _states(page).get("丁一") == "waiting", "a valid sheet is shown")
    assert made >= 3

    login = next(
        one["login"] for one in given.the_office().get("/api/office/accounts")["accounts"] if one["name"] == "丁一"
    )
    given.a_canvasser(login)
    page.reload()
    until(lambda: _states(page).get("丁一") == "enrolled", "the bound phone is shown")
    assert _states(page)["马二"] == "waiting"
    then.nothing_was_complained_about()
