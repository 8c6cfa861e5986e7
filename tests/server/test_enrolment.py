"""Enrolment: a one-use link makes a browser one person's phone, for a day, once."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import accounts
from server.store.tables import Device, Enrolment
from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, TOWNSHIP, Town


def code_for(town: Town, account: int, **options: Any) -> str:
    """A fresh enrolment code."""
    from server import clock

    with town.store.writing() as session:
        return accounts.make_enrolment(session, account, clock.now_ms(), 24 * HOUR, **options).code


def enrol(town: Town, code: str) -> Any:
    """Use a code; returns the response."""
    return town.app.test_client().post("/api/enrol", json={"code": code})


def test_a_code_makes_a_phone_that_knows_its_person_its_township_and_its_scopes(town: Town) -> None:
    account = town.account("canvasser", LI1)
    told = enrol(town, code_for(town, account)).get_json()
    assert told["person"] == {"id": f"person:{account}", "name": "张三", "role": "canvasser"}
    assert told["township"]["code"] == TOWNSHIP
    assert told["scopes"] == [TOWNSHIP, LI1]
    assert {"token", "writer", "epoch", "now"} <= told.keys()


def test_neither_code_nor_token_is_kept_in_clear(town: Town, db: Session) -> None:
    code = code_for(town, town.account())
    token = enrol(town, code).get_json()["token"]
    kept = [*db.scalars(select(Enrolment.code_hash)), *db.scalars(select(Device.token_hash))]
    assert code not in kept and token not in kept and all(len(each) == 64 for each in kept)


def test_a_code_works_once(town: Town) -> None:
    code = code_for(town, town.account())
    enrol(town, code)
    again = enrol(town, code)
    assert (again.status_code, again.get_json()["code"]) == (410, "enrolment_used")
    assert "镇专班" in again.get_json()["message"]["zh-CN"]


def test_a_code_works_until_a_day_has_passed(town: Town, clock: Clock) -> None:
    account = town.account()
    early, late = code_for(town, account), code_for(town, account)
    clock.forward(24 * HOUR - 1)
    assert enrol(town, early).status_code == 200
    clock.forward(1)
    told = enrol(town, late)
    assert (told.status_code, told.get_json()["code"]) == (410, "enrolment_expired")


def test_an_invented_code_is_told_from_an_old_one(town: Town) -> None:
    told = enrol(town, "invented")
    assert (told.status_code, told.get_json()["code"]) == (404, "enrolment_unknown")


def test_a_new_phone_is_a_new_writer_and_the_old_one_goes_on(town: Town) -> None:
    old = town.phone(LI1)
    new = town.enrol(old.account)
    assert new.writer != old.writer
    assert old.pull() is not None and new.pull() is not None


def test_a_replacing_enrolment_revokes_the_older_phone(town: Town) -> None:
    old = town.phone(LI1)
    new = town.enrol(old.account, replaces=True)
    assert old.send("/api/sync/pull", {"cursor": None}).get_json()["code"] == "device_revoked"
    assert new.send("/api/sync/pull", {"cursor": None}).status_code == 200


def test_a_closed_account_cannot_enrol(town: Town) -> None:
    from server.store.tables import Account

    account = town.account()
    code = code_for(town, account)
    with town.store.writing() as session:
        accounts.set_active(session, session.get_one(Account, account), False)
    assert enrol(town, code).get_json()["code"] == "account_inactive"


def test_an_unknown_token_gets_nothing(town: Town) -> None:
    client = town.app.test_client()
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic abc"}):
        for path in ("/api/sync/pull", "/api/sync/push"):
            response = client.post(path, json={}, headers=headers)
            assert (response.status_code, response.get_json()["code"]) == (401, "token_unknown")


@pytest.mark.parametrize("settings", [{"ENROL_LIMIT": "3 per day"}])
def test_codes_cannot_be_tried_without_end(town: Town, settings: dict[str, Any]) -> None:
    answers = [enrol(town, f"guess{turn}").get_json()["code"] for turn in range(5)]
    assert answers == ["enrolment_unknown"] * 3 + ["too_many_requests"] * 2


def test_the_command_prints_a_link_that_works(town: Town, clock: Clock) -> None:
    with town.store.writing() as session:
        accounts.create_account(session, login="li", name="李四", role="canvasser")
    said = town.app.test_cli_runner().invoke(args=["enrol", "li", "--base", "http://localhost:8000/"])
    link = said.output.strip()
    assert link.startswith("http://localhost:8000/#/enrol/")
    with town.store.reading() as session:
        kept = session.scalars(select(Enrolment)).one()
    assert kept.expires > clock.now
