"""The list of residents and a resident's page: filters, search, paging, and changes that overwrite nobody."""

from __future__ import annotations

from typing import Any

import pytest

from tests.office.conftest import Desk
from tests.server.town import LI, LI1, LI2, WANG1, Town


def names(desk: Desk, query: str) -> list[str]:
    """The names that a query lists, in order."""
    return [row["name"] for row in desk.get(f"/residents?{query}")["rows"]]


@pytest.fixture
def people(town: Town) -> dict[str, str]:
    """Four residents in three grids: {name: id}."""
    first, second, third = town.household(LI1, "12"), town.household(LI2, "7"), town.household(WANG1, "3-1")
    return {
        "李小龙": town.resident(
            first, "李小龙", id_number="990101195603121234", phone="10012345678", birth="1956-03-12"
        ),
        "王芳": town.resident(first, "王芳", willingness="refuses", reason="no_time", birth="1990-01-02"),
        "赵六": town.resident(second, "赵六", life_state="died", residency="local"),
        "孙丽": town.resident(third, "孙丽", phone="10099990000", away=True),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=小龙", ["李小龙"]),
        ("q=lxl", ["李小龙"]),
        ("q=5603121", ["李小龙"]),
        ("q=9999", ["孙丽"]),
        ("q=12", ["李小龙", "王芳"]),
        ("q=12 wf", ["王芳"]),
        ("q=%25", []),
        (f"village={LI}", ["李小龙", "王芳"]),
        (f"grid={WANG1}", ["孙丽"]),
        ("willingness=refuses", ["王芳"]),
        ("reason=no_time", ["王芳"]),
        ("life=died", ["赵六"]),
        ("life=closed", ["赵六"]),
        ("life=any&residency=local", ["赵六"]),
        ("doses=one", []),
        ("knocked=1", []),
        ("knocked=0&sort=name&size=1", ["孙丽"]),
        ("sort=birth&village=" + LI, ["李小龙", "王芳"]),
        ("sort=-birth&village=" + LI, ["王芳", "李小龙"]),
    ],
)
def test_a_list_is_narrowed_and_ordered_as_asked(
    desk: Desk, people: dict[str, str], query: str, found: list[str]
) -> None:
    assert names(desk, query) == found


def test_pages_follow_each_other_without_gap_or_repeat(desk: Desk, town: Town) -> None:
    home = town.household()
    ids = [town.resident(home, f"居民{i}") for i in range(7)]
    seen = [row["id"] for page in (1, 2, 3) for row in desk.get(f"/residents?size=3&page={page}")["rows"]]
    assert sorted(seen) == sorted(ids)
    assert desk.get("/residents?size=3&page=4")["rows"] == []
    assert desk.get("/residents?size=3")["total"] == 7


