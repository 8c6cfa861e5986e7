"""A line that cuts, delays, doubles, reorders and truncates at any byte, both ways: devices converge all the same."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import orjson
import pytest
from sqlalchemy import select

from server.store.tables import Record
from tests.chaos import work
from tests.chaos.audit import audit
from tests.chaos.phones import Failed, Phone
from tests.chaos.places import GRIDS, Place
from tests.chaos.proxy import Proxy
from tests.server.town import LI, TOWNSHIP, WANG

PHONES = 3
DAYS = int(os.environ.get("RUHU_EXAMPLES", "1000")) // 40  # syncs of a phone: what a soak does more of
# What a request that lost its end may be answered, and one for a piece of a snapshot from which something has moved
# away meanwhile; nothing else may happen on a bad line.
EXPECTED = {"malformed", "bad_compression", "not_found"}


@contextmanager
def _on_a_bad_line(town: Place, phones: list[Phone], seed: str) -> Iterator[list[Proxy]]:
    lines = [Proxy(town.server.port, f"{seed}:{phone.writer}") for phone in phones]
    for phone, line in zip(phones, lines, strict=True):
        phone.line.port = line.port
    yield lines
    for phone, line in zip(phones, lines, strict=True):
        phone.line.port = town.server.port
        line.close()


def _works(phone: Phone) -> None:
    """A day: save and sync, whatever becomes of it; then again and again until all has gone through."""
    for _ in range(DAYS):
        for _ in range(phone.pick.randrange(3)):
            work.some(phone, GRIDS)
        with suppress(Failed):
            phone.sync()
    phone.sync_stubbornly()


@pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])
def test_phones_on_a_bad_line_lose_nothing_and_do_nothing_twice(town: Place, seed: str) -> None:
    phones = [town.phone(LI, WANG, seed=seed) for _ in range(PHONES)]
    with _on_a_bad_line(town, phones, seed) as lines:
        with ThreadPoolExecutor(PHONES) as pool:
            list(pool.map(_works, phones))
        assert audit(town.store, phones) == []
        for line in lines:  # yesterday's requests arrive today
            line.deliver_held()
    happened = sum((line.happened for line in lines), start=Counter())
    print(f"{sum(len(phone.saved) for phone in phones)} edits; {dict(happened)}")
    for phone in phones:
        assert phone.line.refused.keys() <= EXPECTED
        assert phone.line.told.keys() == phone.saved.keys()
    assert audit(town.store, phones) == []
    with town.store.reading() as session:
        served = {row["id"]: row for row in map(orjson.loads, session.scalars(select(Record.row)))}
    for phone in phones:
        assert phone.sync() == {name: row for name, row in served.items() if row["scope"] in (*GRIDS, TOWNSHIP)}
