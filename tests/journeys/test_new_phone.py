"""A lost phone is replaced in a minute, and what it had not sent is not lost with it if it is ever found."""

from tests.journeys.story import Given, Then, When
from tests.journeys.waiting import until


def test_a_new_phone_in_place_of_a_lost_one_and_the_lost_ones_work_is_released(
    given: Given, when: When, then: Then
) -> None:
    old, office, person = given.a_canvasser(), given.the_office(), given.somebody()
    old.loses_the_network()
    when(old).writes(person["resident"], note="written before it was lost")
    (work,) = old.unsent()
    link = office.enrolment_link(old.login, replaces=True)
    new = given.a_new_phone(old.login).enrols(link)
    assert "note" not in then(new).rows()[person["resident"]]["values"]

    when(old).finds_the_network().opens("/sync").taps_on("[data-test=sync-now]")
    until(lambda: old.meta()["device"].get("revoked"), "the old phone knows that it was stopped")
    assert then(old).rows() == {} and new.writer != old.writer
    kept = then.server_holds("select id, code, state from quarantine where writer = ?", old.writer)
    assert kept == [(work, "device_revoked", "held")]

    when(office).releases(work)
    new.syncs()
    assert then(new).rows()[person["resident"]]["values"]["note"] == "written before it was lost"
    then.arrived_exactly_once([work])
