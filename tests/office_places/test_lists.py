"""Board, dispatch, day sheet, bus, changes, files, and one appointment settled by hand."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from server.office.sessions import export
from server.words import LANGUAGES, words
from tests.office_places.conftest import DAY, NEXT, Plan
from tests.server.town import LI, LI1, LI2, WANG, WANG1, Phone


def board(plan: Plan, **args: Any) -> dict[str, Any]:
    """The board of the week."""
    asked = {"from": "2026-11-23", **args}
    found: dict[str, Any] = plan.desk.get("/board?" + "&".join(f"{name}={value}" for name, value in asked.items()))
    return found


def test_the_board_shows_sessions_by_villages(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=10)
    plan.session(on="2026-12-24")
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 2, WANG: 3, "reserve": 1}})
    for door in "123":
        plan.asks(phone, name, door)
    shown = board(plan)
    assert len(shown["days"]) == 7 and [each["id"] for each in shown["sessions"]] == [name]
    one = shown["sessions"][0]
    assert (one["capacity"], one["given"], one["free"], one["requested"]) == (10, 3, 7, 0)
    assert (one["cells"][LI]["given"], one["cells"][LI]["people"], one["general"]["given"]) == (2, 3, 1)
    assert one["cells"][WANG] == {
        "quota": 3,
        "given": 0,
        "leased": 0,
        "free": 3,
        "frozen": 0,
        "requested": 0,
        "people": 0,
    }
    assert (one["reserve"]["free"], one["supply"]["in_stock"], one["supply"]["left"]) == (1, 1000, 980)
    assert shown["total"]["given"] == 3


def test_the_board_is_narrowed_by_site_and_product_and_counts_no_cancelled_session(plan: Plan) -> None:
    name = plan.session()
    assert board(plan, product="sinovac")["sessions"] == [] == board(plan, site="1.9999")["sessions"]
    plan.desk.post(f"/sessions/{name}/cancel")
    shown = board(plan)
    assert shown["sessions"][0]["state"] == "cancelled" and shown["total"]["capacity"] == 0


def test_a_resident_booked_twice_is_counted(plan: Plan, phone: Phone) -> None:
    first, second = plan.session(), plan.session(on=NEXT)
    resident = plan.town.resident(plan.town.household(LI1))
    for name in (first, second):
        plan.ask(phone, name, resident)
    assert [each["double"] for each in board(plan)["sessions"]] == [1, 1]


def test_dispatch_says_where_places_are_short_and_where_they_are_empty(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=5)
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {WANG: 4, "reserve": 1}})
    for door in "12":
        plan.asks(phone, name, door)
    told = plan.desk.get("/dispatch?from=2026-11-23&days=7")
    short = next(each for each in told["short"] if each["kind"] == "requested")
    assert (short["village"], short["missing"]) == (LI, 2)
    assert [(each["pool"], each["free"]) for each in short["free_elsewhere"]] == [("reserve", 1), (WANG, 4)]
    assert (told["empty"][0]["pool"], told["empty"][0]["requested_elsewhere"]) == (WANG, 2)


def test_dispatch_says_where_more_is_promised_than_there_is(bare: Plan) -> None:
    bare.supply(10)
    bare.session(capacity=10)
    bare.supply(4, kind="scrapped")
    told = bare.desk.get("/dispatch?from=2026-11-23")["short"]
    assert [(each["kind"], each["missing"]) for each in told] == [("supply", 4)]


def test_the_day_sheet_lists_people_by_number_then_those_who_wait(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=2)
    asked = [plan.asks(phone, name, door, name=f"居民{door}", phone="10050480001") for door in "123"]
    sheet = plan.desk.get(f"/sessions/{name}/sheet")
    assert [each["appointment"] for each in sheet["people"]] == asked
    assert [each["ticket"] for each in sheet["people"]] == [1, 2, None]
    assert sheet["people"][0]["phone"] == "10050480001" and sheet["site"]["name"] == "镇卫生院接种点"
    assert [each["appointment"] for each in plan.desk.get(f"/sessions/{name}/waiting")["people"]] == asked[2:]


def test_identity_numbers_stand_on_the_day_sheet_alone(plan: Plan, phone: Phone) -> None:
    name, number = plan.session(capacity=1), "990101196001010010"
    plan.asks(phone, name, id_number=number)
    plan.asks(phone, name, "2", id_number="990101196001020018")
    assert plan.desk.get(f"/sessions/{name}/sheet")["people"][0]["id_number"] == number
    others = [plan.desk.get(path) for path in (f"/sessions/{name}/waiting", f"/bus?on={DAY}")]
    plan.desk.post(f"/sessions/{name}/cancel")
    assert "990101196001" not in str([*others, plan.desk.get("/changes")])


def test_the_bus_fetches_the_remote_villages_by_grid_and_door(plan: Plan) -> None:
    phones = {grid: plan.town.phone(grid) for grid in (LI1, LI2, WANG1)}
    name = plan.session(capacity=10)
    for grid, door in ((LI2, "1"), (LI1, "2"), (LI1, "1"), (WANG1, "1")):
        plan.asks(phones[grid], name, door, grid)
    plan.desk.post("/plan/remote", {"villages": [LI]})
    runs = plan.desk.get(f"/bus?on={DAY}")["runs"]
    assert [(each["village"], len(each["people"])) for each in runs] == [(LI, 3), (WANG, 1)]
    assert [(each["grid"], each["door"]) for each in runs[0]["people"]] == [(LI1, "1"), (LI1, "2"), (LI2, "1")]
    assert [each["village"] for each in plan.desk.get(f"/bus?on={DAY}&remote=1")["runs"]] == [LI]
    assert plan.desk.get(f"/bus?on={NEXT}")["runs"] == []


def test_the_office_gives_a_place_of_the_reserve(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=1)
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {"reserve": 1}})
    first, second = (plan.asks(phone, name, door) for door in "12")
    assert plan.appointment(phone, second)["state"] == "requested"
    told = plan.desk.post(f"/appointments/{second}", {"act": "place"})["appointment"]
    assert (told["state"], told["ticket"]) == ("confirmed", 1)
    assert plan.desk.code(f"/appointments/{first}", {"act": "place"}, 409) == "no_place"
    values = plan.appointment(phone, second)
    assert (values["state"], values["ticket"], "change" in values) == ("confirmed", 1, False)
    assert plan.desk.post(f"/appointments/{second}", {"act": "place"})["appointment"]["ticket"] == 1


def test_the_office_moves_an_appointment_and_frees_its_place(plan: Plan, phone: Phone) -> None:
    first, second = plan.session(capacity=1), plan.session(on=NEXT)
    asked, waits = (plan.asks(phone, first, door) for door in "12")
    plan.desk.post(f"/appointments/{asked}", {"act": "move", "session": second})
    values = plan.appointment(phone, asked)
    assert (values["session"], values["state"], values["change"]) == (second, "confirmed", "session_moved")
    assert plan.appointment(phone, waits)["state"] == "confirmed"
    told = plan.desk.post(f"/appointments/{waits}", {"act": "place", "session": second})["appointment"]
    assert (told["session"], told["state"], told["change"]) == (second, "confirmed", "session_moved")
    assert plan.line(first)["free"] == 1


def test_a_cancelled_appointment_frees_its_place_and_gets_none(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=1)
    asked, waits = (plan.asks(phone, name, door) for door in "12")
    told = plan.desk.post(f"/appointments/{asked}", {"act": "cancel"})["appointment"]
    assert told["state"] == "cancelled"
    assert plan.appointment(phone, waits)["state"] == "confirmed"
    assert plan.desk.code(f"/appointments/{asked}", {"act": "place"}, 422) == "bad_value"


def test_a_change_that_the_family_knows_is_off_the_list(plan: Plan, phone: Phone) -> None:
    name = plan.session()
    asked = plan.asks(phone, name)
    plan.desk.post(f"/sessions/{name}", plan.form(on=NEXT))
    assert [each["appointment"] for each in plan.desk.get("/changes?kind=session")["people"]] == [asked]
    assert plan.desk.get("/changes?kind=lost")["people"] == []
    plan.desk.post(f"/appointments/{asked}", {"act": "told"})
    assert plan.desk.get("/changes")["counts"] == {"lost": 0, "session": 0, "ticket": 0}
    assert [each["appointment"] for each in plan.desk.get("/changes?told=1")["people"]] == [asked]


def test_an_act_that_cannot_be_is_refused(plan: Plan, phone: Phone) -> None:
    name = plan.session()
    asked = plan.asks(phone, name)
    path = f"/appointments/{asked}"
    assert plan.desk.code(path, {"act": "fly"}, 400) == "malformed"
    assert plan.desk.code(path, {"act": "move", "session": name}, 422) == "bad_value"
    assert plan.desk.code(path, {"act": "move", "session": "1.9999"}, 404) == "unknown_record"
    assert plan.desk.code(path, {"act": "place", "session": plan.session(on="2026-11-01")}, 409) == "session_over"
    assert plan.desk.code(f"/appointments/{plan.site}", {"act": "told"}, 404) == "unknown_record"


def rows(plan: Plan, path: str) -> dict[str, list[tuple[Any, ...]]]:
    """The sheets of a file as Excel reads them."""
    response = plan.desk.client.get(f"/api/office/export/{path}")
    assert response.status_code == 200, response.get_json()
    book = openpyxl.load_workbook(io.BytesIO(response.data))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_every_list_is_a_file_too(plan: Plan, phone: Phone) -> None:
    name = plan.session(capacity=10)
    plan.desk.post(f"/sessions/{name}/quotas", {"pools": {LI: 2}})
    plan.asks(phone, name, name="=cmd|calc", phone="10050480001")
    found = rows(plan, "board.xlsx?from=2026-11-23")
    assert list(found) == ["场次", "场次与村"] and found["场次"][2][0] == DAY
    assert len(found["场次与村"]) == 2 + 3  # the general pool, the reserve, one village
    sheet = rows(plan, f"sheet.xlsx?session={name}")["当日名单"]
    assert sheet[2][:2] == (1, "=cmd|calc") and "10050480001" in sheet[2]
    assert rows(plan, f"bus.xlsx?on={DAY}&lang=en")["Bus list"][2][0] == DAY
    plan.desk.post(f"/sessions/{name}/cancel")
    assert rows(plan, "changes.xlsx")["预约变动"][2][0] == "场次取消"
    assert rows(plan, "supply.xlsx")["疫苗库存"][2][2] == "B1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_title(lang: str) -> None:
    assert [key for key in export.columns() if f"column.{key}" not in words("plan", lang)] == []


def test_nothing_waits_where_nothing_was_restored(plan: Plan) -> None:
    plan.session()
    assert plan.desk.get("/frozen") == {"sessions": [], "undecided": 0}
    assert plan.desk.post("/frozen/thaw") == {"sessions": [], "undecided": 0}
    assert plan.desk.code("/frozen/thaw", {"session": "1.9999"}, 404) == "unknown_record"


@pytest.mark.parametrize("path", ["/board", "/dispatch", "/supply", "/templates", "/bus", "/changes", "/frozen"])
def test_only_the_office_sees_the_plan(plan: Plan, phone: Phone, path: str) -> None:
    stranger = plan.town.app.test_client()
    assert stranger.get(f"/api/office{path}").get_json()["code"] == "sign_in_needed"
    headers = {"Authorization": f"Bearer {phone.token}"}
    assert stranger.get(f"/api/office{path}", headers=headers).get_json()["code"] == "sign_in_needed"
