"""A person in the books of two villages: the office joins the two, and both villages' phones follow."""

from tests.journeys.story import Given, Then, When

FAR = "990101100002-01"


def test_the_office_joins_two_records_and_the_phones_of_both_villages_follow(
    given: Given, when: When, then: Then
) -> None:
    anna, boris = given.a_canvasser(), given.a_canvasser("grid-002-01", grids=(FAR,))
    office, person = given.the_office(), given.somebody()
    home = given.record("household", FAR)
    same = {"id_kind": "id_card", "id_number": person["id_number"], "name": person["name"], "birth": person["birth"]}
    twin = office.post(f"/api/office/households/{home}/residents", {"fields": {**same, "note": "外村登记"}})["id"]
    for phone in (anna, boris):
        phone.syncs()
    when.the_server_stops()
    when(anna).records_a_dose(person["resident"])
    when.the_server_starts()

    desk = given.a_desk()
    page = desk.start()
    page.context.add_cookies(office.cookies())
    page.goto(f"{given.world.server.base}/office/#/reviews")
    page.locator("[data-test=to-twins]").click()
    pair = page.locator("[data-test=twin]").filter(has_text=person["name"]).filter(has_text="****").first
    pair.locator("[data-test=compare]").click()
    page.locator(f"[data-test='side-{twin}'] [data-test=stays]").check()
    page.locator("[data-test=join]").click()
    page.locator("[data-test=join-now]").click()
    page.locator("[data-test=done]").wait_for()

    anna.syncs()
    boris.syncs()
    rows = then(boris).rows()
    doses = [row for row in rows.values() if row["entity"] == "dose" and row["values"]["resident"] == twin]
    assert doses and all(row["scope"] == FAR for row in doses)
    assert then(anna).rows()[person["resident"]]["values"]["life_state"] == "duplicate"
    assert not any(row["values"].get("resident") == person["resident"] for row in then(anna).rows().values())
    page.locator("[data-test=open-stays]").click()
    page.locator("[data-test=resident]").wait_for()
    then.nothing_was_complained_about()
