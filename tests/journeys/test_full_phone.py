"""A phone without room: nothing is stored by halves, it says what to do, and work still goes out."""

from tests.journeys.phone import Phone
from tests.journeys.story import FIRST, SECOND, Given, Then, When
from tests.journeys.waiting import until

SAID = "[data-test=said-text]"


class Room:
    """How many bytes more this browser lets the site store; 0: not one. A new browser, because one believes for a while
    what it knew before; begun without the network, because then nothing is written before the limit stands.
    """

    def __init__(self, phone: Phone, more: int) -> None:
        self.origin = {"origin": phone.server.base}
        phone.browser.close()
        self.session = phone.browser.start().context.new_cdp_session(phone.page)
        self.limit(1 if more == 0 else None)
        phone.page.goto(f"{phone.server.base}/#/lane")
        phone.first("[data-test=title]").wait_for()
        if more > 0:
            self.limit(self.session.send("Storage.getUsageAndQuota", self.origin)["usage"] + more)

    def limit(self, size: int | None) -> None:
        """So many bytes in all; None: as many as it likes."""
        self.session.send("Storage.overrideQuotaForOrigin", self.origin | ({"quotaSize": size} if size else {}))


def _fills_in(phone: Phone, resident: str, note: str) -> Phone:
    phone.opens(f"/resident/{resident}/edit").first("[data-test=save]").wait_for()
    if not phone.page.locator("[data-test=note]").count():
        phone.taps_on("[data-test=more-fields]")
    return phone.types("[data-test=note]", note)


def test_lists_that_do_not_fit_are_not_stored_by_halves_and_edits_still_go_out(
    given: Given, when: When, then: Then
) -> None:
    anna, office, person = given.a_canvasser(), given.the_office(), given.somebody()
    cursor = anna.meta()["cursor"]
    office.grants(anna.login, FIRST, SECOND)
    when.the_server_stops()
    room = Room(anna, 15_000)
    when(anna).writes(person["resident"], note="on a full phone")
    (work,) = anna.unsent()

    when.the_server_starts()
    anna.opens("/sync").taps_on("[data-test=sync-now]")
    anna.first("[data-test=sync-error]").get_by_text("手机存储已满").wait_for()
    anna.first("[data-test=sync-strip]").get_by_text("手机存储已满").wait_for()
    then.arrived_exactly_once([work])
    assert then(anna).unsent() == [] and anna.meta()["cursor"] == cursor
    assert SECOND not in {row["scope"] for row in anna.rows().values()}, "no row of the new grid is there"
    anna.shows("on a full phone", at=f"/resident/{person['resident']}")

    room.limit(None)
    anna.syncs()
    held = then.server_holds("select id from records where scope in (?, ?)", FIRST, SECOND)
    assert {key for key, row in anna.rows().items() if row["scope"] in (FIRST, SECOND)} == {name for (name,) in held}
    then.nothing_was_complained_about()


def test_what_cannot_be_saved_is_said_not_to_be_saved_and_stays_in_the_form(
    given: Given, when: When, then: Then
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    when.the_server_stops()
    when(anna).writes(person["resident"], note="saved while there was room")
    (work,) = anna.unsent()
    room = Room(anna, 0)
    _fills_in(anna, person["resident"], "saved with room again").taps_on("[data-test=save]")
    anna.first(SAID).get_by_text("手机存储已满，这一条没有保存").wait_for()
    assert then(anna).unsent() == [work], "nothing is half there, nothing is gone"
    assert anna.first("[data-test=note]").input_value() == "saved with room again"

    room.limit(None)
    anna.saves()
    both = anna.unsent()
    assert [entry["n"] for entry in then(anna).outbox()] == [1, 2]
    when.the_server_starts()
    anna.syncs()
    then.arrived_exactly_once(both)
    until(lambda: anna.rows()[person["resident"]]["values"]["note"] == "saved with room again", "it is back")
