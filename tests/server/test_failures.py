"""Failures: an edit on which the server stumbles is tried again, then set aside; nobody else's work waits for it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from server.exchange import push
from server.store import projections
from server.store.tables import Edit, Household, Record
from tests.server.town import LI1, Town


def test_a_poisonous_edit_is_failed_four_times_and_refused_the_fifth(town: Town, poison: None) -> None:
    phone = town.phone(LI1)
    good, bad, behind = (phone.edit("household", {"grid": LI1, "note": note}) for note in ("a", "poison", "b"))
    told = phone.push(good, bad, behind)
    assert [each["result"] for each in told["answers"]] == ["applied", "failed"]
    assert told["expect"] == 2 and told["retry_after"] > 0
    for _ in range(3):
        assert [each["result"] for each in phone.push(bad, behind)["answers"]] == ["failed"]
    last = phone.push(bad, behind)["answers"]
    assert [(each["result"], each.get("code")) for each in last] == [
        ("refused", "too_many_failures"),
        ("applied", None),
    ]
    rows = phone.pull()
    assert {good["id"], behind["id"]} <= rows.keys() and bad["id"] not in rows


def test_a_failed_edit_leaves_no_trace_in_tables_or_numbers(town: Town, poison: None) -> None:
    phone = town.phone(LI1)
    phone.pull()
    bad = phone.edit("household", {"grid": LI1, "note": "poison"})
    phone.push(bad)
    with town.store.reading() as session:
        assert session.scalar(select(func.count()).where(Record.entity == "household")) == 0
        assert session.scalar(select(func.count()).where(Edit.writer == phone.writer)) == 0
    assert phone.page()["rows"] == []


def test_a_store_that_is_busy_costs_no_edit_a_failure(town: Town) -> None:
    phone = town.phone(LI1)
    edit = phone.edit("household", {"grid": LI1})

    def busy(*_: Any, **__: Any) -> None:
        raise OperationalError("UPDATE …", {}, Exception("database is locked"))

    patch = pytest.MonkeyPatch()
    patch.setattr(push, "apply_quietly", busy)
    for _ in range(7):
        response = phone.send("/api/sync/push", {"now": 1, "edits": [edit]})
        assert (response.status_code, response.get_json()["code"]) == (503, "busy")
        assert int(response.headers["Retry-After"]) > 0
    patch.undo()
    assert phone.one(edit)["result"] == "applied"


def test_a_household_that_the_lists_cannot_show_stops_nobody_elses_work(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = projections.rows_of

    def stumble(bundle: Any, judge: Any) -> Any:
        if "poison" in str(bundle.records):
            raise ZeroDivisionError
        return sound(bundle, judge)

    monkeypatch.setattr(projections, "rows_of", stumble)
    phone = town.phone(LI1)
    good, bad, behind = (phone.edit("household", {"grid": LI1, "note": note}) for note in ("a", "poison", "b"))
    assert [each["result"] for each in phone.push(good, bad, behind)["answers"]] == ["applied"] * 3
    town.look()
    with town.store.reading() as session:
        assert set(session.scalars(select(Household.id))) == {good["id"], behind["id"]}
    assert bad["id"] in phone.pull()
