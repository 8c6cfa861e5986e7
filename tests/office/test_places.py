"""Areas, sites and sessions: made at the office, published to every phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.conftest import Desk
from tests.server.town import LI, LI1, TOWNSHIP, Town

SITE = {"name": "镇卫生院接种点", "kind": "fixed", "address": "桥头巷8号", "phone": "10050484513"}


def codes(answer: dict[str, Any]) -> list[str]:
    """The codes of a tree."""
    return [area["code"] for area in answer["areas"]]


def test_villages_and_grids_are_numbered_by_themselves(desk: Desk) -> None:
    tree = desk.post("/areas", {"level": "village", "parent": TOWNSHIP, "name": "新村"})
    assert "990101100003" in codes(tree)
    tree = desk.post("/areas", {"level": "grid", "parent": "990101100003", "name": "一组"})
    assert "990101100003-01" in codes(tree)


def test_a_renamed_area_is_renamed_on_every_phone(desk: Desk, town: Town) -> None:
    phone = town.phone(LI1)
    desk.post(f"/areas/{LI}", {"name": "李家大院村"})
    assert phone.pull()[f"area:{LI}"]["values"]["name"] == "李家大院村"
    assert next(area for area in desk.get("/areas")["areas"] if area["code"] == LI)["name"] == "李家大院村"


def test_the_tree_counts_households_and_residents(desk: Desk, town: Town) -> None:
    town.resident(town.household(LI1))
    lines = {area["code"]: (area["households"], area["residents"]) for area in desk.get("/areas")["areas"]}
    assert lines[LI1] == lines[LI] == (1, 1)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"level": "township", "name": "第二个镇", "code": "990101101000"}, "level"),
        ({"level": "village", "name": "x", "parent": TOWNSHIP, "code": "990101100000"}, "code"),
        ({"level": "village", "name": "x", "parent": TOWNSHIP, "code": LI}, "code"),
        ({"level": "grid", "name": "x", "parent": LI, "code": "990101100002-09"}, "parent"),
        ({"level": "village", "name": "x"}, "parent"),
        ({"level": "township", "name": "x"}, "code"),
    ],
)
def test_an_area_that_does_not_fit_the_tree_is_refused(desk: Desk, body: dict[str, Any], path: str) -> None:
    assert desk.post("/areas", body, 422)["details"] == {"path": path}


def test_an_unknown_parent_is_said(desk: Desk) -> None:
    assert desk.code("/areas", {"level": "grid", "name": "x", "parent": "990101100077"}, 404) == "unknown_area"
    assert desk.code("/areas/990101100077", {"name": "x"}, 404) == "unknown_area"


def session_of(site: str, **other: Any) -> dict[str, Any]:
    """A session's form."""
    form = {"site": site, "on": "2026-11-25", "from": "08:30", "to": "11:30", "product": "bibp", "capacity": 120}
    return {**form, **other}


@pytest.fixture
def site(desk: Desk) -> str:
    """The record id of a site that has doses."""
    made = str(desk.post("/sites", SITE)["sites"][0]["id"])
    entry = {"site": made, "product": "bibp", "doses": 1000, "kind": "received", "on": "2026-11-20"}
    desk.post("/supply", entry)
    return made


def test_a_site_and_its_session_are_known_to_every_phone(desk: Desk, town: Town, site: str) -> None:
    desk.post("/sessions", session_of(site))
    rows = town.phone(LI1).pull().values()
    assert [row["values"]["capacity"] for row in rows if row["entity"] == "session"] == [120]
    assert [row["values"]["name"] for row in rows if row["entity"] == "site"] == ["镇卫生院接种点"]


def test_a_session_is_changed_cancelled_and_opened_again(desk: Desk, site: str) -> None:
    made = desk.post("/sessions", session_of(site))["sessions"][0]
    path = f"/sessions/{made['id']}"
    assert desk.post(path, session_of(site, capacity=80))["sessions"][0]["values"]["capacity"] == 80
    told = desk.post(path, session_of(site, capacity=80, state="cancelled"))["sessions"][0]
    assert told["values"]["state"] == "cancelled"
    assert desk.post(path, session_of(site, capacity=80))["sessions"][0]["values"]["state"] == "open"


def test_past_sessions_are_shown_when_asked_for(desk: Desk, site: str) -> None:
    desk.post("/sessions", session_of(site, on="2026-11-01"))
    assert desk.get("/sessions")["sessions"] == []
    assert len(desk.get("/sessions?since=all")["sessions"]) == 1


def test_a_session_counts_the_residents_who_hold_an_appointment(desk: Desk, town: Town, site: str) -> None:
    made = desk.post("/sessions", session_of(site))["sessions"][0]["id"]
    person = town.resident(town.household())
    phone = town.phone(LI1)
    phone.one(phone.edit("appointment", {"resident": person, "session": made, "number": 1, "state": "requested"}))
    assert desk.get("/sessions")["sessions"][0]["booked"] == 1


def test_a_form_loaded_before_somebody_else_saved_overwrites_only_what_it_changes(desk: Desk, site: str) -> None:
    row = desk.get("/sites")["sites"][0]
    desk.post(f"/sites/{site}", {**SITE, "phone": "10011110000"})
    bases = {name: [row["by"]] for name in row["values"]}
    desk.post(f"/sites/{site}", {**SITE, "phone": "10011110000", "address": "新街1号", "bases": bases})
    values = desk.get("/sites")["sites"][0]["values"]
    assert (values["phone"], values["address"]) == ("10011110000", "新街1号")


@pytest.mark.parametrize(
    ("other", "path"),
    [
        ({"to": "08:00"}, "to"),
        ({"on": "2026-13-01"}, "on"),
        ({"from": "8:30"}, "from"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": "many"}, "capacity"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_form_is_told_where_it_is_wrong(desk: Desk, site: str, other: dict[str, Any], path: str) -> None:
    response = desk.client.post(
        "/api/office/sessions", json=session_of(site, **other), headers={"X-Ruhu-CSRF": desk.csrf}
    )
    assert response.status_code in (400, 422)
    assert response.get_json()["details"]["path"] == path


def test_a_session_needs_a_site_that_exists(desk: Desk) -> None:
    assert desk.code("/sessions", session_of("site:none"), 404) == "unknown_record"


def test_a_cancelled_session_lets_go_of_its_people(desk: Desk, town: Town, campaign: None, site: str) -> None:
    made = desk.post("/sessions", session_of(site))["sessions"][0]["id"]
    home = town.household()
    people = [town.resident(home, name, birth="1990-01-01") for name in ("甲", "乙")]
    phone = town.phone(LI1)
    for person in people:
        phone.one(phone.edit("appointment", {"resident": person, "session": made, "number": 1, "state": "requested"}))
    assert desk.get(f"/residents?session={made}")["total"] == 2
    desk.post(f"/sessions/{made}", session_of(site, state="cancelled"))
    assert desk.get("/sessions")["sessions"][0]["booked"] == 0
    assert desk.get("/residents?status=booked")["total"] == 0
    page = desk.get(f"/residents/{people[0]}")
    assert [row["values"]["state"] for row in page["appointments"]] == ["cancelled"]
