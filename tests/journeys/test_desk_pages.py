"""A site's device: every screen of the desk without a network, usable by everybody, no heavier than it has to be."""

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.journeys.browsing import PHONE
from tests.journeys.phone import Phone
from tests.journeys.story import Given, Then, When
from tests.journeys.test_pages import _grave, _routes, _told
from tests.journeys.test_size import CACHED, TEXT, _packed
from tests.journeys.waiting import until

SITE, GRID = "site:1", "grid-001-01"
TABLET = (1024, 768)
# What a site's device keeps more than a canvasser's phone.
MOST = 40_000
KEPT = """async () => {
  for (const name of await caches.keys())
    for (const one of await (await caches.open(name)).keys()) if (one.url.includes('/screens-')) return true
  return false
}"""


def _session() -> str:
    """Today's session at the site of the invented town."""
    return f"session:1-{datetime.now(ZoneInfo('Asia/Shanghai')).date().isoformat()}"


def _booked(given: Given, person: dict[str, Any]) -> str:
    """Somebody is booked for today by a canvasser; the appointment's id."""
    canvasser = given.a_device(GRID)
    fields = {"resident": person["resident"], "session": _session(), "number": 1, "state": "requested"}
    edit = canvasser.edit("appointment", None, {name: (value, []) for name, value in fields.items()})
    assert canvasser.pushes(edit)[0]["result"] == "applied"
    return str(edit["id"])


def _desk(given: Given, size: tuple[int, int] = TABLET, options: tuple[str, ...] = ()) -> Phone:
    """A device of the site's staff: enrolled, in step, able to work without a network."""
    office, world = given.the_office(), given.world
    sites = office.post(f"/api/office/sites/{SITE}/desk", {})["sites"]
    code = next(site["values"]["code"] for site in sites if site["id"] == SITE)
    office.post("/api/office/accounts", {"name": "接种一台", "role": "site", "login": "desk-1", "areas": [code]})
    desk = Phone(world.browser("desk-1", size), world.server, "desk-1")
    desk.browser.options = list(options)
    desk.browser.start()
    desk.page.goto(world.server.flask("enrol", "desk-1", "--base", world.server.base))
    desk.page.locator("[data-test=enrol]").click()
    desk.first("[data-test=counts]").wait_for(timeout=60_000)
    desk.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    desk.page.wait_for_function(KEPT)
    desk.page.wait_for_function("() => document.querySelector('[data-test=count-booked] dd').textContent !== '0'")
    return desk


def _does(desk: Phone, stage: str) -> None:
    """The step that is next for the person on the screen, until it is recorded."""
    desk.page.locator("[data-test=step]").click()
    desk.first(f"[data-test=person-head][data-stage={stage}]").wait_for()


def _is_screened(desk: Phone) -> None:
    desk.page.locator("[data-test=none-of-these]").click()
    desk.page.locator("[data-test=consent]").click()
    if desk.page.locator("[data-test=guardian]").count():
        desk.types("[data-test=guardian]", "王父")
    _does(desk, "ready")


def _is_injected(desk: Phone) -> None:
    if desk.page.locator("[data-test=batch-typed]").count():
        desk.types("[data-test=batch-typed]", "B20261")
    desk.page.locator("[data-test=checked]").click()
    _does(desk, "vaccinated")


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["on a tablet", "on a phone"])
def test_no_screen_of_the_desk_has_a_serious_barrier_or_complains(
    given: Given, when: When, then: Then, size: tuple[int, int]
) -> None:
    person = given.somebody()
    booked = _booked(given, person)
    desk = _desk(given, size)
    when.the_server_stops()
    barriers: dict[str, list[str]] = {}

    def look(name: str) -> None:
        if found := _grave(desk.page):
            barriers[name] = found

    desk.opens(f"/desk/at/{booked}")
    look("a card")
    _does(desk, "arrived")
    look("screening")
    _is_screened(desk)
    look("the injection")
    _is_injected(desk)
    look("observation")
    for route in _routes("field/desk/routes.ts"):
        desk.opens(route.replace(":id", booked).replace("/:record?", ""))
        look(route)
    desk.opens("/desk").types("[data-test=look]", "RUHU-S1:1.2:nowhere:3")
    desk.page.locator("[data-test=look-do]").click()
    desk.first("[data-test=nobody]").wait_for()
    look("an unknown slip")
    assert not barriers, _told(barriers)
    then.nothing_was_complained_about()


