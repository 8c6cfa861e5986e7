"""The office's planner at a PC: what is typed is not lost by a click beside it, and the pages show what they say."""

from playwright.sync_api import Page

from tests.journeys.booking import VILLAGE, a_session, day
from tests.journeys.clerk import DESK
from tests.journeys.office import Office
from tests.journeys.story import Given, Then, When


def _planner(given: Given, office: Office) -> Page:
    """Signed in, at a township's PC."""
    page = given.world.browser("planner", DESK).start()
    page.context.add_cookies(office.cookies())  # type: ignore[arg-type]
    return page


def test_quotas_that_are_not_saved_are_asked_about_before_the_planner_leaves_them(
    given: Given, when: When, then: Then
) -> None:
    office = given.the_office()
    session = a_session(office, village=4)
    page = _planner(given, office)
    base = f"{given.world.server.base}/office/#"
    page.goto(f"{base}/quotas?week={day(1)}")
    cell = page.locator(f"[data-test='quota-{session}-{VILLAGE}']")
    when(cell).fill("3")
    page.locator("[data-test=week-next]").click()
    page.locator("[data-test=leave-stay]").click()
    page.locator("[data-test=modal]").wait_for(state="detached")
    assert cell.input_value() == "3"

    page.locator("[data-test=quota-save]").click()
    page.locator("[data-test=quota-saved]").wait_for()
    pools = office.get(f"/api/office/sessions/{session}/places")["pools"]
    assert [pool["quota"] for pool in pools if pool["pool"] == VILLAGE] == [3]

    when(cell).fill("2")
    page.locator("[data-test=week-next]").click()
    page.locator("[data-test=leave-sure]").click()
    page.goto(f"{base}/dispatch")
    page.locator("[data-test=dispatch]").wait_for()
    assert page.locator("[data-test=modal]").count() == 0, "asked once"
    then.nothing_was_complained_about()


def test_dispatch_names_the_days_that_it_shows_and_only_the_site_that_was_chosen(given: Given, then: Then) -> None:
    page = _planner(given, given.the_office())
    page.goto(f"{given.world.server.base}/office/#/dispatch")
    lines = page.locator("[data-test=empty-table] tbody tr")
    lines.first.wait_for()
    shown = page.locator("[data-test=week]").inner_text()
    assert day() in shown and day(6)[5:] in shown

    chosen = page.locator("[data-test=week-site] option[value='site:1']").inner_text()
    page.locator("[data-test=week-site]").select_option("site:1")
    page.wait_for_function("location.hash.includes('site=')")
    every = page.locator("[data-test=empty-table] tbody tr")
    others = every.filter(has_not_text=chosen)
    others.first.wait_for(state="detached")
    assert every.count() > 0 and others.count() == 0
    then.nothing_was_complained_about()
