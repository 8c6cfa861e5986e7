"""A village's cadre: who answers for whom, how far they are, and one of their lists worked off without a network."""

from tests.journeys.booking import a_session, books, holds, slip
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


def test_a_cadre_shares_the_villages_places_out_and_the_canvasser_holds_them(
    given: Given, when: When, then: Then
) -> None:
    office = given.the_office()
    session = a_session(office, village=4)
    account = int(office.account("grid-001-01")["id"])
    cadre = given.a_cadre()
    share = f"[data-test=share][data-id='{session}']"
    part = f"{share} [data-test=part][data-id='{account}']"

    cadre.opens("/todo/by").taps_on("[data-test=share-places]")
    for _ in range(3):
        when(cadre).taps_on(f"{part} [data-test=more]")
    when(cadre).taps_on(f"{share} [data-test=keep]")
    cadre.page.locator(f"{share} [data-test=keep]").wait_for(state="detached")
    assert cadre.first(f"{part} output").inner_text() == "3"
    assert cadre.first(f"{share} [data-test=common]").inner_text() == "1"

    anna = holds(given.a_canvasser(), session)
    shares = "select count(*) from tickets where session = ? and account = ? and lease is not null"
    assert then.server_holds(shares, session, account)[0][0] > 0
    slip_of = books(anna, given.somebody()["resident"], session)
    assert slip(anna, slip_of)[0] == "confirmed"

    when.the_server_stops()
    cadre.page.reload()
    cadre.first("[data-test=again]").wait_for()
    when.the_server_starts()
    cadre.taps_on("[data-test=again]").first(part).wait_for()
    then.nothing_was_complained_about()


def test_what_a_cadre_entered_for_another_session_stays_when_one_is_saved_and_leaving_asks(
    given: Given, when: When, then: Then
) -> None:
    cadre = given.a_cadre()
    cadre.opens("/todo/by").taps_on("[data-test=share-places]")
    cadre.first("[data-test=share]").wait_for()
    cards = cadre.page.locator("[data-test=share]")
    one, other = cards.nth(cards.count() - 1), cards.nth(cards.count() - 2)
    for card in (one, other):
        card.locator("[data-test=more]").last.tap()
    entered = other.locator("output").last.inner_text()

    when(one).locator("[data-test=keep]").tap()
    one.locator("[data-test=keep]").wait_for(state="detached")
    assert other.locator("output").last.inner_text() == entered
    assert other.locator("[data-test=keep]").count() == 1

    cadre.page.evaluate("location.hash = '/todo/by'")
    cadre.taps_on("[data-test=ask-no]")
    when.the_server_stops()
    other.locator("[data-test=keep]").tap()
    said = other.locator("[data-test=error]").inner_text()
    assert "没有保存" in said and "自动" not in said, "nothing of it waits on the phone"
    then.nothing_was_complained_about()
