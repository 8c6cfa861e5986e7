"""Phones older and newer than the server: what they send is converted, kept or waits, and nothing of it is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from server.exchange import understanding
from sync import policies
from sync.policies import ENTITIES, KNOWN_SCHEMA, Policy, Rule
from sync.shapes import one_of, text
from tests.server.clock import HOUR, Clock
from tests.server.deciding import act, state
from tests.server.town import LI1, Phone, Town

LATER = KNOWN_SCHEMA + 1
TYPED, NORMAL = "９９0101 19500101 001x", "99010119500101001X"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def updated(town: Town, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Update the server: to the next schema, in which a `job` may be long and a birth date may be approximate."""

    def update() -> int:
        for module in ("sync.policies", "sync.admit", "server.exchange.understanding"):
            monkeypatch.setattr(f"{module}.KNOWN_SCHEMA", LATER)
        fields = ENTITIES["resident"].fields
        monkeypatch.setitem(fields, "job", Rule(Policy.LAST, text(200)))
        monkeypatch.setitem(fields, "sex", Rule(Policy.REVIEW, one_of("m", "f", "x")))
        with town.app.app_context():
            return understanding.catch_up(town.store)

    assert policies.KNOWN_SCHEMA == KNOWN_SCHEMA
    return update


def resident(phone: Phone, home: str, schema: int = LATER, **fields: Any) -> dict[str, Any]:
    return phone.edit("resident", {"household": home, "name": "甄友信", **fields}, schema=schema)


def test_an_old_phone_sends_a_number_as_it_was_typed_and_sends_it_again(town: Town) -> None:
    phone, home = town.phone(LI1), town.household()
    sent = resident(phone, home, 1, id_number=TYPED)
    first = phone.one(sent)
    assert first["result"] == "applied" and phone.one(sent) == first
    assert phone.pull()[sent["id"]]["values"]["id_number"] == NORMAL
    again = {**sent, "fields": {**sent["fields"], "id_number": {"value": NORMAL, "base": []}}}
    assert phone.one(again)["code"] == "fork"


def test_a_phone_that_was_not_updated_for_too_long_loses_nothing(town: Town, clock: Clock) -> None:
    phone, home = town.phone(LI1), town.household()
    clock.now = int(datetime(2027, 6, 1, tzinfo=UTC).timestamp() * 1000)
    sent = resident(phone, home, 1, id_number=TYPED)
    assert phone.one(sent)["code"] == "schema_too_old"
    assert phone.one(resident(phone, home, KNOWN_SCHEMA))["result"] == "applied"
    act(town, "release", sent["id"])
    assert phone.pull()[sent["id"]]["values"]["id_number"] == NORMAL
    assert [each["state"] for each in phone.held] == ["released"]


def test_what_the_server_does_not_know_is_kept_and_comes_back(town: Town) -> None:
    phone, other, home = town.phone(LI1), town.phone(LI1), town.household()
    made = resident(phone, home, residency="seasonal", shoe_size=38)
    assert phone.one(made)["result"] == "applied"
    other.pull()
    assert other.one(other.edit("resident", {"phone": "10012345678"}, made["id"]))["result"] == "applied"
    values = phone.pull()[made["id"]]["values"]
    assert (values["residency"], values["shoe_size"]) == ("seasonal", 38)


def test_what_must_be_understood_waits_with_all_that_stands_on_it_and_is_applied_by_the_update(
    town: Town, updated: Any
) -> None:
    phone, home = town.phone(LI1), town.household()
    made = resident(phone, home, sex="x")
    dose = phone.edit("dose", {"resident": made["id"], "number": 1, "on": "2026-11-01"})
    answers = phone.push(made, dose)["answers"]
    assert [each["code"] for each in answers] == ["schema_too_new", "depends_on_refused"]
    with town.app.app_context():
        assert understanding.catch_up(town.store) == 0
    assert updated() == 2
    rows = phone.pull()
    assert rows[made["id"]]["values"]["sex"] == "x" and dose["id"] in rows
    assert {each["state"] for each in phone.held} == {"released"}
    assert updated() == 0


def test_a_group_waits_and_is_applied_as_a_whole(town: Town, updated: Any) -> None:
    phone, home = town.phone(LI1), town.household()
    made = resident(phone, home, KNOWN_SCHEMA)
    phone.one(made)
    phone.pull()
    visit = phone.edit("visit", {"household": home, "outcome": "spoke"})
    change = phone.edit("resident", {"job": "x" * 150}, made["id"], schema=LATER)
    answers = phone.push(*phone.group(visit, change))["answers"]
    assert [each["code"] for each in answers] == ["schema_too_new"] * 2 and visit["id"] not in phone.pull()
    assert updated() == 2
    rows = phone.pull()
    assert rows[made["id"]]["values"]["job"] == "x" * 150 and visit["id"] in rows


def test_what_is_wrong_in_the_later_schema_too_is_the_offices(town: Town, updated: Any) -> None:
    phone, home = town.phone(LI1), town.household()
    wrong, later = resident(phone, home, job="x" * 300), resident(phone, home, LATER + 1, job="x" * 300)
    assert [each["code"] for each in phone.push(wrong, later)["answers"]] == ["schema_too_new"] * 2
    assert updated() == 0
    assert state(town, wrong["id"]) == ("held", "bad_value")
    assert state(town, later["id"]) == ("held", "schema_too_new")


def test_what_waited_for_the_update_keeps_the_rights_that_its_author_had_when_it_came(
    town: Town, updated: Any, clock: Clock
) -> None:
    phone, home = town.phone(LI1), town.household()
    made = resident(phone, home, sex="x")
    phone.one(made)
    clock.forward(HOUR)
    town.end_grant(phone, LI1)
    clock.forward(200 * HOUR)
    assert updated() == 1
    assert state(town, made["id"])[0] == "released"
