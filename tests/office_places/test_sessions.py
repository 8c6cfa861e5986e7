"""A session and its places: made together, resized, moved, cancelled; never more than there are doses."""

from __future__ import annotations

import pytest

from tests.office_places.conftest import DAY, NEXT, Plan
from tests.server.town import Phone


def test_a_session_is_made_with_all_its_places_free(plan: Plan) -> None:
    made = plan.line(plan.session(capacity=12))
    assert (made["free"], made["given"], made["leased"], made["booked"]) == (12, 0, 0, 0)


def test_a_session_may_be_made_larger_and_smaller(plan: Plan) -> None:
    name = plan.session(capacity=12)
    for capacity in (20, 5):
        plan.desk.post(f"/sessions/{name}", plan.form(capacity=capacity))
        assert plan.line(name)["free"] == capacity == plan.line(name)["values"]["capacity"]


def test_no_session_is_opened_beyond_the_supply(bare: Plan) -> None:
    bare.supply(100)
    bare.session(capacity=60)
    told = bare.desk.post("/sessions", bare.form(on=NEXT, capacity=41), 409)
    assert told["code"] == "beyond_supply"
    assert told["details"] == {"site": bare.site, "product": "bibp", "supply": 100, "planned": 101, "most": 40}
    assert len(bare.all()) == 1
    bare.session(on=NEXT, capacity=40)


def test_doses_of_another_site_or_product_do_not_help(bare: Plan) -> None:
    bare.supply(100, product="sinovac")
    other = bare.desk.post("/sites", {"name": "流动接种车", "kind": "mobile"})["sites"]
    bare.supply(100, site=next(each["id"] for each in other if each["id"] != bare.site))
    assert bare.desk.code("/sessions", bare.form(), 409) == "beyond_supply"


def test_a_plan_beyond_the_supply_may_always_be_made_smaller(bare: Plan) -> None:
    bare.supply(100)
    name = bare.session(capacity=90)
    bare.supply(50, kind="scrapped")
    assert bare.desk.code(f"/sessions/{name}", bare.form(capacity=91), 409) == "beyond_supply"
    bare.desk.post(f"/sessions/{name}", bare.form(capacity=80))
    assert bare.line(name)["free"] == 80


def test_a_cancelled_session_needs_no_doses_until_it_is_opened_again(bare: Plan) -> None:
    bare.supply(100)
    name = bare.session(capacity=100)
    bare.desk.post(f"/sessions/{name}/cancel")
    bare.session(on=NEXT, capacity=100)
    assert bare.desk.code(f"/sessions/{name}", bare.form(capacity=100), 409) == "beyond_supply"


def test_past_sessions_need_no_doses(bare: Plan) -> None:
    assert bare.line(bare.session(on="2026-11-01"))["free"] == 10


def test_a_place_that_is_given_cannot_be_taken_away_by_a_smaller_capacity(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=3)
    for door in "12":
        plan.asks(phone, name, door)
    told = plan.desk.post(f"/sessions/{name}", plan.form(capacity=1), 409)
    assert (told["code"], told["details"]) == ("capacity_below_given", {"given": 2, "leased": 0, "least": 2})
    assert plan.line(name)["values"]["capacity"] == 3
    plan.desk.post(f"/sessions/{name}", plan.form(capacity=2))


def test_everybody_is_told_when_a_session_is_moved_and_keeps_the_number(plan: Plan, phone: Phone) -> None:
    name = plan.session()
    asked = plan.asks(phone, name)
    number = plan.appointment(phone, asked)["ticket"]
    assert plan.desk.post(f"/sessions/{name}", plan.form(on=NEXT))["told"] == 1
    values = plan.appointment(phone, asked)
    assert (values["change"], values["change_seen"], values["ticket"]) == ("session_moved", False, number)
    assert values["state"] == "confirmed"


