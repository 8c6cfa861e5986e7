"""The first sync is the longest, over the worst network: what arrived before a cut is kept, and it goes on."""

from playwright.sync_api import Route

from tests.journeys.phone import DOOR
from tests.journeys.story import FIRST, SECOND, Given, Then, When
from tests.journeys.waiting import until


def test_a_first_sync_cut_in_the_middle_keeps_what_arrived_and_goes_on(given: Given, when: When, then: Then) -> None:
    office, anna = given.the_office(), given.a_new_phone("grid-001-01")
    office.grants(anna.login, FIRST, SECOND)
    link = office.enrolment_link(anna.login)
    asked: list[str] = []

    def cut_at_the_second_grid(route: Route) -> None:
        asked.append(route.request.url.split("/chunk/")[1].split("/")[0])
        if asked.count(SECOND) == 1 and not anna.browser.offline:
            when.the_server_is_killed()
        route.continue_()

    page = anna.browser.start()
    page.route("**/api/sync/chunk/**", cut_at_the_second_grid)
    when(anna).begins_to_enrol(link)
    anna.first("[data-test=retry]").wait_for()
    assert then.world.server.refuses()
    kept = {row["scope"] for row in then(anna).rows().values()}
    assert FIRST in kept and SECOND not in kept

    when.the_server_starts()
    anna.taps_on("[data-test=retry]").first(DOOR).wait_for()
    until(lambda: SECOND in {row["scope"] for row in anna.rows().values()}, "the second grid has arrived")
    assert asked.count(FIRST) == 1, "what had arrived was not fetched again"
    held = then.server_holds("select id from records where scope in (?, ?)", FIRST, SECOND)
    assert {key for key, row in anna.rows().items() if row["scope"] in (FIRST, SECOND)} == {name for (name,) in held}
    then.nothing_was_complained_about()
