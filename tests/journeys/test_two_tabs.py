"""One phone, two tabs: they number their edits together, show each other's, and only one of them syncs at a time."""

from typing import Any

from playwright.sync_api import Page

from tests.journeys.phone import Phone
from tests.journeys.story import Given, Then, When

SAVED = "[data-test=said] [data-test=undo]"
STRIP = "[data-test=sync-strip]"


def _second_tab(phone: Phone, place: str) -> Page:
    page: Page = phone.browser.context.new_page()  # type: ignore[union-attr]
    phone.browser.complaints.listen(page, lambda: phone.browser.offline)
    page.goto(f"{phone.server.base}/#{place}")
    page.locator("[data-test=title]").first.wait_for()
    return page


def _writes(page: Page, resident: str, note: str) -> None:
    page.evaluate("place => { location.hash = place }", f"/resident/{resident}/edit")
    page.locator("[data-test=save]").wait_for()
    if not page.locator("[data-test=note]").count():
        page.locator("[data-test=more-fields]").tap()
    page.locator("[data-test=note]").fill(note)
    page.locator("[data-test=save]").tap()
    page.locator(SAVED).wait_for()


def test_what_one_tab_saves_the_other_shows_and_builds_upon(given: Given, when: When, then: Then) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    when.the_server_stops()
    other = _second_tab(anna, f"/resident/{person['resident']}")
    when(anna).writes(person["resident"], note="from the first tab")
    other.get_by_text("from the first tab").first.wait_for()
    other.locator(STRIP).get_by_text("1 条未上传").wait_for()

    _writes(other, person["resident"], "from the second tab")
    then(anna).shows("from the second tab", at=f"/resident/{person['resident']}")
    edits = [one["edit"] for one in anna.outbox()]
    assert [edit["n"] for edit in edits] == [1, 2]
    assert edits[1]["fields"]["note"]["base"] == [edits[0]["id"]], "what the first tab wrote was what the second showed"

    when.the_server_starts()
    anna.syncs()
    other.locator(STRIP).get_by_text("全部已上传").wait_for()
    then.arrived_exactly_once([edit["id"] for edit in edits])
    assert given.the_office().open_reviews(person["resident"]) == []
    then.nothing_was_complained_about()


def test_two_tabs_that_save_and_sync_at_once_send_everything_once(given: Given, when: When, then: Then) -> None:
    anna, person, other_one = given.a_canvasser(), given.somebody(), given.somebody(skip=1)
    when.the_server_stops()
    other = _second_tab(anna, "/sync")
    for turn in range(3):
        anna.writes(person["resident"], note=f"first {turn}")
        _writes(other, other_one["resident"], f"second {turn}")
    edits = anna.unsent()
    assert [one["n"] for one in anna.outbox()] == list(range(1, 7))
    pushed: list[Any] = []

    def note(request: Any) -> None:
        if request.url.endswith("/sync/push"):
            pushed.append(request)

    anna.browser.context.on("request", note)  # type: ignore[union-attr]
    when.the_server_starts()
    anna.opens("/sync")
    other.evaluate("place => { location.hash = place }", "/sync")
    with when.the_server_hesitates():
        anna.taps_on("[data-test=sync-now]")
        other.locator("[data-test=sync-now]").tap()
        other.get_by_text("另一个页面正在同步").or_(other.locator("[data-test=sync-error]")).first.wait_for()
    anna.syncs()
    then.arrived_exactly_once(edits)
    assert len(pushed) == 1, "one tab pushed"
    for resident, note in ((person["resident"], "first 2"), (other_one["resident"], "second 2")):
        assert anna.rows()[resident]["values"]["note"] == note
