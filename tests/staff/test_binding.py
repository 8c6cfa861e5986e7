"""Who has bound a phone and who has not, and the sheets with which the others do."""

from __future__ import annotations

from typing import Any

from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, Town
from tests.staff.conftest import Staff

DAY = 24 * HOUR


def people(staff: Staff, *names: str) -> list[int]:
    """Accounts of canvassers with these names."""
    rows = [(name, f"1000000000{n}", "网格员", "柳树村", "1") for n, name in enumerate(names)]
    done = staff.enters(*rows)
    found: list[int] = done["accounts"]
    return found


def state(staff: Staff, number: int) -> Any:
    """How somebody's phone stands."""
    lines = staff.desk.get("/staff/phones")["people"]
    return next(line for line in lines if line["id"] == number)


def enrols(town: Town, link: dict[str, Any]) -> Any:
    """A phone opens the link of a sheet."""
    return town.app.test_client().post("/api/enrol", json={"code": link["link"].rsplit("/", 1)[1]})


def test_a_sheet_holds_a_code_for_everybody_and_says_until_when(staff: Staff, town: Town, clock: Clock) -> None:
    numbers = people(staff, "王小明", "赵六")
    links = staff.desk.post("/staff/links", {"accounts": numbers, "days": 3})["links"]
    assert [link["account"] for link in links] == numbers
    assert {link["expires"] for link in links} == {clock.now + 3 * DAY}
    assert all(link["qr"].startswith("<svg") and "/#/enrol/" in link["link"] for link in links)
    clock.forward(2 * DAY)
    assert [enrols(town, link).status_code for link in links] == [200, 200]


def test_each_stage_from_no_code_to_a_phone_that_syncs_is_told(staff: Staff, town: Town, clock: Clock) -> None:
    (number,) = people(staff, "王小明")
    assert (state(staff, number)["state"], state(staff, number)["until"]) == ("never", None)
    (link,) = staff.desk.post("/staff/links", {"accounts": [number]})["links"]
    assert (state(staff, number)["state"], state(staff, number)["until"]) == ("waiting", link["expires"])
    clock.forward(25 * HOUR)
    assert state(staff, number)["state"] == "expired"
    assert enrols(town, link).get_json()["code"] == "enrolment_expired"
    (link,) = staff.desk.post("/staff/links", {"accounts": [number]})["links"]
    told = enrols(town, link).get_json()
    bound = state(staff, number)
    assert (bound["state"], bound["devices"], bound["enrolled_at"]) == ("enrolled", 1, clock.now)
    assert bound["last_sync"] is None and bound["areas"] == [LI1]
    phone = {"Authorization": f"Bearer {told['token']}"}
    body = {"cursor": None, "unsent": 2, "app": "t"}
    town.app.test_client().post("/api/sync/pull", json=body, headers=phone)
    assert (state(staff, number)["last_sync"], state(staff, number)["unsent"]) == (clock.now, 2)
    staff.desk.post(f"/devices/{told['writer']}/revoke")
    assert state(staff, number)["state"] == "revoked"


def test_a_new_sheet_ends_the_codes_of_the_old_one(staff: Staff, town: Town) -> None:
    first, second = people(staff, "王小明", "赵六")
    old, other = staff.desk.post("/staff/links", {"accounts": [first, second]})["links"]
    (new,) = staff.desk.post("/staff/links", {"accounts": [first]})["links"]
    assert enrols(town, old).get_json()["code"] == "enrolment_expired"
    assert enrols(town, new).status_code == enrols(town, other).status_code == 200


def test_codes_are_made_for_open_accounts_of_the_field_only(staff: Staff) -> None:
    (number,) = people(staff, "王小明")
    admin = staff.desk.get("/me")["account"]["id"]
    assert staff.desk.code("/staff/links", {"accounts": [number, admin]}, 403) == "not_allowed"
    assert staff.desk.code("/staff/links", {"accounts": [number, 9999]}, 404) == "not_found"
    wrong: list[dict[str, Any]] = [{"accounts": []}, {"accounts": [number], "days": 400}, {"accounts": [number] * 51}]
    for body in wrong:
        assert staff.desk.code("/staff/links", body, 400) == "malformed"
    assert state(staff, number)["state"] == "never"
    staff.desk.post(f"/accounts/{number}", {"active": False})
    assert staff.desk.code("/staff/links", {"accounts": [number]}, 403) == "account_inactive"
    assert all(line["id"] not in (number, admin) for line in staff.desk.get("/staff/phones")["people"])
