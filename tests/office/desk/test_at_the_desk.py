"""The office with a mouse and a keyboard: figures that lead to people, one click that decides, nothing overwritten."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page

from tests.journeys.device import Device
from tests.journeys.story import FIRST, Given, Then, When
from tests.journeys.waiting import until

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def at(desk: Page, test: str) -> Any:
    """What bears this name on the page."""
    return desk.locator(f"[data-test={test}]").first


def goes(desk: Page, given: Given, address: str, until_shown: str) -> None:
    """Open a page of the office and wait until it shows what is named."""
    desk.goto(f"{given.world.server.base}/office/#{address}")
    at(desk, until_shown).wait_for()


def renames(phone: Device, resident: str, name: str) -> None:
    """The phone writes another name, on the base of what it holds."""
    row = phone.whole(FIRST)[resident]
    base = row.get("also", {}).get("name", [row["by"]])
    phone.pushes(phone.edit("resident", resident, {"name": (name, base)}))


def test_every_figure_of_the_first_page_leads_to_as_many_people(given: Given, then: Then, desk: Page) -> None:
    names = ("done", "remaining", "one", "full")
    figures = {name: at(desk, f"figure-{name}").get_attribute("data-value") for name in names}
    for name, value in figures.items():
        goes(desk, given, "/", "villages")
        at(desk, f"figure-{name}").locator("a").click()
        at(desk, "resident-table").wait_for()
        assert at(desk, "total").get_attribute("data-total") == value
    then.nothing_was_complained_about()


def test_one_click_decides_between_two_phones_and_both_get_it(given: Given, when: When, then: Then, desk: Page) -> None:
    person = given.somebody()["resident"]
    office = given.the_office()
    office.grants("grid-001-02", FIRST)
    anna, boris = given.a_device(), given.a_device("grid-001-02")
    row = anna.whole(FIRST)[person]
    base = row.get("also", {}).get("name", [row["by"]])
    for phone, name in ((anna, "王小梅"), (boris, "王晓梅")):
        phone.pushes(phone.edit("resident", person, {"name": (name, base)}))

    goes(desk, given, "/reviews?kind=field_review", "review")
    card = desk.locator(f"[data-test=review]:has(a[href='#/residents/{person}'])")
    assert {side.inner_text() for side in card.locator("[data-test=side-value]").all()} == {"王小梅", "王晓梅"}
    card.locator("[data-test=remark]").fill("看过户口本")
    card.locator("[data-test=side]", has_text="王小梅").locator("[data-test=choose]").click()
    until(lambda: card.get_attribute("data-state") == "decided", "the card says that it is decided")
    assert "看过户口本" in card.locator("[data-test=verdict]").inner_text()
    for phone in (anna, boris):
        shown = phone.whole(FIRST)[person]
        assert shown["values"]["name"] == "王小梅" and "open" not in shown
    then.nothing_was_complained_about()


def test_a_form_filled_before_a_phone_s_change_arrived_keeps_both_and_says_so(
    given: Given, when: When, then: Then, desk: Page
) -> None:
    person = given.somebody()["resident"]
    anna = given.a_device()
    goes(desk, given, f"/residents/{person}", "edit-resident")
    at(desk, "edit-resident").click()
    at(desk, "field-name").fill("办公室填的")
    renames(anna, person, "手机填的")
    at(desk, "save-resident").click()
    at(desk, "outcome-review").wait_for()
    sides = {side.inner_text() for side in desk.locator("[data-test=side-value]").all()}
    assert sides == {"办公室填的", "手机填的"}
    assert "手机填的" in at(desk, "history").inner_text()
    then.nothing_was_complained_about()


def test_a_refused_dose_is_corrected_and_released(given: Given, then: Then, desk: Page) -> None:
    person = given.somebody()["resident"]
    phone = given.a_device()
    fields: dict[str, Any] = {
        "resident": (person, []),
        "number": (9, []),
        "product": ("bibp", []),
        "on": ("2026-11-31", []),
    }
    bad = phone.edit("dose", None, fields)
    phone.pushes(bad)
    goes(desk, given, "/quarantine", "held")
    card = desk.locator(f"[data-test=held][data-id='{bad['id']}']")
    card.locator("[data-test=correct]").click()
    card.locator("[data-test=field-number]").select_option("1")
    card.locator("[data-test=field-on]").fill("2026-11-10")
    card.locator("[data-test=send-corrected]").click()
    until(lambda: card.count() == 0, "the card has left the quarantine")
    goes(desk, given, f"/residents/{person}", "dose-row")
    assert "2026-11-10" in at(desk, "children-dose").inner_text()
    then.nothing_was_complained_about()


def test_in_english_no_chinese_word_of_the_interface_is_left(given: Given, then: Then, desk: Page) -> None:
    at(desk, "language").click()
    until(lambda: "Overview" in desk.title(), "the title is English")
    pages = (
        ("/quarantine?state=discarded", "nothing-held"),
        ("/campaign", "campaign-current"),
        ("/password", "new-password"),
    )
    for address, shown in pages:
        goes(desk, given, address, shown)
        words = desk.locator("main").inner_text()
        assert not CHINESE.search(words), f"{address}: {words}"
    then.nothing_was_complained_about()
