"""Snapshots: a scope as prepared files, fetched in pieces, and never half of one and half of another."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import brotli
import pytest
from flask import Flask

from server.exchange import chunks, ledger, snapshots
from server.exchange.granted import Counted
from tests.server.town import LI, LI1, LI2, WANG1, Phone, Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "LARGEST", 400)


def folder(town: Town, scope: str) -> Path:
    found: list[Path] = list(Path(town.app.config["RUHU_VAR"]).glob(f"snapshots/*/{scope}"))
    return found[0]


def entry(phone: Phone, scope: str = LI1) -> dict[str, Any]:
    """What a phone that has nothing yet is told of a scope."""
    told = phone.send("/api/sync/pull", {"cursor": None}).get_json()
    found: dict[str, Any] = next(each for each in told["enter"] if each["scope"] == scope)
    return found


def people(town: Town, count: int) -> str:
    home = town.household()
    for place in range(count):
        town.resident(home, name=f"王{place}")
    return home


def test_a_chunk_comes_as_brotli_as_gzip_or_plain_and_is_the_same_each_time(town: Town) -> None:
    people(town, 30)
    phone = town.phone(LI1)
    (each,) = entry(phone)["chunks"]
    plain = phone.chunk(LI1, each["hash"])
    assert len(plain.data) == each["bytes"] and "Content-Encoding" not in plain.headers
    packed = phone.chunk(LI1, each["hash"], "gzip, br")
    assert packed.headers["Content-Encoding"] == "br" and brotli.decompress(packed.data) == plain.data
    assert phone.chunk(LI1, each["hash"], "gzip").headers["Content-Encoding"] == "gzip"
    assert packed.headers["Cache-Control"] == "private, no-store" and packed.headers["Vary"] == "Accept-Encoding"
    assert len(packed.data) < each["bytes"] / 3


def test_a_large_area_comes_in_chunks_that_are_never_too_large(town: Town, small_chunks: None) -> None:
    people(town, 60)
    phone = town.phone(LI1)
    told = entry(phone)
    assert len(told["chunks"]) > 1 and sum(each["rows"] for each in told["chunks"]) == 61 == told["rows"]
    for each in told["chunks"]:
        assert len(phone.chunk(LI1, each["hash"], "gzip").data) <= 400
    assert len(phone.pull()) == 61 + 1


def test_a_first_sync_that_was_cut_off_goes_on_with_the_chunks_it_has_not(town: Town, small_chunks: None) -> None:
    people(town, 60)
    phone = town.phone(LI1)
    before = [each["hash"] for each in entry(phone)["chunks"]]
    town.resident(town.household())
    assert [each["hash"] for each in entry(phone)["chunks"]] == before


def test_what_changed_since_the_snapshot_comes_as_rows_after_it(town: Town) -> None:
    home = people(town, 5)
    first, second = town.phone(LI1), town.phone(LI1)
    first.pull()
    newer = town.resident(home, name="李小龙")
    told = second.page()
    assert told["more"] is True and "digests" not in told and newer not in second.rows
    assert newer in second.pull()


def test_when_much_has_changed_a_new_snapshot_is_made(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "STALE_ROWS", 3)
    home = people(town, 5)
    before = entry(town.phone(LI1))
    for _ in range(3):
        town.resident(home)
    assert entry(town.phone(LI1)) == before
    town.resident(home)
    assert entry(town.phone(LI1))["seq"] > before["seq"]


def spoil(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"?")


@pytest.mark.parametrize(
    "harm", [Path.unlink, spoil, lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"x" * 999)]
)
def test_a_file_that_a_disk_has_lost_or_spoiled_is_made_anew(town: Town, harm: Any) -> None:
    people(town, 10)
    phone = town.phone(LI1)
    name = entry(phone)["chunks"][0]["hash"]
    for path in folder(town, LI1).glob(f"{name}.*"):
        harm(path)
    assert phone.chunk(LI1, name).get_json()["code"] == "not_found"
    assert phone.chunk(LI1, name, "br").get_json()["code"] == "not_found"
    assert len(phone.pull()) == 12


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"seq": 1}', b'{"seq":1,"quality":9,"chunks":[[1]]}'])
def test_a_manifest_that_cannot_be_read_is_made_anew(town: Town, content: bytes) -> None:
    people(town, 3)
    phone = town.phone(LI1)
    entry(phone)
    (folder(town, LI1) / "manifest.json").write_bytes(content)
    assert len(phone.pull()) == 5


def test_phones_that_come_at_once_wait_for_one_snapshot(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    people(town, 20)
    phones = [town.phone(LI1) for _ in range(6)]
    sound, made, all_here = snapshots._make, [], threading.Barrier(6)

    def counting(session: Any, shelf: Any, scope: str, *rest: Any) -> Any:
        made.append(scope)
        return sound(session, shelf, scope, *rest)

    def come(phone: Phone) -> int:
        all_here.wait(30)
        return len(phone.pull())

    monkeypatch.setattr(snapshots, "_make", counting)
    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(come, phones)) == {21 + 6}
    assert made.count(LI1) == 1


@pytest.mark.parametrize("settings", [{"DB_LOCK_MS": 200}])  # so long each of the two notes of the phone waits
def test_a_snapshot_is_made_while_somebody_else_is_writing(town: Town) -> None:
    people(town, 3)
    phone = town.phone(LI1)
    with town.store.writing() as session:
        session.connection()  # on SQLite this takes the only write lock
        assert len(phone.pull()) == 5


def test_a_chunk_is_kept_for_an_hour_after_it_was_replaced(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "STALE_ROWS", 0)
    home = people(town, 3)
    phone = town.phone(LI1)
    old = entry(phone)["chunks"][0]["hash"]
    for path in folder(town, LI1).iterdir():
        os.utime(path, (0, 0))  # made long ago, and in use until now
    town.resident(home)
    newer = entry(phone)["chunks"][0]["hash"]
    assert newer != old and phone.chunk(LI1, old).status_code == 200
    for path in folder(town, LI1).glob(f"{old}.*"):
        os.utime(path, (0, 0))
    town.resident(home)
    entry(phone)
    assert phone.chunk(LI1, old).status_code == 404 and phone.chunk(LI1, newer).status_code == 200


def test_a_record_that_left_a_scope_is_in_no_piece_of_it_that_is_fetched_later(town: Town) -> None:
    moved = people(town, 3)
    people(town, 3)
    old = entry(town.phone(LI1))["chunks"][0]["hash"]
    late, early = town.phone(LI1), town.phone(LI1)
    assert early.chunk(LI1, old).status_code == 200
    town.office(ledger.Draft("set", "household", moved, {"grid": (WANG1, None)}))
    assert early.chunk(LI1, old).status_code == 404
    fresh = entry(late)["chunks"][0]["hash"]
    assert fresh != old and moved not in late.chunk(LI1, fresh).get_data(as_text=True)
    assert early.chunk(LI1, old).status_code == 404 and moved not in late.pull()


def test_the_nightly_command_prepares_every_area_once(town: Town, app: Flask) -> None:
    people(town, 40)
    quick = entry(town.phone(LI1))
    said = app.test_cli_runner().invoke(args=["snapshots"]).output
    assert f"{LI1}: 41 rows, 1 chunks" in said and "2 snapshots were made, 2 were ready." in said
    assert "0 snapshots were made, 4 were ready." in app.test_cli_runner().invoke(args=["snapshots"]).output
    assert entry(town.phone(LI1)) == quick


def test_files_of_an_earlier_epoch_are_removed(town: Town, app: Flask) -> None:
    earlier = Path(app.config["RUHU_VAR"]) / "snapshots" / "earlier" / LI1
    earlier.mkdir(parents=True)
    app.test_cli_runner().invoke(args=["snapshots"])
    assert earlier.exists()
    os.utime(earlier.parent, (0, 0))
    app.test_cli_runner().invoke(args=["snapshots"])
    assert not earlier.exists()


def test_a_chunk_of_an_area_that_is_not_granted_is_refused_even_if_its_name_is_known(town: Town) -> None:
    people(town, 3)
    name = entry(town.phone(LI1))["chunks"][0]["hash"]
    stranger = town.phone(WANG1)
    for scope in (LI1, f"{WANG1}/../{LI1}", f"..%2F{LI1}"):
        assert stranger.chunk(scope, name).status_code in (403, 404)
    assert stranger.chunk(WANG1, name).status_code == 404
    assert stranger.chunk(LI1, name).get_json()["code"] == "scope_not_granted"


def test_a_household_that_moves_between_two_snapshots_is_not_lost(town: Town) -> None:
    home = town.household(LI1)
    person = town.resident(home)
    town.household(LI2)
    mover = town.phone(LI, role="cadre")
    mover.pull()
    mover.one(mover.edit("household", {"grid": LI2}, home))
    shelf = snapshots.Shelf(Path(town.app.config["RUHU_VAR"]), folder(town, LI1).parent.name)
    with town.store.reading() as session:
        counted = Counted(*session.connection().exec_driver_sql(
            f"SELECT seq, rows, sum, floor FROM scopes WHERE code = '{LI2}'").one())  # fmt: skip
        snapshots.prepare(session, shelf, LI2, counted)
    late = town.phone(LI, role="cadre")
    assert {home, person} <= late.pull().keys()
    assert late.rows[person]["scope"] == LI2
