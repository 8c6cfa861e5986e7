"""Change numbers never go back, whatever fails meanwhile: a reader's cursor could not be trusted otherwise."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from server.exchange import push
from server.exchange.locks import Counters
from server.store.tables import Record, Scope
from tests.server.town import LI1, LI2, WANG1, Phone, Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def numbers(town: Town, scope: str) -> tuple[int, int]:
    """(the counter of a scope, the newest number among its records)."""
    with town.store.reading() as session:
        newest = session.scalar(select(func.max(Record.seq)).where(Record.scope == scope))
        return session.get_one(Scope, scope).seq, newest or 0


def test_a_scope_locked_by_a_group_that_was_rolled_back_is_no_longer_held(town: Town) -> None:
    with town.store.writing() as session:
        counters = Counters(session, strict=False)
        counters.lock([LI1])
        counters.next(LI1)
        mark = counters.mark()
        savepoint = session.begin_nested()
        counters.lock([LI2])
        counters.next(LI1), counters.next(LI2)
        savepoint.rollback()
        counters.back_to(mark)
        assert counters.held() == {LI1}
        counters.save()
    assert numbers(town, LI1)[0] == 1
    with town.store.reading() as session:
        assert session.get(Scope, LI2) is None or session.get_one(Scope, LI2).seq == 0


def test_a_failed_edit_does_not_set_the_counter_back_behind_what_others_committed_meanwhile(
    town: Town,
    poison: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failing, other, reader = (town.phone(LI1) for _ in range(3))
    other.one(other.edit("household", {"grid": LI1}))
    reader.pull()
    sound = push._Push._give_up
    made: list[str] = []
    ahead = [other.edit("household", {"grid": LI1}) for _ in range(3)]

    def meanwhile(self: Any, group: Any) -> bool:
        if town.store.engine.dialect.name == "postgresql":  # on SQLite writers stand in one line
            with ThreadPoolExecutor(1) as elsewhere:
                made.extend(each["id"] for each in elsewhere.submit(other.push, *ahead).result()["answers"])
                elsewhere.submit(reader.pull).result()
        return sound(self, group)

    monkeypatch.setattr(push._Push, "_give_up", meanwhile)
    assert failing.one(failing.edit("household", {"grid": LI1, "note": "poison"}))["result"] == "failed"
    made += [each["id"] for each in other.push(*ahead, other.edit("household", {"grid": LI1}))["answers"]]
    assert len(set(numbers(town, LI1))) == 1
    assert set(made) <= reader.pull().keys()


def test_edits_that_fail_among_many_writers_cost_no_reader_a_row(town: Town, poison: None) -> None:
    writers = [town.phone(LI1, WANG1) for _ in range(3)]
    failing, reader = town.phone(LI1, WANG1), town.phone(LI1, WANG1)
    reader.pull()

    def write(phone: Phone) -> list[str]:
        edits = [phone.edit("household", {"grid": (LI1, WANG1)[turn % 2]}) for turn in range(20)]
        return [phone.one(edit)["id"] for edit in edits]

    def fail() -> None:
        for turn in range(10):
            bad = failing.edit("household", {"grid": (LI1, WANG1)[turn % 2], "note": "poison"})
            while failing.one(bad)["result"] == "failed":
                pass

    with ThreadPoolExecutor(5) as pool:
        poisoned = pool.submit(fail)
        running = [pool.submit(write, phone) for phone in writers]
        while not all(each.done() for each in running):
            reader.pull()
        written = {name for each in running for name in each.result()}
        poisoned.result()
    assert written <= reader.pull().keys()
    for scope in (LI1, WANG1):
        assert len(set(numbers(town, scope))) == 1
