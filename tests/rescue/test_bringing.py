"""Bringing an envelope in does what its phone's own push would have done, once, and tells the carrier counts only."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from server.rescue import envelope
from server.rescue.tables import Rescue
from server.store.tables import Edit, Quarantined
from tests.office.conftest import Desk
from tests.rescue.sealing import Sealer, carry, hand_in, tally
from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, LI2, Phone, Town

TABLES = ("edits", "records", "quarantine", "reviews", "writers", "scopes", "rescues")


def everything(town: Town) -> dict[str, list[Any]]:
    """All rows of the tables that matter."""
    with town.store.reading() as session:
        return {name: sorted(map(str, session.execute(text(f"select * from {name}")))) for name in TABLES}


def work(phone: Phone, home: str) -> list[dict[str, Any]]:
    """A group of two, a change of the household, and one that was taken back."""
    member = phone.edit("resident", {"household": home, "name": "李小龙"})
    dose = phone.edit("dose", {"resident": member["id"], "number": 1})
    return [
        *phone.group(member, dose),
        phone.edit("household", {"note": "dog"}, home),
        {**phone.edit("household", {}, home), "kind": "withdraw"},
    ]


def test_another_phone_brings_it_in_and_the_edits_are_as_if_pushed(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str, db: Session
) -> None:
    edits = work(anna, home)
    told = carry(ben, sealer.seal(anna, edits))
    assert tally(told) == {"applied": 4}
    made = {edit.id: edit.account for edit in db.scalars(select(Edit).where(Edit.writer == anna.writer))}
    assert made == dict.fromkeys([each["id"] for each in edits], anna.account)
    ben.pull()
    assert ben.shown(home)["note"] == "dog" and ben.shown(edits[0]["id"])["name"] == "李小龙"


def test_the_carrier_is_told_counts_and_nothing_else(sealer: Sealer, anna: Phone, ben: Phone, home: str) -> None:
    told = carry(ben, sealer.seal(anna, work(anna, home)))
    assert told.keys() == {"edits", "applied", "already", "held", "failed", "waiting", "now"}
    assert all(type(value) is int for value in told.values())


def test_brought_twice_by_anybody_it_changes_nothing(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    sealed = sealer.seal(anna, work(anna, home))
    carry(ben, sealed)
    before = everything(town)
    assert tally(carry(ben, sealed)) == {"already": 4}
    assert tally(hand_in(desk, envelope.armoured(sealed).encode())) == {"applied": 4}
    assert everything(town) == before


def test_the_phone_that_syncs_later_gets_its_answers_and_nothing_twice(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str
) -> None:
    edits = work(anna, home)
    carry(ben, sealer.seal(anna, edits))
    before = everything(town)
    later = anna.edit("household", {"note": "two dogs"}, home)
    told = anna.push(*edits)
    assert [each["result"] for each in told["answers"]] == ["applied"] * 4 and told["expect"] == 5
    assert everything(town) == before
    assert anna.one(later)["result"] == "applied"


def test_what_the_phone_had_sent_itself_is_there_already(
    sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    edits = work(anna, home)
    anna.push(*edits[:2])
    sealed = sealer.seal(anna, edits)
    assert tally(carry(ben, sealed)) == {"applied": 2, "already": 2}
    (line,) = desk.get("/rescue")["rescues"]
    assert tally(line) == {"applied": 2, "already": 2} and line["state"] == "done"


def test_an_edit_without_its_default_keys_is_the_same_edit(sealer: Sealer, anna: Phone, ben: Phone, home: str) -> None:
    edits = [anna.edit("household", {"note": "dog"}, home)]
    lean = [{key: value for key, value in edits[0].items() if key not in ("device", "id")}]
    assert tally(carry(ben, sealer.seal(anna, lean))) == {"applied": 1}
    assert tally(carry(ben, sealer.seal(anna, edits))) == {"already": 1}


def test_what_the_server_refuses_is_held_and_the_office_finds_it_by_phone(
    sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    bad = anna.edit("household", {"walk": "x"}, home)
    foreign = anna.edit("household", {"grid": LI2})
    assert tally(carry(ben, sealer.seal(anna, [bad, foreign]))) == {"held": 2}
    assert [row["id"] for row in desk.get(f"/quarantine?writer={anna.writer}")["rows"]] == [bad["id"], foreign["id"]]
    assert desk.get(f"/quarantine?writer={ben.writer}")["rows"] == []


def test_the_edits_of_a_stopped_phone_go_to_the_quarantine(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str, db: Session
) -> None:
    edits = work(anna, home)
    sealed = sealer.seal(anna, edits)
    town.revoke(anna)
    assert tally(carry(ben, sealed)) == {"held": 4}
    held = {each.id: (each.code, each.account) for each in db.scalars(select(Quarantined))}
    assert held == dict.fromkeys([each["id"] for each in edits], ("device_revoked", anna.account))


def test_a_stopped_phone_still_delivers_what_it_carries_and_an_unknown_one_is_asked_to_enrol(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str
) -> None:
    sealed = sealer.seal(anna, work(anna, home))
    stranger = Phone(ben.client, 0, "x", 99)
    assert carry(stranger, sealed, 401)["code"] == "token_unknown"
    town.revoke(ben)
    assert tally(carry(ben, sealed)) == {"applied": 4}


def test_an_envelope_in_the_name_of_another_phone_is_not_believed(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    before = everything(town)
    forged = sealer.seal(anna, work(anna, home), token=ben.token)
    assert carry(ben, forged, 409)["code"] == "rescue_not_genuine"
    assert hand_in(desk, forged, 409)["code"] == "rescue_not_genuine"
    assert everything(town) == before


def test_the_office_sees_whose_phone_it_was_and_who_brought_it(
    sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str
) -> None:
    edits = work(anna, home)
    carry(ben, sealer.seal(anna, edits[:2]))
    hand_in(desk, sealer.seal(anna, edits))
    by_office, by_phone = desk.get("/rescue")["rescues"]
    assert (by_office["account"], by_office["carrier"], by_office["edits"]) == (anna.account, None, 4)
    assert (by_phone["account"], by_phone["carrier"], by_phone["edits"]) == (anna.account, ben.writer, 2)
    assert tally(by_office) == {"applied": 2, "already": 2}


def test_the_list_of_phones_says_when_something_was_rescued(
    sealer: Sealer, anna: Phone, ben: Phone, desk: Desk, home: str, clock: Clock
) -> None:
    carry(ben, sealer.seal(anna, work(anna, home)))
    rescued = {device["id"]: device["rescued"] for device in desk.get("/devices")["devices"]}
    assert rescued == {anna.writer: {"at": clock.now, "edits": 4}, ben.writer: None}


@pytest.mark.parametrize("settings", [{"PUSH_EDITS": 3}])
def test_more_than_one_push_takes_goes_in_by_whole_groups(
    sealer: Sealer, anna: Phone, ben: Phone, home: str, settings: dict[str, Any]
) -> None:
    single = [anna.edit("household", {"note": f"n{n}"}, home) for n in range(2)]
    groups = [anna.group(*(anna.edit("visit", {"household": home}) for _ in range(2))) for _ in range(3)]
    edits = [*single, *(each for group in groups for each in group)]
    assert tally(carry(ben, sealer.seal(anna, list(reversed(edits))))) == {"applied": 8}


def test_an_edit_on_which_the_server_stumbles_is_failed_and_goes_in_later(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str, poison: None, desk: Desk
) -> None:
    edits = [anna.edit("household", {"note": note}, home) for note in ("fine", "poison", "fine again")]
    sealed = sealer.seal(anna, edits)
    told = carry(ben, sealed)
    assert tally(told) == {"applied": 1, "failed": 2} and told["retry_after"] == 5
    for _ in range(3):
        assert tally(carry(ben, sealed)) == {"already": 1, "failed": 2}
    assert tally(carry(ben, sealed)) == {"already": 1, "held": 1, "applied": 1}
    (line,) = desk.get("/rescue")["rescues"]
    assert tally(line) == {"applied": 2, "held": 1}


def test_days_on_somebody_elses_phone_do_not_make_an_edit_younger(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str, clock: Clock
) -> None:
    anna.clock_ahead = 3 * HOUR
    sealed = sealer.seal(anna, [anna.edit("household", {"note": "seen in the morning"}, home)])
    made = clock.now
    clock.forward(5 * HOUR)
    ben.pull()
    ben.push(ben.edit("household", {"note": "seen in the evening"}, home))
    clock.forward(40 * HOUR)
    carry(ben, sealed)
    with town.store.reading() as session:
        assert session.scalar(select(Edit.eff).where(Edit.writer == anna.writer)) == made
    ben.pull()
    assert ben.shown(home)["note"] == "seen in the evening"


def test_a_phone_that_misjudges_its_clock_wins_nothing_by_it(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str, clock: Clock
) -> None:
    anna.clock_ahead = 1000 * HOUR
    edit = anna.edit("household", {"note": "from the future"}, home)
    carry(ben, sealer.seal(anna, [edit], offset=0))
    with town.store.reading() as session:
        assert session.scalar(select(Edit.eff).where(Edit.writer == anna.writer)) == clock.now


def test_nothing_of_the_contents_is_kept_beside_the_edits(
    sealer: Sealer, anna: Phone, ben: Phone, home: str, db: Session
) -> None:
    carry(ben, sealer.seal(anna, work(anna, home)))
    line = db.scalars(select(Rescue)).one()
    assert line.body is None
    told = str({name: value for name, value in vars(line).items() if name[0] != "_"})
    assert "李小龙" not in told and anna.token not in told


def test_a_household_that_moves_to_another_grid_takes_its_people_along(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str
) -> None:
    town.grant(anna, LI2)
    member = anna.edit("resident", {"household": home, "name": "李小龙"})
    moved = anna.edit("household", {"grid": LI2}, home)
    after = anna.edit("resident", {"note": "new door"}, member["id"])
    assert tally(carry(ben, sealer.seal(anna, [member, moved, after]))) == {"applied": 3}
    anna.pull()
    assert {anna.rows[name]["scope"] for name in (home, member["id"])} == {LI2}


def test_two_carriers_at_the_same_moment_bring_it_in_once(
    town: Town, sealer: Sealer, anna: Phone, ben: Phone, home: str, db: Session
) -> None:
    sealed, carl = sealer.seal(anna, work(anna, home)), town.phone(LI1)
    together = threading.Barrier(2)

    def bring(phone: Phone) -> dict[str, int]:
        together.wait()
        return tally(carry(phone, sealed))

    with ThreadPoolExecutor(2) as both:
        told = list(both.map(bring, (ben, carl)))
    assert sum(each.get("applied", 0) for each in told) == 4 and sum(each.get("already", 0) for each in told) == 4
    assert len(db.scalars(select(Rescue)).all()) == 1
    assert len(db.scalars(select(Edit).where(Edit.writer == anna.writer)).all()) == 4
