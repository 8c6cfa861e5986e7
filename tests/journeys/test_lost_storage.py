"""A browser deletes what a phone had stored: it says what happened, and what an open page still holds is not lost."""

from tests.journeys.phone import DOOR, Phone
from tests.journeys.story import Given, Then, When
from tests.journeys.waiting import until

DELETE = """() => new Promise((done, failed) => {
  const asked = indexedDB.deleteDatabase('ruhu')
  asked.onsuccess = () => done(true)
  asked.onerror = () => failed(asked.error)
})"""

THERE = "indexedDB.databases().then(all => all.some(one => one.name === 'ruhu' && one.version > 1))"


def _is_back(phone: Phone, work: str) -> None:
    """Wait until the app has made its database again; who opens it earlier would make an empty one."""
    until(lambda: phone.page.evaluate(THERE), "there is a database again")
    until(lambda: phone.unsent() == [work], "the edit is on the disk again")


def _evicted(phone: Phone) -> None:
    """As a browser does it that runs out of space: all that the site has stored, while it is open."""
    session = phone.browser.context.new_cdp_session(phone.page)  # type: ignore[union-attr]
    kinds = "indexeddb,cache_storage,service_workers,file_systems"
    session.send("Storage.clearDataForOrigin", {"origin": phone.server.base, "storageTypes": kinds})
    session.detach()


def test_a_phone_whose_data_were_deleted_while_it_was_closed_says_so_and_goes_on_with_a_new_link(
    given: Given, when: When, then: Then
) -> None:
    anna, office, person = given.a_canvasser(), given.the_office(), given.somebody()
    anna.syncs().loses_the_network()
    when(anna).writes(person["resident"], note="never sent")
    old = anna.writer
    anna.page.goto("about:blank")
    _evicted(anna)

    anna.finds_the_network().page.goto(anna.server.base)
    notice = anna.first("[data-test=cleared]")
    notice.wait_for()
    told = notice.inner_text()
    assert f"{old} 号手机" in told and "1 条还没有上传" in told and "绑定链接" in told
    device = next(one for one in office.get("/api/office/devices")["devices"] if one["id"] == old)
    assert device["last_sync"], "the office sees when it last synced"

    anna.begins_to_enrol(office.enrolment_link(anna.login)).first(DOOR).wait_for()
    assert then(anna).writer != old
    anna.writes(person["resident"], note="written again").syncs()
    assert then(anna).rows()[person["resident"]]["values"]["note"] == "written again"
    assert anna.page.locator("[data-test=cleared]").count() == 0


def test_what_an_open_page_holds_survives_when_the_browser_deletes_the_database_under_it(
    given: Given, when: When, then: Then
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    when.the_server_stops()
    when(anna).writes(person["resident"], note="not sent yet")
    (work,) = anna.unsent()
    _evicted(anna)
    _is_back(anna, work)
    anna.knocks(person["household"])
    both = anna.unsent()
    anna.shows("not sent yet", at=f"/resident/{person['resident']}")

    when.the_server_starts()
    anna.syncs()
    then.arrived_exactly_once(both)
    assert len(both) > 1 and then(anna).rows()[person["resident"]]["values"]["note"] == "not sent yet"


def test_a_script_that_deletes_the_database_does_not_part_a_phone_from_its_work(
    given: Given, when: When, then: Then
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    when.the_server_stops()
    when(anna).writes(person["resident"], note="still there")
    (work,) = anna.unsent()
    anna.page.evaluate(DELETE)
    _is_back(anna, work)
    anna.is_killed().opens(f"/resident/{person['resident']}")
    anna.shows("still there", at=f"/resident/{person['resident']}")
    when.the_server_starts()
    anna.syncs()
    then.arrived_exactly_once([work])
