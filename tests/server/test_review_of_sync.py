"""Races of writers for one record: whoever changes it has read it under the lock of the scope that it lives in."""

from __future__ import annotations

from typing import Any

import pytest

from server.exchange import ledger
from server.exchange.book import Book
from server.exchange.locks import Counters
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
        if counters._strict and not moments:
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
