"""Repair: every difference between a phone and the server is noticed, sent again, and never believed."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import update

from server.exchange import repair
from server.store.tables import Record, Scope
from sync import digest
from tests.server.bookkeeping import faults
from tests.server.town import LI1, LI2, WANG1, Phone, Town

Rows = dict[str, dict[str, Any]]
ALL = [f"0.{0:016x}"] * digest.BUCKETS


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def another_value(rows: Rows, victim: str) -> None:
    rows[victim]["values"]["name"] += "?"


def no_value(rows: Rows, victim: str) -> None:
    del rows[victim]["values"]["name"]


def swapped_values(rows: Rows, victim: str) -> None:
    values = rows[victim]["values"]
    values["note"], values["name"] = values["name"], values["note"]


def missing(rows: Rows, victim: str) -> None:
    del rows[victim]


def one_too_many(rows: Rows, victim: str) -> None:
    rows["9.9"] = {**rows[victim], "id": "9.9"}


def under_another_id(rows: Rows, victim: str) -> None:
    rows["9.9"] = {**rows.pop(victim), "id": "9.9"}


def another_author(rows: Rows, victim: str) -> None:
    rows[victim]["by"] = "9.9"


def another_base(rows: Rows, victim: str) -> None:
    rows[victim].setdefault("also", {})["name"] = ["9.9"]


def waiting_for_a_reviewer(rows: Rows, victim: str) -> None:
    rows[victim]["open"] = ["name"]


def as_text(rows: Rows, victim: str) -> None:
    rows[victim]["values"]["walk"] = "1"


HARMS: list[Callable[[Rows, str], None]] = [
    another_value, no_value, swapped_values, missing, one_too_many, under_another_id, another_author, another_base,
    waiting_for_a_reviewer, as_text,
]  # fmt: skip


def lived_in(town: Town) -> Phone:
    home = town.household()
    for place in range(12):
        town.resident(home, name=f"王{place}", note="x")
    phone = town.phone(LI1)
    phone.pull()
    return phone


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_whatever_a_phone_holds_differently_is_noticed_by_the_next_pull_and_repaired(
    town: Town, harm: Callable[[Rows, str], None]
) -> None:
    phone = lived_in(town)
    sound = copy.deepcopy(phone.rows)
    assert phone.repair(LI1)["buckets"] == []
    people = [name for name, row in sound.items() if row["entity"] == "resident"]
    harm(phone.rows, random.Random(harm.__name__).choice(people))
    with pytest.raises(AssertionError, match="differs"):
        phone.page()
    told = phone.repair(LI1)
    assert 1 <= len(told["buckets"]) <= 2
    assert phone.rows == sound
    phone.page()


def test_a_record_in_the_wrong_area_is_noticed(town: Town) -> None:
    town.household(LI2)
    phone = lived_in(town)
    town.grant(phone, LI2)
    phone.pull()
    victim = next(name for name, row in phone.rows.items() if row["entity"] == "resident")
    phone.rows[victim]["scope"] = LI2
    with pytest.raises(AssertionError, match="differs"):
        phone.page()
    phone.repair(LI2), phone.repair(LI1)
    phone.page()
    assert phone.rows[victim]["scope"] == LI1


def test_two_phones_that_came_by_different_ways_have_equal_digests(town: Town) -> None:
    early, late = town.phone(LI1), town.phone(LI1)
    early.pull()
    home = town.household()
    person = town.resident(home)
    early.pull()
    early.one(early.edit("resident", {"phone": "1"}, person))
    early.pull(), late.pull()
    assert early.rows == late.rows and early.digest(LI1) == late.digest(LI1)


def test_an_area_that_is_not_granted_is_neither_repaired_nor_told_apart(town: Town) -> None:
    town.household(WANG1)
    phone = town.phone(LI1)
    answers = [phone.send("/api/sync/repair", {"scope": scope, "buckets": ALL}) for scope in (WANG1, "990101100009-01")]
    assert [each.status_code for each in answers] == [403, 403]
    assert answers[0].get_json() == answers[1].get_json()
    assert WANG1 not in phone.page()["digests"]


def test_a_repair_is_counted(town: Town) -> None:
    phone = lived_in(town)
    before = repair.REPAIRS.labels("differs")._value.get()
    phone.send("/api/sync/repair", {"scope": LI1, "buckets": ALL})
    assert repair.REPAIRS.labels("differs")._value.get() == before + 1


def test_a_digest_that_the_server_itself_kept_wrongly_is_counted_anew_by_a_repair(town: Town) -> None:
    phone = lived_in(town)
    with town.store.writing() as session:
        session.execute(update(Scope).where(Scope.code == LI1).values(rows=3, sum=7))
        session.execute(update(Record).where(Record.scope == LI1, Record.entity == "household").values(hash=1))
    sound = copy.deepcopy(phone.rows)
    with pytest.raises(AssertionError, match="differs"):
        phone.page()
    assert phone.repair(LI1)["buckets"] == [] and phone.rows == sound
    with town.store.reading() as session:
        assert faults(session) == []
    phone.page()


def test_what_a_phone_invented_never_reaches_the_server(town: Town) -> None:
    phone = lived_in(town)
    one_too_many(phone.rows, next(name for name, row in phone.rows.items() if row["scope"] == LI1))
    phone.repair(LI1)
    assert "9.9" not in phone.rows and "9.9" not in town.phone(LI1).pull()
