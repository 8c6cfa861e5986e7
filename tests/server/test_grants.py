"""Grants: work is judged by the grant under which it was made, and late work is kept, never dropped."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.office.history import history
from server.store.tables import Quarantined
from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, LI2, WANG1, Phone, Town


def visit(phone: Phone, home: str) -> dict[str, Any]:
    return phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"})


def marks(town: Town, record: str) -> dict[str, str | None]:
    """What the history of a record says of each of its edits, beside what became of it."""
    with town.store.reading() as session:
        return {line["id"]: line["mark"] for line in history(session, [record])}


def test_unsent_work_arrives_within_72_hours_after_the_grid_was_taken_away(town: Town, clock: Clock) -> None:
    home = town.household()
    phone = town.phone(LI1)
    unsent = visit(phone, home)
    clock.forward(HOUR)
    town.end_grant(phone, LI1)
    clock.forward(71 * HOUR)
    answer = phone.one(unsent)
    assert answer["result"] == "applied"
    assert answer["scope"] != LI1  # nothing is told of a scope that is no longer granted
    assert marks(town, unsent["id"]) == {unsent["id"]: "handover"}


def test_after_72_hours_it_waits_in_quarantine(town: Town, clock: Clock, db: Session) -> None:
    home = town.household()
    phone = town.phone(LI1)
    unsent = visit(phone, home)
    clock.forward(HOUR)
    town.end_grant(phone, LI1)
    clock.forward(72 * HOUR + 1)
    assert phone.one(unsent)["code"] == "grant_ended"
    assert db.get_one(Quarantined, unsent["id"]).state == "held"


def test_work_made_after_the_grant_had_ended_waits_in_quarantine(town: Town, clock: Clock) -> None:
    home = town.household()
    phone = town.phone(LI1)
    town.end_grant(phone, LI1)
    clock.forward(HOUR)
    assert phone.one(visit(phone, home))["code"] == "grant_ended"


def test_a_fast_clock_does_not_cost_the_handover(town: Town, clock: Clock) -> None:
    home = town.household()
    phone = town.phone(LI1)
    phone.clock_ahead = 1000 * HOUR
    unsent = visit(phone, home)
    clock.forward(HOUR)
    town.end_grant(phone, LI1)
    clock.forward(HOUR)
    assert phone.one(unsent)["result"] == "applied"


def test_a_grant_given_back_counts_again(town: Town, clock: Clock) -> None:
    home = town.household()
    phone = town.phone(LI1)
    town.end_grant(phone, LI1)
    clock.forward(200 * HOUR)
    town.grant(phone, LI1)
    assert phone.one(visit(phone, home))["result"] == "applied"


def test_a_pending_edit_follows_a_household_that_moved_out_of_the_grid(town: Town, clock: Clock) -> None:
    home = town.household(LI1)
    phone, cadre = town.phone(LI1), town.phone(LI1, WANG1)
    phone.pull(), cadre.pull()
    unsent = visit(phone, home)
    cadre.one(cadre.edit("household", {"grid": WANG1}, home))
    answer = phone.one(unsent)
    assert answer["result"] == "applied"
    assert answer["scope"] != WANG1
    assert unsent["id"] in cadre.pull()
    assert phone.pull().keys().isdisjoint({home, unsent["id"]})
    assert marks(town, unsent["id"]) == {unsent["id"]: "followed"}
    assert set(marks(town, home).values()) == {None}


def test_a_household_that_moved_away_cannot_be_pulled_back_by_who_no_longer_has_it(town: Town) -> None:
    home = town.household(LI1)
    phone, cadre, there = town.phone(LI1), town.phone(LI1, WANG1), town.phone(WANG1)
    person = town.resident(home)
    phone.pull(), cadre.pull()
    cadre.one(cadre.edit("household", {"grid": WANG1}, home))
    own = phone.one(phone.edit("household", {"grid": LI1}))["id"]
    back = phone.edit("household", {"grid": LI1}, home), phone.edit("resident", {"household": own}, person)
    assert [each["code"] for each in phone.push(*back)["answers"]] == ["scope_not_granted"] * 2
    assert phone.one(phone.edit("household", {"note": "moved"}, home))["result"] == "applied"
    assert {home, person} <= there.pull().keys() and phone.pull().keys().isdisjoint({home, person})


def test_it_does_not_follow_for_ever(town: Town, clock: Clock) -> None:
    home = town.household(LI1)
    phone, cadre = town.phone(LI1), town.phone(LI1, WANG1)
    phone.pull(), cadre.pull()
    cadre.one(cadre.edit("household", {"grid": WANG1}, home))
    clock.forward(73 * HOUR)
    assert phone.one(visit(phone, home))["code"] == "scope_not_granted"


def test_a_household_cannot_be_moved_into_a_grid_that_is_not_granted(town: Town) -> None:
    home = town.household(LI1)
    phone = town.phone(LI1)
    phone.pull()
    assert phone.one(phone.edit("household", {"grid": LI2}, home))["code"] == "scope_not_granted"


def test_a_grid_that_does_not_exist_takes_no_household(town: Town) -> None:
    cadre = town.phone("990101100001", role="cadre")
    assert cadre.one(cadre.edit("household", {"grid": "990101100001-77"}))["code"] == "scope_not_granted"


def test_what_a_revoked_phone_still_sends_is_kept_for_the_office_and_nothing_is_told(town: Town, db: Session) -> None:
    home = town.household()
    phone = town.phone(LI1)
    sent = visit(phone, home)
    phone.push(sent)
    town.revoke(phone)
    told = phone.push(sent, visit(phone, home), {**visit(phone, home), "at": None})
    assert [each.get("code") for each in told["answers"]] == [None, "device_revoked", "device_revoked"]
    assert all("scope" not in each and "seq" not in each for each in told["answers"])
    assert list(db.scalars(select(Quarantined.code))) == ["device_revoked"] * 2


def test_an_account_that_was_closed_is_treated_like_a_revoked_phone(town: Town) -> None:
    from server import accounts
    from server.store.tables import Account

    home = town.household()
    phone = town.phone(LI1)
    with town.store.writing() as session:
        accounts.set_active(session, session.get_one(Account, phone.account), False)
    assert phone.one(visit(phone, home))["code"] == "device_revoked"
    assert phone.send("/api/sync/pull", {"cursor": None}).status_code == 403
