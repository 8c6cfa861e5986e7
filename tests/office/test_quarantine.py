"""The quarantine: what was refused is read in words, and released, corrected or discarded with a remark."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.conftest import Desk
from tests.server.clock import MINUTE, Clock
from tests.server.town import LI1, WANG1, Phone, Town


@pytest.fixture
def person(town: Town) -> str:
    """A resident of the first grid."""
    return town.resident(town.household(), "李小龙")


@pytest.fixture
def phone(town: Town) -> Phone:
    """A phone of the first grid."""
    made = town.phone(LI1)
    made.pull()
    return made


def held(desk: Desk) -> dict[str, Any]:
    """The one edit that is held."""
    rows: list[dict[str, Any]] = desk.get("/quarantine")["rows"]
    assert len(rows) == 1, rows
    return rows[0]


def test_a_refused_edit_is_shown_with_its_reason_its_author_and_whom_it_is_about(
    desk: Desk, phone: Phone, person: str
) -> None:
    phone.one(phone.edit("dose", {"resident": person, "number": 9, "on": "2026-11-01"}))
    row = held(desk)
    assert (row["code"], row["entity"], row["subject"], row["resident"]) == ("bad_value", "dose", "李小龙", person)
    assert {field["field"]: field["value"] for field in row["fields"]}["number"] == 9
    assert (row["author"]["name"], row["author"]["writer"]) == ("张三", phone.writer)
    assert desk.get("/overview")["quarantine"] == 1


def test_a_wrong_value_is_corrected_and_then_applied(desk: Desk, phone: Phone, person: str) -> None:
    phone.one(phone.edit("dose", {"resident": person, "number": 9, "on": "2026-11-01"}))
    row = held(desk)
    assert desk.code(f"/quarantine/{row['id']}/release", {}, 409) == "edit_refused"
    body = {"fields": {"number": 1}, "remark": "本人确认是第一剂"}
    told = desk.post(f"/quarantine/{row['id']}/correct", body)["held"]
    assert (told["state"], told["remark"], told["decided_by"]) == ("released", "本人确认是第一剂", "镇专班")
    doses = desk.get(f"/residents/{person}")["doses"]
    assert [dose["values"]["number"] for dose in doses] == [1]
    assert desk.get("/quarantine")["rows"] == []
    assert desk.get("/quarantine?state=released")["total"] == 1


def test_a_value_that_nobody_can_put_right_is_left_out(desk: Desk, phone: Phone, person: str) -> None:
    phone.one(phone.edit("resident", {"birth": "1990-02-31", "note": "问过本人"}, person))
    row = held(desk)
    desk.post(f"/quarantine/{row['id']}/correct", {"fields": {"birth": None}})
    values = desk.get(f"/residents/{person}")["resident"]["values"]
    assert values["note"] == "问过本人" and "birth" not in values


def test_a_field_that_the_server_does_not_know_is_left_out_and_the_rest_is_taken(
    desk: Desk, phone: Phone, person: str
) -> None:
    phone.one(phone.edit("resident", {"shoe": "42", "note": "问过本人"}, person))
    row = held(desk)
    assert row["code"] == "unknown_field" and row["left_out"] == ["shoe"]
    desk.post(f"/quarantine/{row['id']}/correct", {"fields": {"shoe": None}})
    assert desk.get(f"/residents/{person}")["resident"]["values"]["note"] == "问过本人"


def test_a_correction_that_is_wrong_again_changes_nothing(desk: Desk, phone: Phone, person: str) -> None:
    phone.one(phone.edit("dose", {"resident": person, "number": 9, "on": "2026-11-01"}))
    row = held(desk)
    answer = desk.post(f"/quarantine/{row['id']}/correct", {"fields": {"number": 7}}, 409)
    assert (answer["code"], answer["details"]["refusal"]) == ("edit_refused", "bad_value")
    assert held(desk)["state"] == "held"


def test_work_outside_one_s_grid_is_released_as_it_is_and_keeps_its_author(
    desk: Desk, town: Town, person: str, clock: Clock
) -> None:
    clock.forward(MINUTE)
    stranger = town.phone(WANG1)
    stranger.one(stranger.edit("resident", {"note": "在亲戚家"}, person))
    row = held(desk)
    assert row["code"] == "scope_not_granted"
    desk.post(f"/quarantine/{row['id']}/release", {"remark": "属实"})
    page = desk.get(f"/residents/{person}")
    assert page["resident"]["values"]["note"] == "在亲戚家"
    assert page["history"][0]["author"]["writer"] == stranger.writer


def test_what_a_revoked_phone_sends_waits_for_the_office(desk: Desk, phone: Phone, person: str) -> None:
    desk.post(f"/devices/{phone.writer}/revoke")
    answer = phone.one(phone.edit("resident", {"note": "停用后写的"}, person))
    assert answer["code"] == "device_revoked"
    row = held(desk)
    told = desk.post(f"/quarantine/{row['id']}/discard", {"remark": "手机已丢失"})["held"]
    assert told["state"] == "discarded"
    assert "note" not in desk.get(f"/residents/{person}")["resident"]["values"]
    assert desk.code(f"/quarantine/{row['id']}/release", {}, 409) == "already_decided"


def test_what_waits_for_a_refused_creation_says_so_and_follows_it(desk: Desk, town: Town, phone: Phone) -> None:
    home = phone.edit("household", {"grid": WANG1, "door": "3"})
    resident = phone.edit("resident", {"household": home["id"], "name": "新来的"})
    phone.push(home, resident)
    rows = {row["id"]: row for row in desk.get("/quarantine")["rows"]}
    assert rows[resident["id"]]["depends_on"] == home["id"]
    assert rows[resident["id"]]["state"] == "waiting"
    desk.post(f"/quarantine/{home['id']}/release")
    assert desk.get("/quarantine")["rows"] == []
    assert desk.get("/residents?q=新来的")["total"] == 1


def test_an_edit_of_no_shape_at_all_is_still_listed(desk: Desk, phone: Phone) -> None:
    broken = phone.edit("resident", {"name": "x"})
    phone.one({**broken, "entity": 7, "fields": "none", "record": None})
    row = held(desk)
    assert (row["code"], row["fields"], row["correctable"]) == ("malformed", [], False)
    desk.post(f"/quarantine/{row['id']}/discard")


def test_the_quarantine_is_narrowed_by_reason(desk: Desk, phone: Phone, person: str) -> None:
    phone.one(phone.edit("resident", {"sex": "x"}, person))
    phone.one(phone.edit("household", {"grid": WANG1}))
    page = desk.get("/quarantine?code=bad_value")
    assert page["total"] == 1 and page["codes"] == {"bad_value": 1, "scope_not_granted": 1}
    assert desk.get("/quarantine?state=x", 422)["details"] == {"path": "state"}
    assert desk.code("/quarantine/77.1/discard", {}, 404) == "not_found"
