"""What nobody can vouch for waits, sealed, until a person in the office decides: unknown phones, missing numbers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.rescue.tables import Rescue
from server.store.tables import Device, Edit, Quarantined, Writer
from server.store.tables.restored import Gap
from tests.office.conftest import Desk
from tests.rescue.sealing import Sealer, carry, hand_in, hashed, tally
from tests.server.town import LI1, Phone, Town


@pytest.fixture
def lost(town: Town, anna: Phone, home: str) -> Phone:
    """A phone that the server has forgotten: restored from a backup older than its enrolment."""
    with town.store.writing() as session:
        session.execute(delete(Device).where(Device.id == anna.writer))
        session.execute(delete(Writer).where(Writer.id == anna.writer))
    return anna


def one_edit(phone: Phone, home: str, n: int = 7) -> list[dict[str, Any]]:
    """The seventh edit of a phone: those before it have been answered."""
    phone.n = n - 1
    return [phone.edit("household", {"note": "dog"}, home)]


def test_the_edits_of_an_unknown_phone_wait_and_change_nothing(
    sealer: Sealer, lost: Phone, ben: Phone, desk: Desk, home: str, db: Session
) -> None:
    sealed = sealer.seal(lost, one_edit(lost, home))
    for told in (carry(ben, sealed), carry(ben, sealed), hand_in(desk, sealed)):
        assert tally(told) == {"waiting": 1}
    (line,) = desk.get("/rescue")["rescues"]
    assert (line["state"], line["reason"], line["account"]) == ("waiting", "unknown", None)
    assert line["says"] == {"name": "张三", "account": lost.account}
    assert db.scalars(select(Edit).where(Edit.writer == lost.writer)).all() == []
    assert db.scalars(select(Quarantined)).all() == []
    assert db.scalars(select(Rescue.body)).one() == sealed


@pytest.mark.parametrize("person", [{"id": "person:²", "name": "x"}, {"id": "person:7", "name": "half \ud83d"}])
def test_whatever_a_phone_says_that_its_person_is_called_the_office_can_read_its_book(
    sealer: Sealer, lost: Phone, ben: Phone, desk: Desk, home: str, person: dict[str, str]
) -> None:
    told = {"writer": lost.writer, "now": 1, "token": hashed(lost.token), "person": person}
    packed = json.dumps({**told, "edits": one_edit(lost, home)}).encode()
    carry(ben, sealer.seal(lost, [], packed=packed, count=1))
    (line,) = desk.get("/rescue")["rescues"]
    assert line["says"]["account"] in (None, 7) and line["says"]["name"] in ("x", "half \ufffd")


def test_taken_for_a_person_they_lie_in_the_quarantine_under_that_name_and_can_be_released(
    town: Town, sealer: Sealer, lost: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    edits = one_edit(lost, home)
    number = hand_in(desk, sealer.seal(lost, edits))["id"]
    told = desk.post(f"/rescue/{number}/decide", {"verdict": "take", "account": lost.account})
    (line,) = told["rescues"]
    assert tally(line) == {"held": 1} and (line["state"], line["account"]) == ("done", lost.account)
    (held,) = desk.get(f"/quarantine?writer={lost.writer}")["rows"]
    assert (held["id"], held["code"], held["author"]["account"]) == (edits[0]["id"], "device_revoked", lost.account)
    desk.post(f"/quarantine/{held['id']}/release", {})
    ben.pull()
    assert ben.shown(home)["note"] == "dog"
    assert lost.writer in ben.rows[f"person:{lost.account}"]["values"]["writers"]


def test_the_phone_that_comes_back_is_told_that_it_was_stopped_and_nothing_arrives_twice(
    town: Town, sealer: Sealer, lost: Phone, desk: Desk, home: str, db: Session
) -> None:
    edits = one_edit(lost, home)
    sealed = sealer.seal(lost, edits)
    number = hand_in(desk, sealed)["id"]
    desk.post(f"/rescue/{number}/decide", {"verdict": "take", "account": lost.account})
    answer = lost.one(edits[0])
    assert (answer["result"], answer["code"]) == ("refused", "device_revoked")
    assert tally(hand_in(desk, sealed)) == {"held": 1}
    assert len(db.scalars(select(Quarantined)).all()) == 1


def test_the_next_phone_gets_another_number_than_the_one_that_was_entered(
    town: Town, sealer: Sealer, lost: Phone, desk: Desk, home: str
) -> None:
    number = hand_in(desk, sealer.seal(lost, one_edit(lost, home)))["id"]
    desk.post(f"/rescue/{number}/decide", {"verdict": "take", "account": lost.account})
    new = town.phone(LI1)
    assert new.writer > lost.writer and new.one(new.edit("household", {"grid": LI1}))["result"] == "applied"


def test_whose_it_is_has_to_be_said(sealer: Sealer, lost: Phone, desk: Desk, home: str) -> None:
    number = hand_in(desk, sealer.seal(lost, one_edit(lost, home)))["id"]
    for account in (None, 999):
        body = {"verdict": "take", "account": account}
        assert desk.code(f"/rescue/{number}/decide", body, 422) == "rescue_whose"
    assert desk.get("/rescue")["rescues"][0]["state"] == "waiting"


def test_what_is_discarded_stays_so_and_is_decided_once(
    sealer: Sealer, lost: Phone, ben: Phone, desk: Desk, home: str, db: Session
) -> None:
    sealed = sealer.seal(lost, one_edit(lost, home))
    number = hand_in(desk, sealed)["id"]
    desk.post(f"/rescue/{number}/decide", {"verdict": "discard"})
    assert desk.code(f"/rescue/{number}/decide", {"verdict": "discard"}, 409) == "already_decided"
    assert tally(carry(ben, sealed)) == {"already": 1}
    assert desk.get("/rescue")["rescues"][0]["state"] == "discarded"
    assert db.scalars(select(Rescue.body)).one() is None


def test_a_number_far_beyond_every_phone_is_no_phone_of_ours(
    sealer: Sealer, lost: Phone, desk: Desk, home: str
) -> None:
    lost.writer = 2_000_000_000
    number = hand_in(desk, sealer.seal(lost, one_edit(lost, home)))["id"]
    body = {"verdict": "take", "account": lost.account}
    assert desk.code(f"/rescue/{number}/decide", body, 409) == "rescue_not_genuine"


def test_edits_behind_numbers_that_never_came_wait_and_are_taken_by_decision(
    sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str, db: Session
) -> None:
    edits = one_edit(anna, home)
    assert tally(carry(ben, sealer.seal(anna, edits))) == {"waiting": 1}
    (line,) = desk.get("/rescue")["rescues"]
    assert (line["reason"], line["account"]) == ("gap", anna.account)
    (line,) = desk.post(f"/rescue/{line['id']}/decide", {"verdict": "take"})["rescues"]
    assert tally(line) == {"applied": 1}
    assert anna.one(edits[0])["result"] == "applied"
    assert [(gap.writer, gap.first, gap.last) for gap in db.scalars(select(Gap))] == [(anna.writer, 1, 6)]


def test_what_waited_for_numbers_goes_in_when_they_have_come(
    sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    first = anna.edit("household", {"note": "cat"}, home)
    sealed = sealer.seal(anna, [anna.edit("household", {"note": "dog"}, home)])
    assert tally(carry(ben, sealed)) == {"waiting": 1}
    anna.push(first)
    assert tally(carry(ben, sealed)) == {"applied": 1}
    assert desk.get("/rescue")["rescues"][0]["state"] == "done"


def test_what_a_person_left_behind_on_an_earlier_number_goes_with_their_own(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str
) -> None:
    old = [anna.edit("household", {"note": "left behind"}, home)]
    again = town.enrol(anna.account)
    again.pull()
    new = [again.edit("household", {"door": "8"}, home)]
    assert tally(carry(ben, sealer.seal(again, [*old, *new]))) == {"applied": 2}


def test_what_somebody_else_left_behind_on_the_phone_waits(
    sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    theirs = [anna.edit("household", {"note": "left behind"}, home)]
    assert tally(carry(ben, sealer.seal(ben, theirs))) == {"waiting": 1}
    (line,) = desk.get("/rescue")["rescues"]
    (line,) = desk.post(f"/rescue/{line['id']}/decide", {"verdict": "take"})["rescues"]
    assert tally(line) == {"applied": 1}


def test_of_an_unknown_earlier_number_with_holes_everything_is_taken(
    town: Town, sealer: Sealer, lost: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    edits = [{**one_edit(lost, home, n)[0]} for n in (5, 6, 9)]
    new = town.enrol(lost.account)
    assert tally(carry(ben, sealer.seal(new, edits))) == {"waiting": 3}
    (line,) = desk.get("/rescue")["rescues"]
    body = {"verdict": "take", "account": lost.account}
    assert tally(desk.post(f"/rescue/{line['id']}/decide", body)["rescues"][0]) == {"held": 3}


def test_a_reviewer_may_bring_in_and_decide_and_the_csrf_value_is_asked_for(
    desk_of: Callable[[str], Desk], sealer: Sealer, anna: Phone, home: str
) -> None:
    reviewer = desk_of("reviewer")
    sealed = sealer.seal(anna, one_edit(anna, home))
    line = hand_in(reviewer, sealed)
    reviewer.post(f"/rescue/{line['id']}/decide", {"verdict": "discard"})
    reviewer.csrf = "another"
    assert hand_in(reviewer, sealed, 403)["code"] == "csrf"
