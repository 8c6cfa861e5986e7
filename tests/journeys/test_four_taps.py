"""The most frequent act at the door, counted in taps."""

from tests.journeys.phone import DOOR
from tests.journeys.story import Given, Then, When

MOST_TAPS = 4


def test_knocked_spoke_willing_and_a_place_that_holds_takes_at_most_four_taps_from_the_lane(
    given: Given, when: When, then: Then
) -> None:
    anna, person = given.a_canvasser(), given.somebody()
    when.the_server_stops()
    anna.opens("/lane")
    anna.taps = 0

    when(anna).taps_on(f"{DOOR}[data-id='{person['household']}']")
    anna.taps_on("[data-test=quick]").taps_on("[data-test=session]").saves()

    assert anna.taps <= MOST_TAPS
    edits = [entry["edit"] for entry in then(anna).outbox()]
    made = {edit["entity"]: edit for edit in edits}
    assert made["visit"]["fields"]["outcome"]["value"] == "spoke"
    assert made["resident"]["fields"]["willingness"]["value"] == "willing"
    asked = {name: change["value"] for name, change in made["appointment"]["fields"].items()}
    assert asked["state"] == "confirmed"
    assert made["appointment"]["lease"]["proof"], "out of what this phone was lent"
    assert len({edit["group"] for edit in edits}) == 1, "together or not at all"

    when.the_server_starts()
    anna.syncs()
    then.arrived_exactly_once([edit["id"] for edit in edits])
    assert then.listing(asked["resident"], "status") == "booked"
    given_out = "select session, number from tickets where appointment = ?"
    assert then.server_holds(given_out, made["appointment"]["record"]) == [(asked["session"], asked["ticket"])]
    then.nothing_was_complained_about()
