"""Edits that no database, language or query could take as they are: held one by one, and never in the way of others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.store.tables import Quarantined, Writer
from sync.policies import KNOWN_SCHEMA
from tests.server.deciding import act
from tests.server.town import LI1, Phone, Town

HALF = "\ud83d"  # the first half of an emoji


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def nested(depth: int) -> list[Any]:
    inner: list[Any] = []
    for _ in range(depth):
        inner = [inner]
    return inner


def held_and_passed(phone: Phone, bad: dict[str, Any], behind: dict[str, Any]) -> None:
    """Push both: the first is held as malformed, the second applied; sent again, both are answered as before."""
    first = phone.push(bad, behind)
    assert [each.get("code") for each in first["answers"]] == ["malformed", None]
    assert first["answers"][1]["result"] == "applied"
    assert phone.push(bad, behind) == first


@pytest.mark.parametrize("depth", [20, 260, 900])
@pytest.mark.parametrize("place", ["lease", "fields", "unheard_of"])
def test_an_edit_as_deep_as_a_well_is_held_and_the_ones_behind_it_go_on(
    town: Town, db: Session, depth: int, place: str
) -> None:
    home = town.household()
    phone = town.phone(LI1)
    bad = {**phone.edit("visit", {"household": home, "outcome": "flew"}), place: nested(depth)}
    told = phone.push(bad, phone.edit("visit", {"household": home}))
    assert [each["result"] for each in told["answers"]] == ["refused", "applied"]
    assert json.loads(db.get_one(Quarantined, bad["id"]).body)["entity"] == "visit"


@pytest.mark.parametrize(
    "wrong",
    [
        {"record": "a\0b"},
        {"record": HALF},
        {"record": "9" * 60},
        {"entity": "\0"},
        {"fields": {"grid": {"value": "a\0"}}},
        {"fields": {"grid": {"value": LI1}, "\0": {"value": 1}}},
        {"fields": {"grid": {"value": LI1}, HALF: {"value": 1}}},
        {"fields": {"grid": {"value": "9" * 60}}, "at": -1},
        {"group": "\0"},
        {"at": 2**70},
        {"at": float("nan")},
        {"lease": float("inf")},
    ],
)
def test_signs_and_numbers_that_no_database_keeps_are_held_as_malformed(town: Town, wrong: dict[str, Any]) -> None:
    home = town.household()
    phone = town.phone(LI1)
    held_and_passed(
        phone, {**phone.edit("household", {"grid": LI1}), **wrong}, phone.edit("visit", {"household": home})
    )


def test_half_an_emoji_holds_the_one_edit_that_has_it_and_the_office_can_put_it_right(town: Town, db: Session) -> None:
    home = town.household()
    phone = town.phone(LI1)
    phone.pull()
    bad = phone.edit("household", {"note": f"门口有狗{HALF}", "door": "7"}, home)
    held_and_passed(phone, bad, phone.edit("visit", {"household": home}))
    kept = json.loads(db.get_one(Quarantined, bad["id"]).body)
    assert kept["fields"]["note"]["value"] == "门口有狗\ufffd"
    act(town, "correct", bad["id"], {"note": "门口有狗"})
    shown = phone.pull()[home]["values"]
    assert (shown["note"], shown["door"]) == ("门口有狗", "7")


def test_half_an_emoji_where_nobody_looks_stops_no_refusal(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    bad = {**phone.edit("visit", {"household": home, "outcome": "flew"}), "unheard_of": HALF}
    told = phone.push(bad, phone.edit("visit", {"household": home}))
    assert [each.get("code") for each in told["answers"]] == ["bad_value", None]


def test_what_is_no_json_is_still_no_push(town: Town) -> None:
    phone = town.phone(LI1)
    headers = {"Authorization": f"Bearer {phone.token}"}
    for body in (
        b"[" * 100_000,
        b'{"now": 1, "edits": [\xff]}',
        b'"\\ud83d"',
        b'{"now": NaN, "edits": []}',
        b"1" * 9999,
    ):
        response = phone.client.post("/api/sync/push", data=body, headers=headers)
        assert (response.status_code, response.get_json()["code"]) == (400, "malformed")


def test_an_edit_that_names_more_bases_than_a_query_takes_is_malformed(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    base = {f"g{i}": [f"{i + 100}.{j + 1}" for j in range(200)] for i in range(200)}
    bad = phone.edit("household", {"note": "1", "lane": "2"}, home)
    for name in bad["fields"]:
        bad["fields"][name]["base"] = base
    held_and_passed(phone, bad, phone.edit("visit", {"household": home}))


def test_as_many_bases_as_an_edit_may_name_are_asked_for_in_pieces(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    phone.n = 5000
    edit = phone.edit("household", {"note": "1"}, home, schema=KNOWN_SCHEMA + 1)
    fields = {
        f"f{i}": {"value": 1, "base": [f"{phone.writer}.{200 * i + j + 1}" for j in range(200)]} for i in range(24)
    }
    with town.store.writing() as session:
        session.get_one(Writer, phone.writer).last_n = 5000
    assert phone.one({**edit, "fields": fields})["result"] == "applied"
