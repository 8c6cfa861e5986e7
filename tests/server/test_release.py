"""What a release may and may not do: the office decides on what it was shown, and on nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from server.errors import Problem
from server.exchange.answers import Draft
from server.store.tables import Edit, Review
from tests.server.clock import HOUR, Clock
from tests.server.deciding import act, state
from tests.server.town import LI1, WANG1, Phone, Town


def household(phone: Phone) -> dict[str, Any]:
    """A creation that is refused, and can be corrected."""
    bad = phone.edit("household", {"grid": LI1, "walk": -5})
    assert phone.one(bad)["code"] == "bad_value"
    return bad


def test_a_change_elsewhere_in_the_group_of_a_waiting_edit_does_not_follow_the_release(town: Town) -> None:
    person = town.resident(town.household(WANG1))
    phone, there = town.phone(LI1), town.phone(WANG1)
    base = there.pull()[person]["by"]
    bad = household(phone)
    visit = phone.edit("visit", {"household": bad["id"], "outcome": "spoke"})
    hidden = phone.edit("resident", {"name": "被改名"}, person)
    hidden["fields"]["name"]["base"] = [base]
    answers = phone.push(*phone.group(visit, hidden))["answers"]
    assert [each["code"] for each in answers] == ["scope_not_granted"] * 2
    act(town, "correct", bad["id"], {"walk": 5})
    assert state(town, hidden["id"]) == ("held", "scope_not_granted")
    assert there.pull()[person]["values"]["name"] == "李小龙"


def test_what_waits_is_judged_again_when_its_record_is_no_longer_its_authors(town: Town) -> None:
    phone, cadre = town.phone(LI1), town.phone(LI1, WANG1)
    person = town.resident(town.household(LI1))
    phone.pull()
    bad = household(phone)
    visit = phone.edit("visit", {"household": bad["id"], "outcome": "spoke"})
    to = phone.edit("resident", {"household": bad["id"]}, person)
    phone.push(visit, to)
    town.office(Draft("set", "resident", person, {"household": (town.household(WANG1), None)}))
    act(town, "correct", bad["id"], {"walk": 5})
    assert state(town, visit["id"])[0] == "released"
    assert state(town, to["id"]) == ("held", "scope_not_granted")
    assert cadre.pull()[person]["scope"] == WANG1


@pytest.mark.parametrize("kind", ["set", "decide"])
def test_what_follows_a_release_has_its_authors_authority_and_not_the_offices(town: Town, kind: str) -> None:
    person = town.resident(town.household())
    phone = town.phone(LI1)
    phone.pull()
    bad = household(phone)
    visit = phone.edit("visit", {"household": bad["id"], "outcome": "spoke"})
    died = {**phone.edit("resident", {"life_state": "died"}, person), "kind": kind}
    answers = phone.push(*phone.group(visit, died))["answers"]
    assert [each["code"] for each in answers] == ["depends_on_refused"] * 2
    act(town, "correct", bad["id"], {"walk": 5})
    if kind == "decide":
        assert state(town, died["id"]) == ("held", "not_authority")
        return
    assert state(town, died["id"])[0] == "released"
    with town.store.reading() as session:
        body = session.scalars(select(Edit.body).where(Edit.id == died["id"])).one()
        assert json.loads(body)["authority"] is False
        assert "life_claim" in session.scalars(select(Review.kind).where(Review.state == "open")).all()


def test_a_wait_at_the_office_does_not_use_up_the_handover(town: Town, clock: Clock) -> None:
    phone = town.phone(LI1)
    home = town.household()
    bad = household(phone)
    visit = phone.edit("visit", {"household": bad["id"], "outcome": "spoke"})
    other = phone.edit("visit", {"household": home, "outcome": "spoke"})
    phone.push(*phone.group(visit, other))
    clock.forward(HOUR)
    town.end_grant(phone, LI1)
    clock.forward(100 * HOUR)
    act(town, "correct", bad["id"], {"walk": 5})
    assert state(town, other["id"])[0] == "released"


def test_correcting_one_field_leaves_the_others_to_what_their_author_was_shown(town: Town) -> None:
    person = town.resident(town.household(), phone="1")
    one, two = town.phone(LI1), town.phone(LI1)
    one.pull(), two.pull()
    bad = one.edit("resident", {"name": "甲改", "birth": "soon"}, person)
    assert one.one(bad)["code"] == "bad_value"
    two.one(two.edit("resident", {"name": "乙改"}, person))
    act(town, "correct", bad["id"], {"birth": "1980-01-01"})
    row = two.pull()[person]
    assert row["values"]["birth"] == "1980-01-01" and row["open"] == ["name"]


@pytest.mark.parametrize("deed", ["release", "correct"])
@pytest.mark.parametrize(
    ("entity", "field", "value"),
    [("campaign", "document", {}), ("site", "name", "一号"), ("area", "name", "别村"), ("person", "role", "admin")],
)
def test_what_only_the_office_writes_is_not_released_from_a_phone_but_can_be_discarded(
    town: Town, deed: str, entity: str, field: str, value: Any
) -> None:
    town.office(Draft("create", entity, None, {field: (value, None)}, id=f"{entity}:1"))
    phone = town.phone(LI1)
    sent = phone.edit(entity, {field: value}, f"{entity}:1")
    assert phone.one(sent)["code"] == "not_authority"
    with pytest.raises(Problem) as problem:
        act(town, deed, sent["id"], *([{field: value}] if deed == "correct" else []))
    assert problem.value.code == "office_record"
    assert act(town, "discard", sent["id"]) == [sent["id"]]


def test_a_fork_of_a_creation_that_waits_blocks_no_other_release(town: Town) -> None:
    phone = town.phone(LI1)
    home = phone.edit("household", {"grid": LI1, "door": "1"})
    phone.push(home)
    forked = {**home, "fields": {**home["fields"], "door": {"value": "2", "base": []}}}
    assert phone.one(forked)["code"] == "fork"
    wrong = phone.edit("visit", {"household": home["id"], "outcome": "flew"})
    assert phone.one(wrong)["code"] == "bad_value"
    act(town, "correct", wrong["id"], {"outcome": "spoke"})
    assert wrong["id"] in phone.pull()


def test_a_fork_of_a_refused_creation_is_not_what_others_wait_for(town: Town) -> None:
    phone = town.phone(LI1)
    bad = household(phone)
    phone.one({**bad, "at": bad["at"] + 1})
    visit = phone.edit("visit", {"household": bad["id"], "outcome": "spoke"})
    assert phone.one(visit)["code"] == "depends_on_refused"
    act(town, "correct", bad["id"], {"walk": 5})
    assert state(town, visit["id"])[0] == "released"


def test_an_edit_that_the_office_releases_replaces_nothing_that_nobody_had_written_yet(town: Town) -> None:
    person = town.resident(town.household(), phone="1")
    phone = town.phone(LI1)
    office = phone.pull()[person]["by"].split(".")[0]
    ahead = phone.edit("resident", {"phone": "2"}, person)
    ahead["fields"]["phone"]["base"] += [f"{office}.{n}" for n in range(50, 90)]
    assert phone.one(ahead)["code"] == "base_not_displayed"
    act(town, "release", ahead["id"])
    for turn in range(60):
        town.office(Draft("set", "resident", person, {"phone": (f"3{turn}", None)}))
        assert phone.pull()[person]["values"]["phone"] == f"3{turn}"
