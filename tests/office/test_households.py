"""Households at the office: the list of doors, a new door, a new resident, a resident who moved next door."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.conftest import Desk
from tests.server.town import LI1, LI2, WANG1, Town


@pytest.fixture
def home(town: Town) -> str:
    """A household in the first grid."""
    return town.household(LI1, "1")


def new_resident(desk: Desk, home: str, status: int = 200, **values: Any) -> Any:
    """Enter a resident by the household's form."""
    return desk.post(f"/households/{home}/residents", {"fields": values}, status)


def test_a_new_door_is_in_the_list_before_anybody_is_registered_behind_it(desk: Desk, home: str) -> None:
    made = desk.post("/households", {"fields": {"grid": LI1, "lane": "南街", "door": "8", "walk": None}})["id"]
    page = desk.get(f"/households?grid={LI1}")
    assert page["total"] == 2
    assert [(row["id"], row["door"], row["residents"]) for row in page["rows"] if row["id"] == made] == [
        (made, "南街 8", 0)
    ]
    assert desk.get("/overview")["total"]["households"] == 2
    assert desk.get("/households?people=0")["total"] == 2


def test_a_door_needs_a_grid_that_exists(desk: Desk) -> None:
    assert desk.code("/households", {"fields": {"door": "8"}}, 422) == "bad_value"
    assert desk.code("/households", {"fields": {"grid": "990101100001", "door": "8"}}, 422) == "bad_value"
    assert desk.code("/households", {"fields": {"grid": "990101100001-77", "door": "8"}}, 404) == "unknown_area"


def test_a_new_resident_is_listed_and_reaches_the_phone_of_the_grid(desk: Desk, town: Town, home: str) -> None:
    phone = town.phone(LI1)
    phone.pull()
    made = new_resident(
        desk, home, name="新来的", sex="f", birth="1990-03-01", groups={"add": ["elderly"], "remove": []}
    )
    assert desk.get("/residents?q=新来的")["total"] == 1
    assert phone.pull()[made["id"]]["values"]["name"] == "新来的"
    page = desk.get(f"/households/{home}")
    assert [row["values"]["name"] for row in page["members"]] == ["新来的"]


def test_a_resident_without_a_name_or_with_a_wrong_value_is_not_made(desk: Desk, home: str) -> None:
    assert new_resident(desk, home, 422, name=" ")["details"] == {"path": "name"}
    assert new_resident(desk, home, 409, name="甲", sex="x")["details"]["refusal"] == "bad_value"
    assert desk.get("/residents")["total"] == 0
    assert new_resident(desk, "9.9", 404, name="甲")["code"] == "unknown_record"


def test_a_resident_moves_to_a_household_of_another_grid_with_their_doses(desk: Desk, town: Town, home: str) -> None:
    person, other = town.resident(home, "李小龙"), town.household(WANG1, "5")
    dose = {"kind": "create", "entity": "dose", "fields": {"number": 1, "product": "bibp", "on": "2026-10-01"}}
    desk.post(f"/residents/{person}/edit", {"edits": [dose]})
    base = desk.get(f"/residents/{person}")["resident"]["by"]
    move = {"kind": "set", "entity": "resident", "record": person, "fields": {"household": other}}
    page = desk.post(f"/residents/{person}/edit", {"edits": [{**move, "bases": {"household": [base]}}]})["page"]
    assert page["household"]["id"] == other and page["places"]["code"] == WANG1
    assert len(page["doses"]) == 1
    phone = town.phone(WANG1)
    assert person in phone.pull()


def test_two_who_move_a_resident_apart_are_asked(desk: Desk, town: Town, home: str) -> None:
    person, near, far = town.resident(home, "李小龙"), town.household(LI1, "2"), town.household(LI2, "3")
    base = desk.get(f"/residents/{person}")["resident"]["by"]
    move = {"kind": "set", "entity": "resident", "record": person, "bases": {"household": [base]}}
    for target in (near, far):
        desk.post(f"/residents/{person}/edit", {"edits": [{**move, "fields": {"household": target}}]})
    review = desk.get("/reviews?kind=field_review")["rows"]
    assert [row["field"] for row in review] in ([], ["household"])
    assert desk.get(f"/residents/{person}")["household"]["id"] in (near, far)


def test_a_household_is_changed_on_its_own_page(desk: Desk, home: str) -> None:
    row = desk.get(f"/households/{home}")["household"]
    edit = {"kind": "set", "entity": "household", "record": home, "fields": {"lane": "北街"}}
    told = desk.post(f"/households/{home}/edit", {"edits": [{**edit, "bases": {"lane": [row["by"]]}}]})
    assert told["page"]["door"]["door"] == "北街 1"
    assert desk.get("/households?q=北街")["total"] == 1
    dose = {"kind": "create", "entity": "dose", "fields": {"number": 1}}
    assert desk.code(f"/households/{home}/edit", {"edits": [dose]}, 422) == "bad_value"


def test_the_list_of_doors_is_narrowed(desk: Desk, town: Town, home: str) -> None:
    town.resident(home, "李小龙")
    town.household(WANG1, "9")
    assert desk.get("/households?q=李小龙")["rows"][0]["names"] == ["李小龙"]
    assert desk.get("/households?people=1")["total"] == 1
    assert desk.get("/households?knocked=1")["total"] == 0
    assert desk.get("/households?village=990101100002")["total"] == 1
    assert desk.get("/households?life=gone")["total"] == 0
    for wrong in ("life", "knocked", "people"):
        assert desk.get(f"/households?{wrong}=x", 422)["details"] == {"path": wrong}
