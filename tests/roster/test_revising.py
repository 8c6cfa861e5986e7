"""An import's edits of records that are there: they stand on the source's own word, and never before the door's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.exchange import ledger, revising
from server.exchange.answers import Draft, ImportedChange, ImportedRow
from server.store.session import store
from server.store.tables import Edit, Record, Review
from tests.roster.conftest import GRID


@pytest.fixture
def resident(app: Flask) -> Iterator[str]:
    """Somebody whom an import brought in."""
    with store().writing() as session:
        edit = ledger.new_edit_id(session, 1)
        rows = [
            ImportedRow(f"{edit}:2h", "household", {"grid": GRID, "door": "1号"}),
            ImportedRow(f"{edit}:2r", "resident", {"household": f"{edit}:2h", "name": "测甲", "phone": "10011111111"}),
        ]
        ledger.import_rows(session, 1, edit, rows, receipt=1_000_000)
    yield f"{edit}:2r"


def row(record: str) -> dict[str, Any]:
    with store().reading() as session:
        return dict(json.loads(session.get_one(Record, record).row))


def revise(record: str, **fields: tuple[Any, tuple[str, ...]]) -> str:
    with store().writing() as session:
        edit = ledger.new_edit_id(session, 1)
        revising.revise(session, 1, edit, [ImportedChange(record, "resident", fields)])
    return edit


def at_the_office(record: str, **fields: Any) -> None:
    with store().writing() as session:
        ledger.office(session, 1, [Draft("set", "resident", record, {k: (v, None) for k, v in fields.items()})])


def test_a_newer_list_replaces_its_source_s_word_under_one_edit_id(resident: str) -> None:
    first = resident.partition(":")[0]
    edit = revise(resident, phone=("10033333333", (first,)), job=("教师", ()))
    found = row(resident)
    assert found["values"]["phone"] == "10033333333" and found["values"]["job"] == "教师"
    assert found.get("also", {}).get("phone", [found["by"]]) == [edit]


def test_what_was_said_meanwhile_is_shown_before_the_list_s_word(resident: str) -> None:
    first = resident.partition(":")[0]
    at_the_office(resident, phone="10022222222")
    revise(resident, phone=("10033333333", (first,)))
    assert row(resident)["values"]["phone"] == "10022222222"


def test_two_names_open_a_review_and_the_one_that_was_there_is_shown(resident: str) -> None:
    first = resident.partition(":")[0]
    at_the_office(resident, name="测假")
    revise(resident, name=("测佳", (first,)))
    found = row(resident)
    assert found["values"]["name"] == "测假" and found["open"] == ["name"]
    with store().reading() as session:
        review = session.scalars(select(Review).where(Review.record == resident)).one()
        assert (review.kind, review.field, review.state) == ("field_review", "name", "open")


def test_an_import_that_is_asked_again_writes_nothing_twice(resident: str) -> None:
    edit = revise(resident, job=("教师", ()))
    before = row(resident)
    with store().writing() as session:
        assert revising.revise(session, 1, edit, [ImportedChange(resident, "resident", {"job": ("农民", ())})]) == []
    assert row(resident) == before
    with store().reading() as session:
        assert session.scalar(select(func.count()).select_from(Edit).where(Edit.id == edit)) == 1
