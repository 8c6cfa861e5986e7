"""Places are broken down to villages and canvassers, by hand or by proposal; what is given out stays given."""

from __future__ import annotations

from tests.office_places.conftest import NEXT, Plan
from tests.server.town import LI, LI1, WANG, WANG1, Phone, Town


def test_places_are_broken_down_to_villages_and_the_rest_is_for_all(plan: Plan) -> None:
    name = plan.session(capacity=10)
    told = plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 5, WANG: 2, "reserve": 1}})
    quotas = {each["pool"]: each["quota"] for each in told["pools"]}
    assert quotas == {"": 2, "reserve": 1, LI: 5, WANG: 2}
    assert plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 1}})["pools"][0]["quota"] == 6


def test_a_village_sees_its_places_broken_down_to_persons(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=10)
    account = str(phone.account)
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 6}, "accounts": {LI: {account: 4}}})
    pool = plan.pool(name)
    assert (pool["quota"], pool["free"]) == (6, 6)
    assert [(each["account"], each["quota"], each["grids"]) for each in pool["accounts"]] == [(phone.account, 4, [LI1])]
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 5}})
    assert plan.pool(name)["accounts"][0]["quota"] == 4
    told = plan.desk.post(f"/sessions/{name}/quotas", {"accounts": {LI: {account: 6}}}, 409)
    assert (told["code"], told["details"]) == ("quota_above_capacity", {"pool": LI, "wanted": 1, "free": 0})


def test_more_than_there_is_cannot_be_broken_down(plan: Plan) -> None:
    name = plan.session(capacity=10)
    told = plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 8, WANG: 5}}, 409)
    assert (told["code"], told["details"]) == ("quota_above_capacity", {"wanted": 5, "free": 2})
    assert plan.pool(name)["quota"] == 0


def test_what_is_given_out_stays_given(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=4)
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 4}})
    for door in "12":
        plan.asks(phone, name, door)
    told = plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 1}}, 409)
    assert told["code"] == "quota_below_given"
    assert told["details"] == {"pool": LI, "account": None, "given": 2, "leased": 0, "least": 2}
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 2}})
    assert (plan.pool(name)["given"], plan.pool(name, "")["free"]) == (2, 2)


def test_whoever_waits_is_confirmed_as_soon_as_the_village_gets_places(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=2)
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {WANG: 2}})
    asked = plan.asks(phone, name)
    assert plan.appointment(phone, asked)["state"] == "requested"
    assert plan.pool(name)["requested"] == 1
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {WANG: 1}})
    assert plan.appointment(phone, asked)["state"] == "confirmed"
    assert (plan.pool(name)["people"], plan.pool(name, "")["given"]) == (1, 1)


def test_several_sessions_are_broken_down_at_once_or_none(plan: Plan) -> None:
    first, second = plan.session(), plan.session(on=NEXT)
    both = {first: {"pools": {LI: 3}}, second: {"pools": {LI: 11}}}
    assert plan.desk.code("/plan/quotas", {"sessions": both}, 409) == "quota_above_capacity"
    assert plan.pool(first)["quota"] == 0
    plan.desk.post("/plan/quotas", {"sessions": {**both, second: {"pools": {LI: 9}}}})
    assert (plan.pool(first)["quota"], plan.pool(second)["quota"]) == (3, 9)


def test_an_unknown_village_or_person_gets_no_places(plan: Plan) -> None:
    path = f"/sessions/{plan.session()}/quotas"
    assert plan.desk.code(path, {"pools": {"990101100077": 1}}, 404) == "unknown_area"
    assert plan.desk.code(path, {"pools": {LI1: 1}}, 404) == "unknown_area"
    assert plan.desk.code(path, {"accounts": {LI: {"9999": 1}}}, 422) == "bad_value"
    assert plan.desk.code(path, {"accounts": {LI: {"me": 1}}}, 422) == "bad_value"
    assert plan.desk.code(path, {"accounts": {"reserve": {"1": 1}}}, 422) == "bad_value"
    assert plan.desk.code(path, {"pools": {LI: -1}}, 400) == "malformed"
    assert plan.desk.code("/sessions/1.9999/quotas", {"pools": {LI: 1}}, 404) == "unknown_record"


def people(town: Town, grid: str, number: int) -> None:
    """So many residents of one household who may have their first dose."""
    home = town.household(grid, f"{grid[-4:]}")
    for each in range(number):
        town.resident(home, f"居民{each}", birth="1980-01-01", willingness="willing", residency="local")


def test_the_proposal_is_in_proportion_to_who_still_needs_the_product(campaign: None, plan: Plan) -> None:
    people(plan.town, LI1, 9)
    people(plan.town, WANG1, 3)
    name = plan.session(capacity=10)
    told = plan.desk.post("/plan/proposal", {"sessions": [name], "reserve": 10, "general": 10})
    assert {each["code"]: (each["need"], each["share"]) for each in told["villages"]} == {LI: (9, 6), WANG: (3, 2)}
    assert told["sessions"][0]["pools"] == {"reserve": 1, LI: 6, WANG: 2}
    assert told["sessions"][0]["general"] == 1
    assert plan.pool(name)["quota"] == 0
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": told["sessions"][0]["pools"]})


def test_a_remote_village_has_its_places_in_one_band(campaign: None, plan: Plan) -> None:
    people(plan.town, LI1, 12)
    people(plan.town, WANG1, 4)
    morning, noon = plan.session(), plan.session(**{"from": "14:00", "to": "17:00"})
    plan.desk.post("/plan/remote", {"villages": [WANG]})
    told = plan.desk.post("/plan/proposal", {"sessions": [morning, noon]})
    shares = {each["session"]: each["pools"] for each in told["sessions"]}
    assert sorted(pools.get(WANG, 0) for pools in shares.values()) == [0, 4]
    assert sum(pools.get(LI, 0) for pools in shares.values()) == 12
    told = plan.desk.post("/plan/proposal", {"sessions": [morning, noon], "remote": [LI, WANG], "remote_in": noon})
    assert sum(told["sessions"][1]["pools"].values()) == 10, "the band of the bus is filled first"
    assert sum(told["sessions"][0]["pools"].values()) == 6, "who finds no room in it comes into the next one"


def test_nobody_is_proposed_fewer_places_than_are_given_out(campaign: None, plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=4)
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 2}})
    for door in "12":
        plan.asks(phone, name, door)
    people(plan.town, WANG1, 9)
    told = plan.desk.post("/plan/proposal", {"sessions": [name], "reserve": 100})
    assert told["sessions"][0]["pools"] == {"reserve": 2, LI: 2, WANG: 0}
    told = plan.desk.post("/plan/proposal", {"sessions": [name]})
    assert told["sessions"][0]["pools"] == {"reserve": 0, LI: 2, WANG: 2}
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": told["sessions"][0]["pools"]})


def test_remote_villages_are_remembered(plan: Plan) -> None:
    assert plan.desk.get("/plan/remote")["villages"] == []
    plan.desk.post("/plan/remote", {"villages": [WANG]})
    assert plan.desk.get("/plan/remote")["villages"] == [WANG]
    assert plan.desk.code("/plan/remote", {"villages": [LI1]}, 404) == "unknown_area"
