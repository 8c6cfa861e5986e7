"""A week's sessions from templates in one step, with China's holidays and make-up working days."""

from __future__ import annotations

from typing import Any

import pytest

from server.office.sessions import workdays
from tests.office_places.conftest import DAY, NEXT, Plan
from tests.server.town import LI

MONDAY = "2026-11-23"


def band(*days: int, **other: Any) -> dict[str, Any]:
    """A band of a template."""
    return {"days": list(days), "from": "08:30", "to": "11:30", "product": "bibp", "capacity": 20, **other}


def template(plan: Plan, *bands: dict[str, Any], **other: Any) -> int:
    """A new template of the plan's site; its number."""
    body = {"site": plan.site, "bands": list(bands) or [band(1, 2, 3, 4, 5)], **other}
    return int(plan.desk.post("/templates", {"name": "工作日", "body": body})["templates"][-1]["id"])


def week(plan: Plan, *numbers: int, first: str = MONDAY, write: bool = True, status: int = 200, **other: Any) -> Any:
    """Make the week of a Monday, or look at it."""
    body = {"templates": list(numbers), "from": first, "write": write, **other}
    return plan.desk.post("/plan/week", body, status)


@pytest.mark.parametrize(
    ("on", "kind", "stands_for"),
    [
        ("2026-09-30", "workday", 3),
        ("2026-10-01", "holiday", 4),
        ("2026-10-04", "holiday", 7),  # the Sunday between two days off
        ("2026-10-07", "holiday", 3),
        ("2026-10-10", "makeup", 3),  # a Saturday worked for Wednesday the 7th
        ("2026-10-11", "weekend", 7),
        ("2026-01-04", "makeup", 5),
        ("2025-01-26", "makeup", 1),
    ],
)
def test_the_calendar_knows_holidays_and_the_days_that_are_worked_for_them(on: str, kind: str, stands_for: int) -> None:
    day = workdays.day(on)
    assert (day.kind, day.as_weekday, day.known) == (kind, stands_for, True)


def test_of_a_year_that_is_not_announced_only_the_statutory_days_are_known() -> None:
    assert (workdays.day("2049-10-01").kind, workdays.day("2049-10-01").known) == ("holiday", False)


def test_a_week_is_looked_at_before_it_is_made(plan: Plan) -> None:
    told = week(plan, template(plan), write=False)
    assert [each["state"] for each in told["sessions"]] == ["new"] * 5
    assert told["made"] == 0 and plan.all() == []
    assert told["supply"][0]["with"] == 100 and told["supply"][0]["short"] == 0


def test_a_week_is_made_in_one_step_and_only_once(plan: Plan) -> None:
    number = template(plan, band(1, 3), band(3, **{"from": "14:00", "to": "17:00"}))
    assert week(plan, number)["made"] == 3
    assert [(each["values"]["on"], each["values"]["from"], each["free"]) for each in plan.all()] == [
        (MONDAY, "08:30", 20),
        (DAY, "08:30", 20),
        (DAY, "14:00", 20),
    ]
    again = week(plan, number)
    assert again["made"] == 0 and {each["state"] for each in again["sessions"]} == {"exists"}


def test_a_cancelled_session_is_made_again_by_its_template(plan: Plan) -> None:
    number = template(plan, band(3))
    week(plan, number)
    plan.desk.post(f"/sessions/{plan.all()[0]['id']}/cancel")
    assert week(plan, number)["made"] == 1


def test_a_week_beyond_the_supply_is_not_made_at_all(bare: Plan) -> None:
    bare.supply(99)
    number = template(bare)
    assert week(bare, number, write=False)["supply"][0]["short"] == 1
    assert week(bare, number, status=409)["code"] == "beyond_supply"
    assert bare.all() == []
    assert week(bare, number, skip=[NEXT])["made"] == 4


def test_nothing_is_made_on_holidays_and_a_make_up_day_takes_the_bands_of_its_weekday(plan: Plan) -> None:
    number = template(plan, band(1, 2, 3, 4, 5))
    told = week(plan, number, first="2026-12-28", write=False)
    assert [each["state"] for each in told["sessions"]] == ["new"] * 4 + ["holiday"]  # New Year's Day
    kept = template(plan, band(1, 2, 3, 4, 5), holidays="keep")
    assert "holiday" not in [each["state"] for each in week(plan, kept, first="2026-12-28", write=False)["sessions"]]


def test_a_day_that_is_over_and_a_day_left_out_get_no_session(plan: Plan) -> None:
    told = week(plan, template(plan), first="2026-11-19", skip=[MONDAY], write=False)
    states = {each["on"]: each["state"] for each in told["sessions"]}
    assert states == {"2026-11-19": "past", "2026-11-20": "new", MONDAY: "skipped", "2026-11-24": "new", DAY: "new"}


def test_the_template_breaks_the_places_down_too(plan: Plan) -> None:
    week(plan, template(plan, band(3, pools={"reserve": 2, LI: 8}), kind="special", **{"for": "中心小学"}))
    made = plan.all()[0]
    assert (plan.pool(made["id"])["quota"], plan.pool(made["id"], "reserve")["quota"]) == (8, 2)
    assert plan.pool(made["id"], "")["quota"] == 10
    assert (made["values"]["kind"], made["values"]["for"]) == ("special", "中心小学")


def test_a_template_is_changed_and_forgotten_and_its_sessions_stay(plan: Plan) -> None:
    number = template(plan, band(3))
    week(plan, number)
    body = {"site": plan.site, "bands": [band(4)]}
    told = plan.desk.post(f"/templates/{number}", {"name": "周四", "body": body})["templates"]
    assert (told[0]["name"], told[0]["body"]["bands"][0]["days"]) == ("周四", [4])
    assert plan.desk.post(f"/templates/{number}/delete")["templates"] == []
    assert len(plan.all()) == 1
    assert week(plan, number, status=404)["code"] == "unknown_record"


@pytest.mark.parametrize(
    ("other", "path"),
    [
        ({"days": [0]}, "body.bands.0.days.0"),
        ({"days": []}, "body.bands.0.days"),
        ({"to": "08:00"}, "body.bands.0.to"),
        ({"capacity": 0}, "body.bands.0.capacity"),
        ({"pools": {"reserve": 21}}, "body.bands.0.pools"),
    ],
)
def test_a_wrong_template_is_told_where_it_is_wrong(plan: Plan, other: dict[str, Any], path: str) -> None:
    body = {"site": plan.site, "bands": [{**band(1), **other}]}
    answer = plan.desk.client.post(
        "/api/office/templates", json={"name": "x", "body": body}, headers={"X-Ruhu-CSRF": plan.desk.csrf}
    )
    assert answer.get_json()["details"]["path"] == path and answer.status_code in (400, 422)


def test_holidays_are_told_for_any_days(plan: Plan) -> None:
    days = plan.desk.get("/holidays?from=2026-10-07&days=4")["days"]
    assert [each["kind"] for each in days] == ["holiday", "workday", "workday", "makeup"]
    assert plan.desk.get("/holidays?from=2026-02-30", 422)["details"] == {"path": "from"}
    assert plan.desk.get("/holidays?days=400", 422)["details"] == {"path": "days"}
