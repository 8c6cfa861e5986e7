"""A server whose clock is set back, clients that read nothing or go away in the middle: others notice nothing of it."""

from __future__ import annotations

import gzip
import json
import socket
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from server.store.tables import Edit
from tests.chaos import work
from tests.chaos.audit import audit
from tests.chaos.cluster import Cluster
from tests.chaos.phones import Phone
from tests.chaos.places import GRIDS, Place, place
from tests.chaos.serving import STRAINED
from tests.server.clock import HOUR
from tests.server.town import LI, LI1, LI2, WANG

DAY = 24 * HOUR
# More than the threads of both workers.
ODD = 20


@pytest.fixture
def strained(tmp_path: Path, cluster: Cluster | None) -> Iterator[Place]:
    """A town whose server's clock can be set."""
    with place(tmp_path / "var", cluster, STRAINED) as made:
        yield made


def test_a_server_whose_clock_is_set_back_and_forth_orders_edits_by_what_their_authors_saw(
    strained: Place, seed: str
) -> None:
    phones = [strained.phone(LI, WANG, seed=seed, ahead=hours * HOUR) for hours in (-40, 0, 40)]
    for turn, ahead in enumerate((0, -3 * DAY, 2 * DAY, -400 * DAY, 0)):
        (strained.folder / "ahead").write_text(str(ahead))
        for phone in phones:
            phone.sync()
            for _ in range(3):
                work.some(phone, GRIDS)
        home = min(name for name, row in phones[0].rows.items() if row["entity"] == "household")
        writer = phones[turn % len(phones)]
        with writer.saving() as group:
            group.set(home, {"lane": f"lane {turn}"})
        with ThreadPoolExecutor(len(phones)) as pool:
            list(pool.map(Phone.sync, phones))
        assert phones[0].sync()[home]["values"]["lane"] == f"lane {turn}"
    for phone in phones:
        assert {each["result"] for each in phone.line.told.values()} == {"applied"}
        assert phone.sync() == phones[0].rows
    assert audit(strained.store, phones) == []
    with strained.store.reading() as session:
        found = session.execute(select(Edit.eff, Edit.body).where(Edit.record == home)).all()
    named = {json.loads(body)["fields"].get("lane", {}).get("value"): eff for eff, body in found}
    effs = [named[f"lane {turn}"] for turn in range(5)]
    assert effs == sorted(set(effs))


def _connected(port: int) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", port), timeout=60)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return made


def _head(phone: Phone, path: str, length: int) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: ruhu\r\nAuthorization: Bearer {phone.token}\r\n"
        f"Content-Encoding: gzip\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    ).encode()


def test_clients_that_go_away_in_the_middle_of_a_body_change_nothing_and_hold_up_nobody(town: Place) -> None:
    gone, other = town.phone(LI), town.phone(LI)
    with gone.saving() as group:
        home = group.create("household", {"grid": LI1})
    asked = {"now": gone.device.clock(), "edits": gone.device.unsent()}
    body = gzip.compress(json.dumps(asked).encode())
    for share in range(ODD):
        with _connected(town.server.port) as line:
            line.sendall(_head(gone, "/api/sync/push", len(body)) + body[: share * len(body) // ODD])
    with other.saving() as group:
        group.create("household", {"grid": LI2})
    assert home not in other.sync()
    assert audit(town.store, [gone, other]) == []
    gone.sync()
    assert home in other.sync()


def test_a_reader_that_takes_nothing_holds_up_no_writer_and_gets_one_picture_in_the_end(town: Place, seed: str) -> None:
    writer, slow = town.phone(LI, WANG, seed=seed), town.phone(LI, WANG)
    writer.sync()
    slow.sync()
    for _ in range(20):
        work.some(writer, GRIDS)
    writer.sync()
    before = set(writer.rows)
    body = gzip.compress(json.dumps({"cursor": slow.device.storage.get("meta", "cursor"), "unsent": 0}).encode())
    with _connected(town.server.port) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        line.sendall(_head(slow, "/api/sync/pull", len(body)) + body)
        for _ in range(10):
            work.some(writer, GRIDS)
            writer.sync()
        told = b"".join(iter(lambda: line.recv(512), b""))
    page = json.loads(told.partition(b"\r\n\r\n")[2])
    assert {row["id"] for row in page["rows"]} <= before | set(writer.rows)
    assert slow.sync() == writer.sync()
    assert audit(town.store, [writer, slow]) == []
