"""What goes wrong in a day at the desk, and what is done about it: nothing that was typed is lost, nothing is final."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.story import Given, Then
from tests.journeys.waiting import until
from tests.office.desk.test_at_the_desk import at, goes


def leads(desk: Page, address: str, number: str) -> None:
    """The list at this address has as many lines as the number says; of nobody it says so."""
    desk.goto(address)
    if number == "0":
        return desk.locator("[data-test=nobody], [data-test=total][data-total='0']").first.wait_for()
    at(desk, "total").wait_for()
    until(lambda: at(desk, "total").get_attribute("data-total") == number, f"{address} lists {number}")


def test_every_number_of_a_village_leads_to_as_many_people_or_doors(given: Given, then: Then, desk: Page) -> None:
    row = at(desk, "villages").locator("tbody tr").first
    row.wait_for()
    cells = {cell.get_attribute("href"): cell.inner_text().replace(",", "") for cell in row.locator("td a").all()}
    assert len(cells) >= 8
    for address, number in cells.items():
        if address is not None and "devices" not in address:
            leads(desk, f"{given.world.server.base}/office/{address}", number)
    then.nothing_was_complained_about()


def test_a_login_that_ends_in_the_middle_of_a_form_costs_only_the_password(
    given: Given, then: Then, desk: Page
) -> None:
    person = given.somebody()["resident"]
    office = given.the_office()
    goes(desk, given, f"/residents/{person}", "edit-resident")
    at(desk, "edit-resident").click()
    at(desk, "field-note").fill("写到一半")
    desk.context.clear_cookies()
    at(desk, "save-resident").click()
    at(desk, "sign-in-again").wait_for()
    desk.context.add_cookies(office.cookies())  # type: ignore[arg-type]
    instead = f"{given.world.server.base}/api/office/me"  # hashing a password is slow on purpose
    desk.route("**/api/office/login", lambda route: route.continue_(url=instead, method="GET"))
    at(desk, "password-again").fill("whatever it is")
    at(desk, "enter-again").click()
    at(desk, "outcome-saved").wait_for()
    assert at(desk, "value-note").inner_text() == "写到一半"


def test_a_decision_is_taken_back_on_its_card(given: Given, then: Then, desk: Page) -> None:
    person = given.somebody()["resident"]
    office = given.the_office()
    office.grants("grid-001-02", "990101100001-01")
    anna, boris = given.a_device(), given.a_device("grid-001-02")
    row = anna.whole("990101100001-01")[person]
    base = row.get("also", {}).get("name", [row["by"]])
    for phone, name in ((anna, "王小梅"), (boris, "王晓梅")):
        phone.pushes(phone.edit("resident", person, {"name": (name, base)}))
    goes(desk, given, "/reviews?kind=field_review", "review")
    card = desk.locator(f"[data-test=review]:has(a[href='#/residents/{person}'])")
    card.locator("[data-test=side]", has_text="王小梅").locator("[data-test=choose]").click()
    card.locator("[data-test=decide-again]").click()
    card.locator("[data-test=side]", has_text="王晓梅").locator("[data-test=choose]").click()
    until(lambda: "王晓梅" in card.locator("[data-test=verdict]").inner_text(), "the other side stands")
    then.nothing_was_complained_about()


def test_a_household_and_a_resident_are_added_and_the_resident_moves(given: Given, then: Then, desk: Page) -> None:
    goes(desk, given, "/households?grid=990101100001-01", "household-table")
    at(desk, "add-household").click()
    at(desk, "field-lane").fill("新街")
    at(desk, "field-door").fill("101")
    at(desk, "new-save").click()
    at(desk, "add-resident").click()
    desk.keyboard.press("Escape")
    until(lambda: desk.evaluate("document.activeElement.dataset.test") == "add-resident", "focus is back where it was")
    at(desk, "add-resident").click()
    at(desk, "field-name").fill("欧阳新月")
    at(desk, "new-save").click()
    at(desk, "move-resident").click()
    at(desk, "move-search").fill("中心路")
    at(desk, "move-to").check()
    at(desk, "move-save").click()
    at(desk, "outcome-saved").wait_for()
    assert "新街" not in at(desk, "to-household").inner_text()
    assert "欧阳新月" in desk.title()
    then.nothing_was_complained_about()


def test_a_lost_phone_is_replaced_in_four_clicks(given: Given, then: Then, desk: Page) -> None:
    lost = given.a_device()
    goes(desk, given, "/", "villages")
    at(desk, "nav-devices").click()
    desk.locator(f"[data-test=device-{lost.writer}] [data-test=revoke]").click()
    for test in ("revoke-sure", "enrol-again"):
        at(desk, test).click()
    at(desk, "qr").wait_for()
    answer = lost.refused(lost.pulls)
    assert answer.status == 403
    then.nothing_was_complained_about()
