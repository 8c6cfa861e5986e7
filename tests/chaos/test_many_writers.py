"""Many phones, the office and imports write at once, households move; readers who go by their cursors miss nothing."""

from __future__ import annotations

import os
import random
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import orjson
from sqlalchemy import select

from server.exchange import ledger
from server.store.tables import Record
from tests.chaos import work
from tests.chaos.audit import audit
from tests.chaos.phones import Phone
from tests.chaos.places import GRIDS, Place, rows
from tests.server.town import LI, TOWNSHIP, WANG

ROUNDS = max(1, int(os.environ.get("RUHU_EXAMPLES", "1000")) // 250)
READERS = 3
# Sixteen and more where the store lets them write at once: phones over HTTP; desks and imports by the ledger itself.
WRITERS = {"postgresql": (12, 2, 2), "sqlite": (5, 1, 1)}


def _phone(phone: Phone) -> None:
    for _ in range(ROUNDS):
        for _ in range(3):
            work.some(phone, GRIDS)
        phone.sync()


def _desk(town: Place, pick: random.Random) -> None:
    """The office moves households, writes to them, and adds people."""
    with town.store.reading() as session:
        homes = sorted(session.scalars(select(Record.id).where(Record.entity == "household")))
    for turn in range(ROUNDS * 3):
        home = pick.choice(homes)
        drafts = [ledger.Draft("set", "household", home, {"note": (f"{turn}", None)})]
        if turn % 3 == 0:
            drafts.append(ledger.Draft("set", "household", home, {"grid": (pick.choice(GRIDS), None)}))
        person = {"household": (home, None), "name": ("赵一", None)}
        drafts.append(ledger.Draft("create", "resident", None, person, group=1))
        with town.store.writing() as session:
            ledger.office(session, town.admin, drafts)


def _import(town: Place, pick: random.Random) -> None:
    """A roster, grid by grid, under one edit id each."""
    for _ in range(ROUNDS):
        for grid in pick.sample(GRIDS, len(GRIDS)):
            with town.store.writing() as session:
                name = ledger.new_edit_id(session, town.admin)
                ledger.import_rows(session, town.admin, name, rows(name, grid, 3))


def _reads(reader: Phone, over: threading.Event) -> None:
    while not over.is_set():
        reader.sync()
    reader.sync()


def test_readers_by_cursor_miss_nothing_of_what_many_write_and_nobody_waits_for_ever(
    town: Place, seed: str, store_kind: str
) -> None:
    phones, desks, imports = WRITERS[store_kind]
    writers = [town.phone(LI, WANG, seed=seed) for _ in range(phones)]
    readers = [town.phone(LI, WANG) for _ in range(READERS)]
    for each in (*writers, *readers):
        each.sync()
    deadlocks = town.cluster.deadlocks() if town.cluster else 0
    over = threading.Event()
    with ThreadPoolExecutor(phones + desks + imports + READERS) as pool:
        reading = [pool.submit(_reads, reader, over) for reader in readers]
        writing: list[Future[None]] = [pool.submit(_phone, phone) for phone in writers]
        others: list[Callable[[Place, random.Random], None]] = [_desk] * desks + [_import] * imports
        writing += [pool.submit(do, town, random.Random(f"{seed} {n}")) for n, do in enumerate(others)]
        try:
            for each in writing:
                each.result()
        finally:
            over.set()
        for each in reading:
            each.result()
    assert [phone.line.refused for phone in (*writers, *readers) if phone.line.refused] == []
    assert (town.cluster.deadlocks() if town.cluster else 0) == deadlocks, town.cluster and town.cluster.said()[-4000:]
    with town.store.reading() as session:
        served = {row["id"]: row for row in map(orjson.loads, session.scalars(select(Record.row)))}
    mine = {name: row for name, row in served.items() if row["scope"] in (*GRIDS, TOWNSHIP)}
    for reader in readers:
        assert reader.rows == mine
    assert audit(town.store, writers) == []
    print(f"{len(mine)} records, {sum(reader.line.asked for reader in readers)} pages")
