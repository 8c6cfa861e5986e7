"""A phone's clock may say anything: it is set back, or years ahead, in the middle of the work."""

from tests.journeys.phone import Phone
from tests.journeys.story import FIRST, SECOND, Given, Then, When
from tests.journeys.waiting import until

# Everything that asks for the time gets another one; what measures time goes on.
SHIFT = """shift => {
  const Real = globalThis.RealDate ??= Date
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(Real.now() + shift) }
    static now() { return Real.now() + shift }
  }
}"""
DAY = 86_400_000
YEARS = 10 * 365 * DAY


def _clock(phone: Phone, shift: int) -> None:
    phone.page.evaluate(SHIFT, shift)


def _syncs(phone: Phone) -> None:
    """Sync by hand; when that ended, the phone notes by a clock that may stand before the last time."""
    before = phone.meta().get("lastOk")
    phone.opens("/sync")
    until(lambda: phone.page.locator("[data-test=sync-now]").is_enabled(), "the button can be tapped")
    phone.taps_on("[data-test=sync-now]")
    until(lambda: phone.meta().get("lastOk") != before and not phone.unsent(), "the phone is in step")


def test_a_clock_that_is_set_back_between_two_edits_changes_neither_their_order_nor_what_arrives(
    given: Given, when: When, then: Then
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    when.the_server_stops()
    when(anna).writes(person["resident"], note="before")
    _clock(anna, -2 * DAY)
    anna.writes(person["resident"], note="after").knocks(person["household"])
    edits = [one["edit"] for one in anna.outbox()]
    assert [edit["n"] for edit in edits] == list(range(1, len(edits) + 1))
    assert edits[1]["at"] < edits[0]["at"] and edits[1]["fields"]["note"]["base"] == [edits[0]["id"]]

    when.the_server_starts()
    _syncs(anna)
    then.arrived_exactly_once([edit["id"] for edit in edits])
    assert then(anna).rows()[person["resident"]]["values"]["note"] == "after"
    assert given.the_office().open_reviews(person["resident"]) == []
    anna.shows("after", at=f"/resident/{person['resident']}")
    anna.writes(person["resident"], note="once more")
    _syncs(anna)
    assert then(anna).rows()[person["resident"]]["values"]["note"] == "once more"
    then.nothing_was_complained_about()


def test_a_clock_ten_years_ahead_wins_nothing_against_another_phones_later_edit(
    given: Given, when: When, then: Then
) -> None:
    anna, boris = given.a_canvasser(), given.a_canvasser("grid-001-02", grids=(FIRST, SECOND))
    person = given.somebody()
    when(anna).knocks(person["household"]).syncs()
    kept = len(anna.stored("kept"))
    for phone in (anna, boris):
        phone.loses_the_network()
    _clock(anna, YEARS)
    when(anna).writes(person["resident"], phone="10011110000")
    when(boris).writes(person["resident"], phone="10022220000")
    for phone in (anna, boris, anna):
        _syncs(phone.finds_the_network())

    for phone in (anna, boris):
        assert then(phone).rows()[person["resident"]]["values"]["phone"] == "10022220000"
    assert anna.refused() == [] and len(then(anna).stored("kept")) == kept + 1, "no two weeks by the server's clock"
    assert anna.meta()["offset"] < -YEARS + DAY
    then.nothing_was_complained_about()


def test_a_phone_whose_clock_stands_ten_years_back_syncs_like_any_other(given: Given, when: When, then: Then) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    _clock(anna, -YEARS)
    when(anna).writes(person["resident"], note="ten years ago")
    _syncs(anna)
    at = then.server_holds("select eff from edits where writer = ? order by n desc limit 1", anna.writer)
    real = anna.page.evaluate("RealDate.now()")
    assert abs(at[0][0] - real) < DAY, "the server knows when it was"
    assert then(anna).first("[data-test=sync-strip]").inner_text().startswith("全部已上传")
