"""The quarantine: the office releases, corrects or discards; what waits for a creation follows it; the phone learns
of it.
"""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from server.errors import Problem
from server.store.tables import Edit, Quarantined, Record
from tests.server.deciding import act
from tests.server.town import LI1, WANG1, Town


def test_a_released_edit_is_applied_under_its_own_id_and_author(town: Town, db: Session) -> None:
    home = town.household(WANG1)
    phone, there = town.phone(LI1), town.phone(WANG1)
    there.pull()
    edit = phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "spoke"})
    assert phone.one(edit)["code"] == "scope_not_granted"
    act(town, "release", edit["id"], "对的")
    assert edit["id"] in there.pull()
    kept = db.get_one(Edit, (edit["id"], edit["id"]))
    assert (kept.account, kept.writer) == (phone.account, phone.writer)
    assert phone.page()["held"] == [
        {"id": edit["id"], "state": "released", "code": "scope_not_granted", "record": edit["id"]}
    ]
    assert phone.one(edit)["result"] == "applied"  # a repeat now finds it applied


def test_what_waits_for_a_creation_follows_its_release(town: Town) -> None:
    phone, there = town.phone(LI1), town.phone(WANG1)
    home = phone.edit("household", {"grid": WANG1, "door": "5"})
    person = phone.edit("resident", {"household": home["id"], "name": "王五"})
    dose = phone.edit("dose", {"resident": person["id"], "number": 1, "product": "unknown"})
    bad = phone.edit("dose", {"resident": person["id"], "number": 77})
    told = phone.push(home, person, dose, bad)
    assert [each["code"] for each in told["answers"]] == ["scope_not_granted"] + ["depends_on_refused"] * 3
    act(town, "release", home["id"])
    assert {home["id"], person["id"], dose["id"]} <= there.pull().keys()
    phone.pull()
    assert [(each["state"], each["code"]) for each in phone.held][3] == ("held", "bad_value")


def test_a_correction_changes_the_value_and_keeps_the_id(town: Town) -> None:
    phone = town.phone(LI1)
    home = phone.edit("household", {"grid": LI1, "door": 5, "lane": "东巷"})
    visit = phone.edit("visit", {"household": home["id"], "outcome": "spoke"})
    phone.push(home, visit)
    act(town, "correct", home["id"], {"door": "5"})
    phone.pull()
    assert phone.shown(home["id"])["door"] == "5" and phone.shown(home["id"])["lane"] == "东巷"
    assert visit["id"] in phone.rows


def test_a_correction_of_an_edit_takes_what_the_office_sees_as_its_base(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    phone.pull()
    wrong = phone.edit("household", {"walk": "third"}, home)
    phone.one(wrong)
    town_says = act(town, "correct", wrong["id"], {"walk": 3})
    assert town_says[0].outcome == "changed"
    assert phone.pull()[home]["values"]["walk"] == 3


def test_a_release_that_the_engine_refuses_changes_nothing_and_says_why(town: Town, db: Session) -> None:
    home = town.household()
    phone = town.phone(LI1)
    edit = phone.edit("visit", {"household": home, "outcome": "flew"})
    phone.one(edit)
    with pytest.raises(Problem) as problem:
        act(town, "release", edit["id"])
    assert problem.value.details["refusal"] == "bad_value"
    assert db.get_one(Quarantined, edit["id"]).state == "held"


def test_a_group_is_released_as_a_group(town: Town, db: Session) -> None:
    phone = town.phone(LI1)
    home = phone.edit("household", {"grid": WANG1, "door": "5"})
    person = phone.edit("resident", {"household": home["id"], "name": "王五"})
    phone.push(*phone.group(home, person))
    act(town, "release", person["id"])
    assert db.get(Record, home["id"]) is not None and db.get(Record, person["id"]) is not None


def test_a_discarded_creation_takes_what_waits_for_it_along(town: Town) -> None:
    phone = town.phone(LI1)
    home = phone.edit("household", {"grid": WANG1})
    visit = phone.edit("visit", {"household": home["id"], "outcome": "spoke"})
    phone.push(home, visit)
    assert act(town, "discard", home["id"], "重复") == [home["id"], visit["id"]]
    phone.pull()
    assert [each["state"] for each in phone.held] == ["discarded", "discarded"]
    with pytest.raises(Problem, match="already_decided"):
        act(town, "release", home["id"])


def test_a_released_fork_becomes_an_edit_of_the_office(town: Town) -> None:
    home = town.household()
    phone = town.phone(LI1)
    edit = phone.edit("visit", {"household": home, "outcome": "spoke"})
    phone.push(edit)
    forked = {**edit, "fields": {**edit["fields"], "outcome": {"value": "nobody", "base": []}}}
    phone.push(forked)
    with town.store.reading() as session:
        held = session.query(Quarantined).one()
    act(town, "release", held.id)
    outcomes = sorted(row["values"]["outcome"] for row in phone.pull().values() if row["entity"] == "visit")
    assert outcomes == ["nobody", "spoke"]


def test_an_edit_of_a_revoked_phone_can_be_released(town: Town) -> None:
    home = town.household()
    phone, other = town.phone(LI1), town.phone(LI1)
    town.revoke(phone)
    edit = phone.edit("visit", {"household": home, "outcome": "spoke"})
    phone.push(edit)
    act(town, "release", edit["id"])
    assert edit["id"] in other.pull()
