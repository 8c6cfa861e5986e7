"""Two people, one resident, no network: what the server makes of it, and what both see afterwards."""

import pytest

from tests.journeys.story import FIRST, SECOND, Given, Then, When
from tests.journeys.waiting import until


@pytest.mark.parametrize("order", ["first one, then the other", "the other first"])
def test_two_who_change_the_same_field_offline_get_one_conflict_and_one_decision(
    given: Given, when: When, then: Then, order: str
) -> None:
    anna, boris = given.a_canvasser(), given.a_canvasser("grid-001-02", grids=(FIRST, SECOND))
    office, person = given.the_office(), given.somebody()
    when.the_server_stops()
    when(anna).writes(person["resident"], name="王小梅")
    when(boris).writes(person["resident"], name="王晓梅")
    when.the_server_starts()

    for phone in (anna, boris) if order.startswith("first") else (boris, anna):
        phone.syncs()
    reviews = then(office).open_reviews(person["resident"])
    assert len(reviews) == 1 and {one["value"] for one in reviews[0]["options"]} == {"王小梅", "王晓梅"}

    when(office).decides_for(reviews[0], "王小梅")
    for phone in (anna, boris):
        phone.syncs()
        assert then(phone).rows()[person["resident"]]["values"]["name"] == "王小梅"
        phone.shows("王小梅", at=f"/resident/{person['resident']}")
    assert then(office).open_reviews(person["resident"]) == []
    assert then.listing(person["resident"], "name") == "王小梅"
    then.nothing_was_complained_about()


def test_two_who_change_different_fields_offline_both_keep_their_work(given: Given, when: When, then: Then) -> None:
    anna, boris = given.a_canvasser(), given.a_canvasser("grid-001-02", grids=(FIRST, SECOND))
    office, person = given.the_office(), given.somebody()
    for phone in (anna, boris):
        phone.loses_the_network()
    when(anna).writes(person["resident"], name="李建军")
    when(boris).writes(person["resident"], phone="10011112222")
    for phone in (anna, boris, anna):
        phone.finds_the_network().syncs()

    assert then(office).open_reviews(person["resident"]) == []
    for phone in (anna, boris):
        values = phone.rows()[person["resident"]]["values"]
        assert (values["name"], values["phone"]) == ("李建军", "10011112222")
    then.nothing_was_complained_about()


def test_a_death_recorded_while_another_records_a_dose_is_reviewed(given: Given, when: When, then: Then) -> None:
    anna, boris = given.a_canvasser(), given.a_canvasser("grid-001-02", grids=(FIRST, SECOND))
    office, person = given.the_office(), given.somebody()
    when.the_server_stops()
    when(anna).says_died(person["resident"])
    when(boris).records_a_dose(person["resident"])
    when.the_server_starts()
    anna.syncs()
    boris.syncs()

    kinds = {review["kind"] for review in then(office).open_reviews(person["resident"])}
    assert "life_state_unknown" in kinds
    assert then.listing(person["resident"], "doses") == person["doses"] + 1
    then.nothing_was_complained_about()


def test_an_edit_saved_while_a_push_is_under_way_stays_unsent_and_goes_with_the_next(
    given: Given, when: When, then: Then
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    anna.loses_the_network().writes(person["resident"], note="before the push")
    first = anna.unsent()
    pushes: list[str] = []
    anna.page.on("request", lambda request: pushes.append(request.url) if "/sync/push" in request.url else None)
    with when.the_server_hesitates():
        anna.finds_the_network().opens("/sync")
        until(lambda: anna.outbox()[0]["state"] == "sending", "a push is under way")
        anna.writes(person["resident"], note="during the push")
        both = anna.unsent()
        assert len(both) == len(first) + 1 and anna.outbox()[-1]["state"] == "unsent"

    until(lambda: not anna.unsent() or anna.syncs(), "everything was answered")
    anna.syncs()
    then.arrived_exactly_once(both)
    assert len(pushes) >= 2
    assert then(anna).rows()[person["resident"]]["values"]["note"] == "during the push"
    assert then(given.the_office()).open_reviews(person["resident"]) == []
    then.nothing_was_complained_about()
