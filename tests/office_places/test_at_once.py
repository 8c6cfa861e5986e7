"""Two people of the office plan at one moment; a restored backup keeps places back until somebody answers for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from server import clock
from server.places import restoring
from tests.office.conftest import seated
from tests.office_places.conftest import DAY, NEXT, Plan
from tests.server.clock import HOUR
from tests.server.town import LI, Phone


def test_two_offices_at_once_do_not_promise_the_same_doses(bare: Plan) -> None:
    bare.supply(100)
    others = [Plan(seated(bare.town, bare.town.admin), bare.town, bare.site) for _ in range(3)]

    def make(place: int) -> int:
        form = others[place].form(on=(DAY, NEXT, "2026-11-27")[place], capacity=60)
        headers = {"X-Ruhu-CSRF": others[place].desk.csrf}
        return others[place].desk.client.post("/api/office/sessions", json=form, headers=headers).status_code

    with ThreadPoolExecutor(3) as pool:
        statuses = sorted(pool.map(make, range(3)))
    assert statuses == [200, 409, 409]
    assert len(bare.all()) == 1


def test_two_offices_that_break_down_one_session_do_not_give_a_place_twice(plan: Plan) -> None:
    name = plan.session(capacity=10)
    others = [Plan(seated(plan.town, plan.town.admin), plan.town, plan.site) for _ in range(2)]

    def allot(place: int) -> int:
        body = {"pools": {(LI, "reserve")[place]: 6}}
        headers = {"X-Ruhu-CSRF": others[place].desk.csrf}
        path = f"/api/office/sessions/{name}/quotas"
        return others[place].desk.client.post(path, json=body, headers=headers).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(allot, range(2))) == [200, 409]
    assert sum(each["quota"] for each in plan.places(name)["pools"]) == 10


def test_places_that_wait_after_a_restore_are_freed_by_hand(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=2)
    asked = plan.asks(phone, name)
    with plan.town.app.app_context(), plan.town.store.writing() as session:
        restoring.freeze(session, clock.now_ms(), restores=1)
    waits = plan.asks(phone, name, "2")
    assert plan.appointment(phone, waits)["state"] == "requested"
    told = plan.desk.get("/frozen")["sessions"]
    assert [(each["id"], each["frozen"], each["until"]) for each in told] == [(name, 1, clock.now_ms() + 48 * HOUR)]
    assert (plan.places(name)["frozen"], plan.places(name)["free"]) == (1, 0)
    assert plan.desk.post("/frozen/thaw", {"session": name})["sessions"] == []
    assert {plan.appointment(phone, each)["state"] for each in (asked, waits)} == {"confirmed"}
