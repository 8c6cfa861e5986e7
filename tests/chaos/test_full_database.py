"""A database without room: the push is told so, nothing of it stays, reading goes on, and later it goes through."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

from tests.chaos.audit import audit
from tests.chaos.cluster import Cluster
from tests.chaos.phones import Failed, Phone
from tests.chaos.places import Place, place
from tests.chaos.serving import STRAINED
from tests.server.town import LI, LI1

NOTE = "记" * 2000
MEGABYTES = 24


def _syncs_until_it_is_full(phone: Phone) -> None:
    """Families with long notes, until the server has no room for them."""
    for _ in range(400):
        with phone.saving() as group:
            home = group.create("household", {"grid": LI1, "note": NOTE})
            for _ in range(40):
                group.create("visit", {"household": home, "outcome": "spoke", "note": NOTE})
        try:
            phone.sync()
        except Failed as full:
            assert full.args == ("store_full",)
            return
    raise AssertionError("there was always room")


def _is_told_and_nothing_is_lost(town: Place, phone: Phone, other: Phone) -> None:
    status, body, wait = phone.line.last
    assert (status, body["code"]) == (503, "store_full")
    assert body["message"].keys() == {"zh-CN", "en"} and wait > 0
    assert audit(town.store, [phone], lists=False) == []
    assert phone.unsent() and not phone.line.told.keys() & set(phone.unsent())
    assert phone.line.told.keys() <= other.sync().keys()  # reading goes on
    with pytest.raises(Failed, match="store_full"):
        phone.sync()


def _goes_through_when_there_is_room(town: Place, phone: Phone, other: Phone) -> None:
    phone.sync()
    assert phone.line.told.keys() == phone.saved.keys() <= other.sync().keys()
    assert audit(town.store, [phone, other]) == []


def test_a_push_into_a_database_at_its_page_limit_waits_for_room(tmp_path: Path) -> None:
    with place(tmp_path / "var", None, STRAINED) as town:
        phone, other = town.phone(LI), town.phone(LI)
        other.sync()
        (town.folder / "pages").write_text("700")
        _syncs_until_it_is_full(phone)
        _is_told_and_nothing_is_lost(town, phone, other)
        (town.folder / "pages").unlink()
        _goes_through_when_there_is_room(town, phone, other)


@cache
def _can_mount() -> bool:
    """Whether a file system of a few megabytes can be made here (root, outside most containers)."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], capture_output=True).returncode == 0


@contextmanager
def _small_disk(at: Path, owner: int) -> Iterator[Path]:
    at.mkdir()
    options = f"size={MEGABYTES}m,uid={owner},mode=700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)], check=True)
    try:
        yield at
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


def _fill(disk: Path, leaving: int) -> Path:
    """Take all room of a disk but some bytes."""
    ballast = disk / "ballast"
    free = os.statvfs(disk)
    ballast.write_bytes(b"\0" * (free.f_bavail * free.f_frsize - leaving))
    return ballast


@pytest.mark.skipif(not _can_mount(), reason="needs to mount a small file system")
def test_a_push_to_a_full_disk_waits_for_room(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk", 0) as disk, place(disk / "var", None) as town:
        phone, other = town.phone(LI), town.phone(LI)
        other.sync()
        ballast = _fill(disk, 2_000_000)
        _syncs_until_it_is_full(phone)
        _is_told_and_nothing_is_lost(town, phone, other)
        ballast.unlink()
        _goes_through_when_there_is_room(town, phone, other)


@pytest.mark.skipif(not _can_mount(), reason="needs to mount a small file system")
def test_a_push_to_postgresql_on_a_full_disk_waits_for_room(tmp_path: Path, own_cluster: Cluster) -> None:
    with _small_disk(own_cluster.home / "disk", own_cluster.owner) as disk:
        own_cluster.run(f"CREATE TABLESPACE small LOCATION '{disk}'")
        try:
            with place(tmp_path / "var", own_cluster, tablespace="small") as town:
                phone, other = town.phone(LI), town.phone(LI)
                other.sync()
                ballast = _fill(disk, 2_000_000)
                _syncs_until_it_is_full(phone)
                _is_told_and_nothing_is_lost(town, phone, other)
                ballast.unlink()
                _goes_through_when_there_is_room(town, phone, other)
        finally:
            own_cluster.run(f'DROP DATABASE IF EXISTS "{own_cluster.newest}" WITH (FORCE)')
            own_cluster.run("DROP TABLESPACE small")
