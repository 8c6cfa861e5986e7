"""A village's cadre: who answers for whom, how far they are, and one of their lists worked off without a network."""

from tests.journeys.story import FIRST, SECOND, Given, Then, When

WALKER, ITEM, CALL = "[data-test=walker]", "[data-test=todo-item]", "[data-test=call]"


def test_a_cadre_opens_the_list_of_one_canvasser_calls_and_records_offline(
    given: Given, when: When, then: Then
) -> None:
    cadre = given.a_cadre()
    when.the_server_stops()

    cadre.opens("/todo").taps_on("[data-test=by-canvasser]")
    cadre.first(WALKER).wait_for()
    people = {key: row["values"] for key, row in then(cadre).rows().items() if row["entity"] == "person"}
    grids = {key: values["grids"] for key, values in people.items() if values["role"] == "canvasser"}
    walkers = [str(card.get_attribute("data-id")) for card in cadre.page.locator(WALKER).all()]
    assert [grids[walker] for walker in walkers] == [[FIRST], [SECOND]]

    when(cadre).taps_on(f"{WALKER}[data-id='{walkers[1]}'] [data-test=walker-list]")
    cadre.page.get_by_text(people[walkers[1]]["name"]).locator("visible=true").first.wait_for()
    shown = [str(item.get_attribute("data-id")) for item in cadre.page.locator(ITEM).locator("visible=true").all()]
    assert shown and {then(cadre).rows()[resident]["scope"] for resident in shown} == {SECOND}

    numbers = {row["values"].get("phone") for row in cadre.rows().values()}
    assert str(cadre.first(f"{ITEM} {CALL}").get_attribute("href")).removeprefix("tel:") in numbers
    household = then(cadre).rows()[shown[0]]["values"]["household"]
    when(cadre).knocks(household, "family").asks(shown[0], "hesitant")
    work = cadre.unsent()

    when.the_server_starts()
    cadre.syncs()
    then.arrived_exactly_once(work)
    assert then.listing(shown[0], "willingness") == "hesitant" and then.listing(shown[0], "knocked") == 1
    then.nothing_was_complained_about()
