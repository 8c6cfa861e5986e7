"""Places given out at the door without a network hold; where one is lost, the phone that gave it says so."""

from tests.journeys.booking import a_session, books, given_to, holds, is_told, slip
from tests.journeys.story import FIRST, SECOND, Given, Then, When
from tests.journeys.test_clock_back import DAY, _clock
from tests.journeys.waiting import until

OUT = "select appointment, number from tickets where session = ? and appointment is not null"
FREE = "select number from tickets where session = ? and appointment is null and lease is null"


def test_two_canvassers_give_out_their_last_places_offline_and_both_hold_while_a_third_waits(
    given: Given, when: When, then: Then
) -> None:
    office = given.the_office()
    session = a_session(office, village=1, grid_001_02=1)
    anna, boris = (holds(given.a_canvasser(login), session) for login in ("grid-001-01", "grid-001-02"))
    carla = given.a_cadre()
    one, other, third = given.somebody(), given.somebody(grid=SECOND), given.somebody(skip=1)

    when.the_server_stops()
    hers = books(anna, one["resident"], session)
    his = books(boris, other["resident"], session)
    asked = books(carla, third["resident"], session)
    slips = {name: slip(phone, name) for phone, name in ((anna, hers), (boris, his))}
    assert {state for state, _ in slips.values()} == {"confirmed"}
    assert slip(carla, asked) == ("requested", 0)

    when.the_server_starts()
    for phone in (carla, boris, anna):  # whoever was first to sync
        phone.syncs()
    numbers = given_to(then.server_holds(OUT, session))
    assert numbers == {name: number for name, (_, number) in slips.items()}
    assert slip(anna, hers) == slips[hers] and slip(boris, his) == slips[his]

    anna.opens(f"/appointment/{hers}").taps_on("[data-test=cancel-appointment]")
    assert anna.first("[data-test=ask-no]").inner_text() == "不取消", "not 取消 beside 取消预约"
    anna.taps_on("[data-test=ask-yes]")
    anna.first("[data-test=slip][data-state=cancelled]").wait_for()
    when(anna).syncs()
    assert slip(carla.syncs(), asked) == ("confirmed", slips[hers][1])
    assert given_to(then.server_holds(OUT, session)) == {his: slips[his][1], asked: slips[hers][1]}
    then.nothing_was_complained_about()


def test_the_places_of_a_lost_phone_are_given_out_again_and_what_it_sends_late_goes_to_review(
    given: Given, when: When, then: Then
) -> None:
    office = given.the_office()
    session = a_session(office, grid_001_01=1)
    anna, person, other = holds(given.a_canvasser(), session), given.somebody(), given.somebody(skip=1)
    anna.loses_the_network()
    promised = books(anna, person["resident"], session)
    assert slip(anna, promised)[0] == "confirmed"

    when(office).revokes(anna.writer)
    new = holds(given.a_canvasser(), session)
    kept = books(new, other["resident"], session)
    new.syncs()
    assert given_to(then.server_holds(OUT, session)) == {kept: slip(new, kept)[1]}

    anna.finds_the_network()
    anna.browser.offline = True  # that it is refused stands on its console
    anna.page.goto(f"{anna.server.base}/#/sync")
    until(lambda: then.server_holds("select id from quarantine where id = ?", promised), "it is held for review")
    assert given_to(then.server_holds(OUT, session)) == {kept: slip(new, kept)[1]}
    when(office).releases(promised)
    when(new).syncs()
    assert slip(new, promised) == ("requested", 0) and slip(new, kept)[0] == "confirmed"
    assert promised in str(office.get("/api/office/changes")), "on the office's list of lost places"
    is_told(new, promised, "lost_phone")
    then.nothing_was_complained_about()


def test_a_cancelled_session_is_said_on_the_phone_that_gave_out_its_places(
    given: Given, when: When, then: Then
) -> None:
    office = given.the_office()
    session = a_session(office, grid_001_01=1)
    anna, person = holds(given.a_canvasser(), session), given.somebody()
    made = books(anna, person["resident"], session)
    assert slip(anna.syncs(), made)[0] == "confirmed"

    when(office).post(f"/api/office/sessions/{session}/cancel", {})
    when(anna).syncs()
    assert slip(anna, made)[0] == "cancelled"
    is_told(anna, made, "session_cancelled")
    anna.syncs()
    assert then(anna).rows()[made]["values"]["change_seen"] is True
    then.nothing_was_complained_about()


def test_two_canvassers_who_book_the_same_resident_are_a_conflict_and_the_decision_frees_one_place(
    given: Given, when: When, then: Then
) -> None:
    office, person = given.the_office(), given.somebody()
    session = a_session(office, grid_001_01=1, grid_001_02=1)
    anna = holds(given.a_canvasser(), session)
    boris = holds(given.a_canvasser("grid-001-02", grids=(FIRST, SECOND)), session)
    when.the_server_stops()
    hers, his = (books(phone, person["resident"], session) for phone in (anna, boris))
    when.the_server_starts()
    for phone in (anna, boris):
        phone.syncs()
    (review,) = then(office).open_reviews(person["resident"])
    assert review["kind"] == "double_appointment"
    assert set(given_to(then.server_holds(OUT, session))) == {hers, his}, "both slips keep their places until then"

    when(office).keeps(review, hers)
    for phone in (anna, boris):
        phone.syncs()
    assert slip(anna, hers)[0] == "confirmed" and slip(boris, his)[0] == "cancelled"
    assert set(given_to(then.server_holds(OUT, session))) == {hers}
    then.nothing_was_complained_about()


def test_a_phone_that_cannot_vouch_for_the_time_gives_only_requested_places(
    given: Given, when: When, then: Then
) -> None:
    office = given.the_office()
    session = a_session(office, grid_001_01=1)
    anna, people = holds(given.a_canvasser(), session), [given.somebody(skip=n) for n in range(3)]
    when.the_server_stops()
    _clock(anna, -2 * DAY)
    back = books(anna, people[0]["resident"], session)
    when(anna).is_killed().opens("/todo")
    restarted = books(anna, people[1]["resident"], session)
    for name in (back, restarted):
        assert slip(anna, name) == ("requested", 0)
    assert not any(each["edit"].get("lease") for each in anna.outbox())

    when.the_server_starts()
    holds(anna, session)
    assert given_to(then.server_holds(OUT, session)) == {}, "the phone still holds it"
    sure = books(anna, people[2]["resident"], session)
    assert slip(anna, sure)[0] == "confirmed"
    anna.syncs()
    assert set(given_to(then.server_holds(OUT, session))) == {sure}
    then.nothing_was_complained_about()
