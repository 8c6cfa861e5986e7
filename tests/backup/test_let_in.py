"""What was held after a restore because something had not come back yet is let in by itself when it has (B6)."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from server.store.tables import Edit, Quarantined
from server.store.tables.restored import Recalled
from tests.backup.conftest import Keeper
from tests.backup.phones import Keeping
from tests.server.clock import MINUTE, Clock
from tests.server.town import LI1, LI2, Town


@pytest.fixture
def anna(town: Town) -> Keeping:
    """A canvasser of the first grid."""
    return _pulled(town, LI1)


@pytest.fixture
def dora(town: Town) -> Keeping:
    """A cadre of both grids."""
    return _pulled(town, LI1, LI2)


def _pulled(town: Town, *areas: str) -> Keeping:
    phone = Keeping(town.phone(*areas))
    phone.phone.pull()
    return phone


def _states(phone: Keeping) -> list[str]:
    phone.phone.pull()
    return [each["state"] for each in phone.phone.held]


def _undecided(town: Town) -> list[str]:
    with town.store.reading() as session:
        return list(session.scalars(select(Quarantined.id).where(Quarantined.state.in_(("held", "waiting")))))


def _forgets(town: Town) -> None:
    """As on a new disk, where only phones can prove which numbers had been given."""
    with town.store.writing() as session:
        session.execute(update(Recalled).values(made=Recalled.known))


def test_a_phones_edits_that_stand_on_each_other_and_on_a_lost_record_are_all_let_in(
    keeper: Keeper, town: Town, anna: Keeping, dora: Keeping
) -> None:
    path = keeper.backup()
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    person = anna.write("resident", {"household": home, "name": "甄友信"})["id"]
    dora.phone.pull()
    keeper.restore(path, anna.phone, dora.phone)
    edits: list[dict[str, Any]] = []
    for number in ("10012345678", "10012345679", "10012345670"):
        edits.append(dora.phone.edit("resident", {"phone": number}, person))
        if len(edits) > 1:
            edits[-1]["fields"]["phone"]["base"] = [edits[-2]["id"]]
    assert {each["code"] for each in dora.push(*edits)["answers"]} == {"scope_not_granted"}
    anna.come_back()
    assert _states(dora) == ["released"] * 3
    assert dora.phone.shown(person)["phone"] == "10012345670" and _undecided(town) == []


def test_what_was_here_when_an_edit_came_needs_no_proof_that_it_had_been_given(
    keeper: Keeper, town: Town, anna: Keeping, dora: Keeping, clock: Clock
) -> None:
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    person = anna.write("resident", {"household": home, "name": "甄友信"})["id"]
    path = keeper.backup()
    moved_to = anna.write("household", {"grid": LI1, "door": "2"})["id"]
    dora.phone.pull()
    eve = _pulled(town, LI1)
    keeper.restore(path, anna.phone, dora.phone)
    eve.phone = town.phone(LI1)
    new = dora.write("resident", {"phone": "10012345678"}, person)
    clock.forward(MINUTE)
    both = eve.phone.edit("resident", {"household": moved_to, "phone": "10012345679"}, person)
    both["fields"]["phone"]["base"] = [new["id"]]
    assert eve.push(both)["answers"][0]["code"] == "scope_not_granted"
    anna.come_back()
    assert _states(eve) == ["released"]
    assert eve.phone.shown(person)["phone"] == "10012345679" and _undecided(town) == []


@pytest.mark.parametrize("disk", ["the same disk", "a new disk"])
@pytest.mark.parametrize("sent", ["answered", "unsent"])
def test_an_edit_on_a_record_that_had_moved_is_let_in_when_the_move_comes_back(
    keeper: Keeper, town: Town, anna: Keeping, dora: Keeping, sent: str, disk: str
) -> None:
    home = dora.write("household", {"grid": LI2, "door": "1"})["id"]
    person = dora.write("resident", {"household": home, "name": "甄友信"})["id"]
    path = keeper.backup()
    dora.phone.pull()
    dora.write("household", {"grid": LI1}, home)
    anna.phone.pull()
    edits = [
        anna.phone.edit("household", {"note": "applied, and told so"}, home),
        anna.phone.edit("resident", {"phone": "10012345678"}, person),
    ]
    if sent == "answered":
        assert {each["result"] for each in anna.push(*edits)["answers"]} == {"applied"}
    keeper.restore(path, anna.phone, dora.phone)
    if disk == "a new disk":
        _forgets(town)
    anna.come_back()
    if sent == "unsent":
        anna.push(*edits)
    assert len(_undecided(town)) == 2, "the household is in the other grid again"
    dora.come_back()
    assert _undecided(town) == [] and _states(anna) == ["released"] * 2
    assert anna.phone.shown(home)["note"] == "applied, and told so"
    assert anna.phone.shown(person)["phone"] == "10012345678"


def test_a_move_made_after_the_restore_lets_nobody_in(keeper: Keeper, town: Town, anna: Keeping, dora: Keeping) -> None:
    """Who wrote blindly on a record of another grid is not let in because it moves to theirs one day."""
    home = dora.write("household", {"grid": LI2, "door": "1"})["id"]
    path = keeper.backup()
    dora.write("household", {"note": "lost"}, home)
    keeper.restore(path, anna.phone, dora.phone)
    blind = anna.phone.edit("household", {"note": "blind"}, home)
    assert anna.push(blind)["answers"][0]["code"] == "scope_not_granted"
    dora.come_back()
    dora.write("household", {"grid": LI1}, home)
    assert _states(anna) == ["held"] and anna.phone.shown(home)["note"] == "lost"


def test_an_answered_edit_that_was_held_still_replaces_what_it_had_replaced(
    keeper: Keeper, town: Town, anna: Keeping, dora: Keeping
) -> None:
    """Its base may still be missing when it is let in: it is kept, and what comes later does not stand beside it."""
    bert = _pulled(town, LI1)
    home = dora.write("household", {"grid": LI2, "door": "1"})["id"]
    person = dora.write("resident", {"household": home, "name": "甄友信"})["id"]
    path = keeper.backup()
    dora.phone.pull()
    dora.write("household", {"grid": LI1}, home)
    bert.phone.pull()
    bert.write("resident", {"name": "甄有信"}, person)
    anna.phone.pull()
    last = anna.write("resident", {"name": "甄又信"}, person)["id"]
    keeper.restore(path, anna.phone, bert.phone, dora.phone)
    for phone in (anna, dora, bert):
        phone.come_back()
    assert _undecided(town) == [] and _states(anna) == ["released"]
    assert anna.phone.shown(person)["name"] == "甄又信" and not anna.phone.rows[person].get("open")
    with town.store.reading() as session:
        assert last in session.scalars(select(Edit.id)).all()
