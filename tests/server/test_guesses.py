"""A phone that guesses: what it was never shown it can neither find out about nor replace in advance."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.exchange.answers import Draft
from server.store.tables import Edit, Quarantined, Writer
from tests.server.town import LI1, LI2, WANG1, Phone, Town

NOBODY = "999.1"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def code(phone: Phone, edit: dict[str, Any]) -> str | None:
    """Why an edit was refused, None if it was not."""
    answer = phone.one(edit)
    assert "scope" not in answer or answer["result"] == "applied"
    found: str | None = answer.get("code")
    return found


def test_a_record_of_another_grid_is_refused_like_one_that_does_not_exist(town: Town) -> None:
    home = town.household(WANG1)
    person = town.resident(home)
    mine = town.resident(town.household(LI1))
    phone = town.phone(LI1)
    phone.pull()
    for there, nowhere in ((home, NOBODY), (person, NOBODY)):
        for record in (there, nowhere):
            found = [
                code(phone, phone.edit("visit", {"household": record, "outcome": "spoke"})),
                code(phone, phone.edit("resident", {"name": "新"}, record)),
                code(phone, phone.edit("resident", {"household": record}, mine)),
                code(phone, phone.edit("dose", {"resident": record, "number": 1})),
                code(phone, phone.edit("household", {"note": "新"}, record)),
            ]
            assert found == ["scope_not_granted"] * 5


def test_a_creation_under_a_foreign_id_is_refused_whether_or_not_the_id_is_taken(town: Town) -> None:
    taken = town.household(WANG1)
    home = town.household(LI1)
    phone = town.phone(LI1)
    for record in (taken, home, NOBODY, "site:1"):
        made = {**phone.edit("visit", {"household": home, "outcome": "spoke"}), "record": record}
        assert code(phone, made) == "not_authority"


def test_what_another_person_has_in_quarantine_is_not_told_by_a_refusal(town: Town, db: Session) -> None:
    other, phone = town.phone(WANG1), town.phone(LI1)
    held = other.edit("household", {"grid": LI2})
    assert code(other, held) == "scope_not_granted"
    visit = phone.edit("visit", {"household": held["id"], "outcome": "spoke"})
    assert code(phone, visit) == "scope_not_granted"
    assert db.get_one(Quarantined, visit["id"]).depends_on is None
    again = town.enrol(other.account)  # the same person's next phone knows of it
    assert code(again, again.edit("visit", {"household": held["id"], "outcome": "spoke"})) == "depends_on_refused"


def test_what_does_not_exist_yet_cannot_be_replaced_in_advance(town: Town) -> None:
    person = town.resident(town.household(), phone="1")
    phone, other = town.phone(LI1), town.phone(LI1)
    phone.pull()
    with town.store.reading() as session:
        last = session.get_one(Writer, int(phone.rows[person]["by"].split(".")[0]))
    ahead = (f"{last.id}.{last.last_n + 1}", f"{other.writer}.1", "8888.1", "9999999999.9999999999")
    for name in (*ahead, f"{phone.writer}.100"):
        based = phone.edit("resident", {"phone": "2"}, person)
        based["fields"]["phone"]["base"].append(name)
        assert code(phone, based) == "base_not_displayed"
        assert code(phone, phone.edit("resident", {"phone": "2"}, person, saw=[name])) == "base_not_displayed"
        put = phone.edit("resident", {"groups": {"add": [], "remove": ["elderly"]}}, person)
        put["fields"]["groups"]["base"] = {"elderly": [name]}
        assert code(phone, put) == "base_not_displayed"
    town.office(Draft("set", "resident", person, {"phone": ("3", None)}))
    assert phone.pull()[person]["values"]["phone"] == "3"


def test_what_is_ahead_of_the_others_does_not_wait_for_a_creation_either(town: Town) -> None:
    phone = town.phone(LI1)
    home = phone.edit("household", {"grid": LI1, "walk": -5})
    phone.push(home)
    assert code(phone, phone.edit("visit", {"household": home["id"]}, saw=["8888.1"])) == "base_not_displayed"


def test_the_phones_own_earlier_edits_may_be_named_even_if_they_are_held(town: Town) -> None:
    person = town.resident(town.household(), phone="1")
    phone = town.phone(LI1)
    phone.pull()
    held = phone.edit("resident", {"phone": "2", "birth": "soon"}, person)
    assert code(phone, held) == "bad_value"
    next_one = phone.edit("resident", {"phone": "3"}, person)
    next_one["fields"]["phone"]["base"] = [held["id"]]
    assert code(phone, next_one) is None
    two = [phone.edit("resident", {"phone": value}, person) for value in ("4", "5")]
    two[1]["fields"]["phone"]["base"] = [two[0]["id"]]
    assert {each["result"] for each in phone.push(*phone.group(*two))["answers"]} == {"applied"}


def test_a_server_restored_from_a_backup_takes_back_what_it_had_acknowledged(town: Town) -> None:
    person = town.resident(town.household(), phone="1")
    one, two = town.phone(LI1), town.phone(LI1)
    one.pull()
    first = one.edit("resident", {"phone": "2"}, person)
    with town.store.writing() as session:  # as it was when edit `first` had come in
        session.get_one(Writer, one.writer).last_n = 1
    two.pull()
    based = two.edit("resident", {"phone": "3"}, person)
    based["fields"]["phone"]["base"] = [first["id"]]
    told = two.one(based)
    assert told["result"] == "applied"
    with town.store.writing() as session:  # the backup knows of neither
        session.get_one(Writer, one.writer).last_n = 0
        session.get_one(Writer, two.writer).last_n = 0
        session.query(Edit).where(Edit.id == based["id"]).delete()
    again = two.one({**based, "eff": told["eff"], "ack": told["ack"]})
    assert again["result"] == "applied"
    assert code(two, two.edit("resident", {"note": "x"}, person, saw=[first["id"]])) == "base_not_displayed"