def test_nobody_is_told_of_another_note_or_capacity(plan: Plan, phone: Phone) -> None:
    name = plan.session()
    asked = plan.asks(phone, name)
    assert plan.desk.post(f"/sessions/{name}", plan.form(capacity=11, note="带身份证"))["told"] == 0
    assert "change" not in plan.appointment(phone, asked)


def test_a_cancelled_session_puts_its_people_on_the_list_of_changes(plan: Plan, phone: Phone) -> None:
    name = plan.session()
    asked = plan.asks(phone, name, name="李小龙")
    told = plan.desk.post(f"/sessions/{name}/cancel")
    assert (told["moved"], told["waiting"], told["listed"]) == (0, 0, 1)
    values = plan.appointment(phone, asked)
    assert (values["state"], values["change"]) == ("cancelled", "session_cancelled")
    changed = plan.desk.get("/changes")
    assert changed["counts"] == {"lost": 0, "session": 1, "ticket": 0}
    assert (changed["people"][0]["name"], changed["people"][0]["on"]) == ("李小龙", DAY)


def test_whoever_is_booked_again_is_off_the_list_of_changes(plan: Plan, phone: Phone) -> None:
    first, second = plan.session(), plan.session(on=NEXT)
    asked = plan.asks(phone, first)
    plan.desk.post(f"/sessions/{first}/cancel")
    plan.ask(phone, second, plan.appointment(phone, asked)["resident"])
    assert plan.desk.get("/changes")["people"] == []


def test_a_cancelled_session_moves_its_people_as_far_as_places_are(plan: Plan, phone: Phone) -> None:
    first, second = plan.session(capacity=3), plan.session(on=NEXT, capacity=2)
    asked = [plan.asks(phone, first, door) for door in "123"]
    told = plan.desk.post(f"/sessions/{first}/cancel", {"move_to": second})
    assert (told["moved"], told["waiting"], told["listed"]) == (2, 1, 0)
    states = [plan.appointment(phone, each) for each in asked]
    assert [each["session"] for each in states] == [second] * 3
    assert [each["state"] for each in states] == ["confirmed", "confirmed", "requested"]
    assert {each["change"] for each in states} == {"session_moved"}


def test_people_are_moved_only_to_an_open_session_of_the_same_product(plan: Plan) -> None:
    plan.supply(product="sinovac")
    name = plan.session()
    other, past, gone = plan.session(product="sinovac"), plan.session(on="2026-11-01"), plan.session(on=NEXT)
    plan.desk.post(f"/sessions/{gone}/cancel")
    for target, code, status in ((other, "bad_value", 422), (name, "bad_value", 422), (past, "session_over", 409)):
        assert plan.desk.code(f"/sessions/{name}/cancel", {"move_to": target}, status) == code
    assert plan.desk.code(f"/sessions/{name}/cancel", {"move_to": gone}, 409) == "session_over"
    assert plan.desk.get(f"/sessions/{name}/targets")["sessions"] == []


def test_targets_are_the_nearest_sessions_of_the_product(plan: Plan) -> None:
    name = plan.session()
    far, near = plan.session(on="2026-11-30"), plan.session(on=NEXT)
    found = plan.desk.get(f"/sessions/{name}/targets")["sessions"]
    assert [(each["id"], each["free"]) for each in found] == [(near, 10), (far, 10)]


def test_a_special_session_says_whose_it_is(plan: Plan, phone: Phone) -> None:
    name = plan.session(kind="special", **{"for": "幸福制衣厂"})
    values = phone.pull()[name]["values"]
    assert (values["kind"], values["for"]) == ("special", "幸福制衣厂")


@pytest.mark.parametrize("on", ["2026-02-30", "2026-13-01", "tomorrow", ""])
def test_a_day_that_no_calendar_has_is_refused(plan: Plan, on: str) -> None:
    assert plan.desk.post("/sessions", plan.form(on=on), 400)["details"]["path"] == "on"
