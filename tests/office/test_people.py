"""Accounts, grants, enrolment links and phones."""

from __future__ import annotations

from typing import Any

from server.places import author
from tests.office.conftest import Desk
from tests.server.clock import HOUR, Clock
from tests.server.town import LI, LI1, LI2, TOWNSHIP, Phone, Town


def account(desk: Desk, **body: Any) -> dict[str, Any]:
    """Make an account; its line."""
    answer = desk.post("/accounts", {"name": "王小明", "role": "canvasser", **body})
    line: dict[str, Any] = next(each for each in answer["accounts"] if each["id"] == answer["id"])
    return line | {"password": answer["password"]}


def enrol(desk: Desk, town: Town, number: int, **body: Any) -> Phone:
    """Enrol a phone by the link that the office shows."""
    made = desk.post(f"/accounts/{number}/enrolment", body)
    client = town.app.test_client()
    told = client.post("/api/enrol", json={"code": made["link"].rsplit("/", 1)[1]}).get_json()
    return Phone(client, number, told["token"], told["writer"])


def test_a_canvasser_is_made_granted_a_grid_enrolled_and_carries_its_list(desk: Desk, town: Town) -> None:
    home = town.household(LI1)
    made = account(desk, areas=[LI1], phone="10012345678")
    assert made["password"] is None and made["login"].startswith("p")
    phone = enrol(desk, town, made["id"])
    assert home in phone.pull()
    told = phone.rows[f"person:{made['id']}"]["values"]
    assert (told["name"], told["grids"], told["phone"]) == ("王小明", [LI1], "10012345678")
    assert phone.writer in told["writers"]


def test_a_link_is_shown_with_a_qr_code_that_works_without_outside_help(desk: Desk) -> None:
    made = desk.post(f"/accounts/{account(desk)['id']}/enrolment")
    assert "/#/enrol/" in made["link"]
    assert made["qr"].startswith("<svg") and "http://www.w3.org/2000/svg" in made["qr"]


def test_a_link_works_once_and_not_after_its_time(desk: Desk, town: Town, clock: Clock) -> None:
    number = account(desk, areas=[LI1])["id"]
    code = desk.post(f"/accounts/{number}/enrolment")["link"].rsplit("/", 1)[1]
    late = desk.post(f"/accounts/{number}/enrolment")["link"].rsplit("/", 1)[1]
    client = town.app.test_client()
    assert client.post("/api/enrol", json={"code": code}).status_code == 200
    assert client.post("/api/enrol", json={"code": code}).get_json()["code"] == "enrolment_used"
    clock.forward(25 * HOUR)
    assert client.post("/api/enrol", json={"code": late}).get_json()["code"] == "enrolment_expired"


def test_a_new_phone_can_replace_the_old_one(desk: Desk, town: Town) -> None:
    number = account(desk, areas=[LI1])["id"]
    old = enrol(desk, town, number)
    new = enrol(desk, town, number, replaces=True)
    lines = {line["id"]: line for line in desk.get("/devices")["devices"]}
    assert lines[old.writer]["revoked_at"] is not None
    assert lines[new.writer]["revoked_at"] is None


def test_a_grid_taken_away_leaves_the_phone_and_another_enters(desk: Desk, town: Town) -> None:
    first, second = town.household(LI1), town.household(LI2)
    number = account(desk, areas=[LI1])["id"]
    phone = enrol(desk, town, number)
    assert first in phone.pull()
    desk.post(f"/accounts/{number}/grants", {"areas": [LI2]})
    assert second in phone.pull() and first not in phone.rows


def test_a_cadre_of_a_village_has_all_its_grids(desk: Desk, town: Town) -> None:
    homes = {town.household(LI1), town.household(LI2)}
    number = account(desk, role="cadre", areas=[LI])["id"]
    assert homes <= enrol(desk, town, number).pull().keys()


