"""Races of writers for one record, and numbers that two languages write differently: what was found by reading."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange import applying, ledger
from server.exchange.book import Book
from server.exchange.locks import Counters
from server.exchange.shown import shown
from server.store.tables import Edit
from tests.server.town import LI1, LI2, Town


@pytest.fixture
def store_kind() -> str:
    """Where several write at once: on SQLite a push is alone from its beginning."""
    return "postgresql"


def test_a_record_that_moved_while_a_push_waited_for_its_scope_is_read_under_the_lock_of_the_new_one(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    household = town.household()
    resident = town.resident(household, phone="10012340000", note="a")
    phone = town.phone(LI1, LI2)
    phone.pull()
    lock, peek = Counters.lock, Book.peek
    moments: list[str] = []

    def waiting(counters: Counters, scopes: Any) -> None:
        if counters.strict and not moments:
            moments.append("moved")
            town.office(ledger.Draft("set", "household", household, {"grid": (LI2, None)}))
        lock(counters, scopes)

    def reading(book: Book, ids: Any) -> None:
        try:
            peek(book, ids)
        finally:
            if moments == ["moved"] and LI2 not in book.counters:
                moments.append("edited")
                town.office(ledger.Draft("set", "resident", resident, {"phone": ("10012341111", None)}))

    monkeypatch.setattr(Counters, "lock", waiting)
    monkeypatch.setattr(Book, "peek", reading)
    phone.push(phone.edit("resident", {"note": "b"}, resident))
    monkeypatch.undo()
    phone.pull()
    assert moments == ["moved", "edited"]
    assert phone.rows[resident]["values"]["note"] == "b"
    assert phone.rows[resident]["values"]["phone"] == "10012341111"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.0, "1"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e-5, "0.00001"),
        (-2.5e-6, "-0.0000025"),
        (1e-6, "0.000001"),
        (1e-7, "1e-7"),
    ],
)
def test_a_number_in_a_row_is_hashed_as_javascript_writes_it(number: float, text: str) -> None:
    row = {"id": "3.1", "entity": "household", "scope": LI1, "by": "3.1", "values": {"later": [number]}}
    wanted = f'{{"by":"3.1","entity":"household","id":"3.1","scope":"{LI1}","values":{{"later":[{text}]}}}}'
    assert shown(row, 1, None).row == wanted


def test_a_group_that_fails_when_it_is_written_down_leaves_no_trace(
    town: Town, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = town.household()
    phone = town.phone(LI1)
    phone.pull()
    sound = applying._rows

    def failing(*given: Any) -> Iterator[dict[str, Any]]:
        for place, row in enumerate(sound(*given)):
            if place == 1:
                raise ZeroDivisionError
            yield row

    monkeypatch.setattr(applying, "_rows", failing)
    first = phone.edit("household", {"lane": "柳巷"}, home)
    both = phone.group(*(phone.edit("household", {name: "9"}, home) for name in ("door", "room")))
    assert [each["result"] for each in phone.push(first, *both)["answers"]] == ["applied", "failed", "failed"]
    monkeypatch.undo()
    assert phone.pull()[home]["values"] == {"grid": LI1, "door": "1", "lane": "柳巷"}
    assert list(db.scalars(select(Edit.id).where(Edit.writer == phone.writer))) == [first["id"]]
    assert [each["outcome"] for each in phone.push(*both)["answers"]] == ["changed", "changed"]
