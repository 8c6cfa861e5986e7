"""What a device keeps is written whole or not at all, and a killed process goes on where it was."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from device import Device, File, Memory
from tests.device.network import Disk, PowerCut
from tests.device.script import GRID, NOW

KILLED = """
import os, sys
from pathlib import Path
from device import Device, File
device = Device(File(Path(sys.argv[1])), lambda: 1)
device.create("household", {"grid": "990101100001-01"})
with device.saving() as group:
    group.create("household", {"grid": "990101100001-01"})
    os._exit(9)
"""


@pytest.mark.parametrize("kind", ["memory", "file"])
def test_a_transaction_left_by_an_exception_has_written_nothing(kind: str, tmp_path: Path) -> None:
    storage = Memory() if kind == "memory" else File(tmp_path / "device.sqlite3")
    with pytest.raises(ZeroDivisionError), storage.transaction() as write:
        write.put("meta", "n", 1)
        assert write.get("meta", "n") == 1 and storage.get("meta", "n") is None
        raise ZeroDivisionError
    assert storage.get("meta", "n") is None


def test_a_file_keeps_numbers_as_numbers_and_opens_where_it_was(tmp_path: Path) -> None:
    storage = File(tmp_path / "device.sqlite3")
    with storage.transaction() as write:
        write.put("outbox", 3, {"edit": {"n": 3, "note": "门"}})
        write.put("meta", "cursor", "c")
    with storage.transaction() as write:
        write.delete("meta", "cursor")
    storage.close()
    again = File(tmp_path / "device.sqlite3")
    assert again.get("outbox", 3) == {"edit": {"n": 3, "note": "门"}} and again.get("meta", "cursor") is None
    again.close()


def test_a_process_that_is_killed_while_it_saves_loses_that_group_and_nothing_before_it(tmp_path: Path) -> None:
    path = tmp_path / "device.sqlite3"
    storage = File(path)
    with storage.transaction() as write:
        write.put("meta", "identity", {"token": "t", "writer": 17, "epoch": "e", "person": {}, "township": None})
    storage.close()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    ended = subprocess.run([sys.executable, "-c", KILLED, str(path)], env=environment, check=False)
    assert ended.returncode == 9
    storage = File(path)
    phone = Device(storage, lambda: NOW)
    assert [each["id"] for each in phone.unsent()] == ["17.1"]
    assert phone.create("household", {"grid": GRID}) == "17.2"
    storage.close()


def test_two_processes_cannot_use_one_file(tmp_path: Path) -> None:
    path = tmp_path / "device.sqlite3"
    first = File(path)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        File(path, patience=0)
    first.close()


@pytest.mark.parametrize("fuse", [0, 1])
def test_the_simulated_power_cut_comes_before_or_after_a_commit_and_never_within(fuse: int) -> None:
    disk = Disk()
    disk.fuse = fuse
    with pytest.raises(PowerCut), disk.transaction() as write:
        write.put("meta", "n", 1)
        write.put("meta", "cursor", "c")
    assert (disk.get("meta", "n"), disk.get("meta", "cursor")) == ((None, None), (1, "c"))[fuse]


def test_the_device_needs_nothing_but_the_standard_library() -> None:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-S", "-m", "device", "--help"]  # -S: without installed packages
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "python -m device sync" in said.stdout