def test_an_unknown_area_is_granted_to_nobody(desk: Desk) -> None:
    number = account(desk)["id"]
    assert desk.code(f"/accounts/{number}/grants", {"areas": ["990101100001-88"]}, 404) == "unknown_area"
    assert next(each for each in desk.get("/accounts")["accounts"] if each["id"] == number)["areas"] == []


def test_an_office_account_gets_a_one_time_password_and_a_reset_gives_another(desk: Desk, town: Town) -> None:
    made = account(desk, role="reviewer", login="shenhe")
    other = Desk(town.app.test_client())
    assert other.sign_in("shenhe", made["password"])["account"]["must_change"] is True
    again = desk.post(f"/accounts/{made['id']}/password")["password"]
    assert Desk(town.app.test_client()).sign_in("shenhe", made["password"], 401)
    assert Desk(town.app.test_client()).sign_in("shenhe", again)


def test_the_last_administrator_stays_one(desk: Desk) -> None:
    number = desk.get("/me")["account"]["id"]
    assert desk.code(f"/accounts/{number}", {"active": False}, 409) == "last_admin"
    assert desk.code(f"/accounts/{number}", {"role": "reviewer"}, 409) == "last_admin"
    account(desk, role="admin", login="second")
    desk.post(f"/accounts/{number}", {"role": "reviewer"})


def test_a_name_is_given_once(desk: Desk) -> None:
    account(desk, role="reviewer", login="shenhe")
    body = {"name": "别人", "role": "reviewer", "login": "shenhe"}
    assert desk.code("/accounts", body, 409) == "login_taken"


def test_a_disabled_canvasser_s_phone_gets_nothing_more(desk: Desk, town: Town) -> None:
    number = account(desk, areas=[LI1])["id"]
    phone = enrol(desk, town, number)
    desk.post(f"/accounts/{number}", {"active": False})
    assert phone.send("/api/sync/pull", {"cursor": None, "unsent": 0, "app": "t"}).status_code == 403


def test_phones_say_when_they_synced_and_what_they_have_not_sent(desk: Desk, town: Town) -> None:
    quiet, busy = town.phone(LI1), town.phone(LI2)
    busy.send("/api/sync/pull", {"cursor": None, "unsent": 3, "app": "0.1"})
    lines = {line["id"]: line for line in desk.get("/devices")["devices"]}
    assert (lines[quiet.writer]["last_sync"], lines[quiet.writer]["today"]) == (None, False)
    assert (lines[busy.writer]["unsent"], lines[busy.writer]["app"], lines[busy.writer]["today"]) == (3, "0.1", True)
    assert lines[busy.writer]["areas"] == [LI2]


def test_a_revoked_phone_gets_nothing(desk: Desk, town: Town) -> None:
    phone = town.phone(LI1)
    desk.post(f"/devices/{phone.writer}/revoke")
    assert (
        phone.send("/api/sync/pull", {"cursor": None, "unsent": 0, "app": "t"}).get_json()["code"] == "device_revoked"
    )
    assert desk.code("/devices/999/revoke", {}, 404) == "not_found"


def test_the_township_is_the_scope_that_tells_everybody_who_is_who(desk: Desk, town: Town) -> None:
    made = account(desk, name="李书记", role="cadre", areas=[LI])
    desk.post(f"/areas/{LI}", {"people": [{"person": f"person:{made['id']}", "role": "leader"}]})
    phone = town.phone(LI1)
    area = phone.pull()[f"area:{LI}"]
    assert area["scope"] == TOWNSHIP
    assert area["values"]["people"] == [{"person": f"person:{made['id']}", "role": "leader"}]


def test_the_servers_own_account_is_nobodys_to_see_or_close(desk: Desk, town: Town) -> None:
    with town.app.app_context():
        number = author.ready(town.store)
    assert number not in {each["id"] for each in desk.get("/accounts")["accounts"]}
    assert desk.post(f"/accounts/{number}", {"active": False}, 404)["code"] == "not_found"