def test_a_site_s_device_keeps_the_desk_and_a_canvasser_s_phone_does_not(given: Given, when: When) -> None:
    anna = given.a_canvasser()
    _booked(given, given.somebody())
    desk = _desk(given)
    kept, hers = (set(one.page.evaluate(CACHED)) for one in (desk, anna))
    more = kept - hers
    assert not hers - kept and not [url for url in hers if "/screens-" in url]
    sizes = {url.rsplit("/", 1)[1]: _packed(bytes(desk.page.evaluate(TEXT, url))) for url in more}
    assert sum(sizes.values()) <= MOST, json.dumps(sizes, indent=1)

    when.the_server_stops()
    desk.browser.close()
    desk.opens("/desk").first("[data-test=counts]").wait_for()
    anna.opens("/desk").first("[data-test=tab-lane]").wait_for()


def test_a_slip_that_a_scanner_types_leads_through_the_desk_and_the_dose_reaches_the_canvasser(
    given: Given, when: When, then: Then
) -> None:
    person = given.somebody()
    booked = _booked(given, person)
    desk = _desk(given, PHONE)
    when.the_server_stops()
    desk.page.keyboard.type(f"RUHU-S1:{booked}:{_session()}:0")
    desk.page.keyboard.press("Enter")
    desk.first("[data-test=person-head][data-stage=booked]").wait_for()
    _does(desk, "arrived")
    _is_screened(desk)
    _is_injected(desk)
    assert desk.first("[data-test=watching]").get_attribute("data-minutes") == "30"
    desk.page.locator("[data-test=step]").click()
    desk.page.locator("[data-test=ask-yes]").click()
    desk.first("[data-test=person-head][data-stage=left]").wait_for()

    when.the_server_starts()
    desk.syncs()
    asked = "select row from records where entity = 'dose' and parent = ?"
    then.world.server.shell("places")
    doses = [json.loads(row)["values"] for (row,) in then.server_holds(asked, person["resident"])]
    today = _session().removeprefix("session:1-")
    assert [dose["known"] for dose in doses if dose.get("on") == today] == ["site"]
    then.nothing_was_complained_about()


def test_a_person_whom_two_desks_registered_is_named_twice_and_each_entry_leads_to_the_other(
    given: Given, then: Then
) -> None:
    booked = _booked(given, given.somebody())
    desk = _desk(given)
    desk.opens(f"/desk/at/{booked}")
    _does(desk, "arrived")
    (mine,) = [box["edit"] for box in desk.outbox() if box["edit"]["entity"] == "attendance"]
    until(lambda: not desk.unsent(), "the first entry has been sent")

    other = given.a_device("desk-1")
    fields = {name: (field["value"], []) for name, field in mine["fields"].items()}
    again = other.edit("attendance", None, fields)
    assert other.pushes(again)[0]["result"] == "applied"
    desk.opens("/sync").page.locator("[data-test=sync-now]").click()
    entry = f"[data-test=entry][data-id='{again['id']}']"
    desk.opens("/desk").first(entry).click()
    desk.first("[data-test=other-entry]").click()
    desk.page.wait_for_function("id => location.hash.endsWith(id)", arg=mine["record"])
    desk.opens("/desk").first(f"[data-test=entry][data-id='{mine['record']}']").wait_for()
    then.nothing_was_complained_about()