def test_a_visit_makes_the_household_s_people_canvassed(desk: Desk, town: Town, people: dict[str, str]) -> None:
    phone = town.phone(LI1)
    home = desk.get(f"/residents/{people['王芳']}")["household"]["id"]
    phone.one(phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"}))
    assert names(desk, "knocked=1&sort=birth") == ["李小龙", "王芳"]


def test_numbers_are_masked_in_the_list_and_whole_on_the_page(desk: Desk, people: dict[str, str]) -> None:
    row = desk.get("/residents?q=小龙")["rows"][0]
    assert (row["id_masked"], row["phone_masked"]) == ("****1234", "****5678")
    assert "990101195603121234" not in str(row)
    assert desk.get(f"/residents/{people['李小龙']}")["resident"]["values"]["id_number"] == "990101195603121234"


def test_everything_of_a_resident_is_on_the_page_with_who_did_it(
    desk: Desk, town: Town, people: dict[str, str]
) -> None:
    phone = town.phone(LI1)
    phone.pull()
    phone.one(phone.edit("resident", {"phone": "10055556666"}, people["李小龙"]))
    page = desk.get(f"/residents/{people['李小龙']}")
    newest = page["history"][0]
    assert newest["fields"] == [{"field": "phone", "value": "10055556666", "before": "10012345678"}]
    assert (newest["author"]["name"], newest["author"]["writer"]) == ("张三", phone.writer)
    assert newest["author"]["kind"] == "device"
    assert page["members"][1]["values"]["name"] == "王芳"


def change(page: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The edit of the page's resident, based on what the page showed."""
    row = page["resident"]
    bases = {name: row.get("also", {}).get(name, [row["by"]]) for name in values}
    return {"kind": "set", "entity": "resident", "record": row["id"], "fields": values, "bases": bases}


def test_a_change_at_the_office_reaches_the_phone(desk: Desk, town: Town, people: dict[str, str]) -> None:
    number = people["王芳"]
    answer = desk.post(
        f"/residents/{number}/edit",
        {"edits": [change(desk.get(f"/residents/{number}"), name="王芬", note="户口本为准")]},
    )
    assert answer["answers"][0]["outcome"] == "changed"
    assert answer["page"]["resident"]["values"]["name"] == "王芬"
    phone = town.phone(LI1)
    assert phone.pull()[number]["values"]["note"] == "户口本为准"


def test_a_page_that_was_loaded_before_somebody_else_s_change_overwrites_nothing(
    desk: Desk, town: Town, people: dict[str, str]
) -> None:
    number = people["王芳"]
    stale = desk.get(f"/residents/{number}")
    phone = town.phone(LI1)
    phone.pull()
    phone.one(phone.edit("resident", {"name": "王方"}, number))
    answer = desk.post(f"/residents/{number}/edit", {"edits": [change(stale, name="王芬")]})
    assert answer["answers"][0]["outcome"] == "review"
    options = {option["value"] for option in answer["page"]["reviews"][0]["options"]}
    assert options == {"王方", "王芬"}
    assert names(desk, "review=1") == [answer["page"]["resident"]["values"]["name"]]


def test_groups_are_added_and_removed_one_by_one(desk: Desk, people: dict[str, str]) -> None:
    path = f"/residents/{people['孙丽']}"
    edit = {"kind": "set", "entity": "resident", "record": people["孙丽"]}
    added = desk.post(
        f"{path}/edit",
        {
            "edits": [
                {**edit, "fields": {"groups": {"add": ["elderly", "medical"], "remove": []}}, "bases": {"groups": {}}}
            ]
        },
    )
    row = added["page"]["resident"]
    assert row["values"]["groups"] == ["elderly", "medical"]
    base = row.get("also", {}).get("groups", {}).get("medical", [row["by"]])
    gone = {"groups": {"add": [], "remove": ["medical"]}}
    desk.post(f"{path}/edit", {"edits": [{**edit, "fields": gone, "bases": {"groups": {"medical": base}}}]})
    assert names(desk, "group=elderly") == ["孙丽"]
    assert names(desk, "group=medical") == []


def test_a_dose_is_added_corrected_and_taken_back_and_all_three_stay_in_the_history(
    desk: Desk, campaign: None, people: dict[str, str]
) -> None:
    path = f"/residents/{people['李小龙']}"
    dose = {"number": 1, "product": "bibp", "on": "2026-10-01", "known": "certificate"}
    create = {"kind": "create", "entity": "dose"}
    first = desk.post(f"{path}/edit", {"edits": [{**create, "fields": dose}]})["answers"][0]["record"]
    assert names(desk, "doses=one") == ["李小龙"]
    second = desk.post(f"{path}/edit", {"edits": [{**create, "fields": {**dose, "on": "2026-10-02", "voids": first}}]})
    third = second["answers"][0]["record"]
    page = desk.post(f"{path}/edit", {"edits": [{**create, "fields": {"voids": third, "retract": True}}]})["page"]
    assert names(desk, "doses=one") == []
    assert [line["entity"] for line in page["history"]].count("dose") == 3


def test_a_field_is_cleared(desk: Desk, people: dict[str, str]) -> None:
    number = people["李小龙"]
    page = desk.get(f"/residents/{number}")
    told = desk.post(f"/residents/{number}/edit", {"edits": [change(page, phone=None, birth=None)]})["page"]
    assert "phone" not in told["resident"]["values"] and "birth" not in told["resident"]["values"]
    assert told["history"][0]["fields"][0]["value"] is None


def test_whom_the_campaign_can_reach_is_one_figure_and_one_list(
    desk: Desk, campaign: None, people: dict[str, str]
) -> None:
    page = desk.get("/residents?status=eligible")
    statuses = page["statuses"]
    rest = sum(n for status, n in statuses.items() if status not in ("not_eligible", "contraindicated"))
    assert page["total"] == rest == len(page["rows"])


def test_a_household_moved_at_the_office_takes_its_people_along(desk: Desk, town: Town, people: dict[str, str]) -> None:
    old, new = town.phone(LI1), town.phone(LI2)
    old.pull(), new.pull()
    home = desk.get(f"/residents/{people['王芳']}")["household"]
    move = {"kind": "set", "entity": "household", "record": home["id"], "fields": {"grid": LI2}}
    page = desk.post(f"/residents/{people['王芳']}/edit", {"edits": [move]})["page"]
    assert page["places"]["code"] == LI2
    assert people["王芳"] in new.pull() and people["王芳"] not in old.pull()
    assert desk.get(f"/residents?grid={LI1}")["total"] == 0


def test_a_change_can_only_touch_what_is_on_the_page(desk: Desk, people: dict[str, str]) -> None:
    other = {"kind": "set", "entity": "resident", "record": people["孙丽"], "fields": {"note": "x"}}
    assert desk.code(f"/residents/{people['李小龙']}/edit", {"edits": [other]}, 404) == "unknown_record"
    ruling = {"kind": "create", "entity": "ruling", "fields": {}}
    assert desk.code(f"/residents/{people['李小龙']}/edit", {"edits": [ruling]}, 400) == "malformed"


def test_a_refused_change_changes_nothing_and_says_why(desk: Desk, people: dict[str, str]) -> None:
    number = people["王芳"]
    page = desk.get(f"/residents/{number}")
    answer = desk.post(f"/residents/{number}/edit", {"edits": [change(page, note="好"), change(page, sex="x")]}, 409)
    assert (answer["code"], answer["details"]["refusal"]) == ("edit_refused", "bad_value")
    assert "note" not in desk.get(f"/residents/{number}")["resident"]["values"]


def test_the_printed_list_has_the_doors_in_walking_order(desk: Desk, town: Town) -> None:
    from server.exchange import ledger

    for door, walk in (("9", 1), ("2", 2), ("5", 3)):
        fields: dict[str, Any] = {"grid": (LI1, None), "door": (door, None), "walk": (walk, None)}
        town.office(ledger.Draft("create", "household", None, fields))
    paper = desk.get(f"/print/{LI1}")
    assert [door["door"] for door in paper["doors"]] == ["9", "2", "5"]
    assert desk.get("/print/990101100001-77", 404)["code"] == "unknown_area"
