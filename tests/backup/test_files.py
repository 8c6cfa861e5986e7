"""A backup's file says what it is; one that is not whole, not ours or not for here is refused with a sentence."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from pathlib import Path

import pytest

from server.backup import container, taking
from server.backup.container import TAIL
from tests.backup.conftest import Keeper
from tests.server.town import Town


def _head(path: Path) -> dict[str, object]:
    head: dict[str, object] = json.loads(path.read_bytes().split(b"\n", 2)[1])
    return head


def _rewritten(path: Path, **changes: object) -> Path:
    """The same backup with another head, its checksum put right."""
    magic, _, rest = path.read_bytes().split(b"\n", 2)
    body = magic + b"\n" + json.dumps({**_head(path), **changes}).encode() + b"\n" + rest[:-TAIL]
    other = path.with_name("rewritten.ruhu")
    other.write_bytes(body + hashlib.sha256(body).digest() + container.END)
    return other


def test_a_backup_says_what_it_is_and_only_its_owner_may_read_it(keeper: Keeper, store_kind: str) -> None:
    path = keeper.backup()
    head = _head(path)
    assert head["store"] == store_kind and head["epoch"] == keeper.epoch and head["township"] == "990101100000"
    assert str(head["schema"]).isdigit()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(each.name for each in keeper.folder.iterdir() if each.name.startswith("one")) == ["one.ruhu"]


def test_a_backup_never_overwrites_a_file(keeper: Keeper) -> None:
    path = keeper.folder / "mine.txt"
    path.write_text("mine", encoding="utf-8")
    said = keeper.run("backup", str(path))
    assert said.exit_code == 1 and "never overwrites" in said.output
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_name_taken_while_the_backup_is_written_is_not_overwritten(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keeper.folder / "one.ruhu"
    keys = taking.keys

    def meanwhile(folder: Path) -> dict[str, str]:
        path.write_text("mine", encoding="utf-8")
        return keys(folder)

    monkeypatch.setattr(taking, "keys", meanwhile)
    said = keeper.run("backup", str(path))
    assert said.exit_code == 1 and "meanwhile" in said.output
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_file_that_is_cut_off_is_refused_and_nothing_changes(keeper: Keeper, town: Town) -> None:
    path = keeper.backup()
    whole = path.read_bytes()
    for left in (0, 1, 20, 200, -1, -TAIL, -TAIL - 1):
        path.write_bytes(whole[:left])
        _refused(keeper, town, path)


def test_a_file_with_one_changed_byte_is_refused_and_nothing_changes(keeper: Keeper, town: Town) -> None:
    path = keeper.backup()
    whole = path.read_bytes()
    for place in (0, 30, 400, -60, -20):
        body = bytearray(whole)
        body[place] ^= 1
        path.write_bytes(body)
        _refused(keeper, town, path)


def test_a_foreign_file_is_refused_and_nothing_changes(keeper: Keeper, town: Town) -> None:
    path = keeper.folder / "letter.txt"
    path.write_text("dear friend\n" * 1000, encoding="utf-8")
    assert "not a backup of Ruhu" in _refused(keeper, town, path)
    assert "cannot be read" in _refused(keeper, town, keeper.folder / "nowhere.ruhu")


def test_a_backup_of_the_other_store_or_of_a_newer_version_is_refused(
    keeper: Keeper, town: Town, store_kind: str
) -> None:
    path = keeper.backup()
    other = "sqlite" if store_kind == "postgresql" else "postgresql"
    assert "DATABASE_URL names" in _refused(keeper, town, _rewritten(path, store=other))
    assert "newer version" in _refused(keeper, town, _rewritten(path, schema="9999"))


def test_data_are_replaced_only_when_that_is_said(keeper: Keeper, town: Town) -> None:
    path = keeper.backup()
    home = town.household()
    said = keeper.run("restore", str(path))
    assert said.exit_code == 1 and "--replace" in said.output
    phone = town.phone("990101100001-01")
    assert home in phone.pull()


def _refused(keeper: Keeper, town: Town, path: Path) -> str:
    """Restoring it fails with a sentence; epoch and records stay."""
    before, home = keeper.epoch, town.household()
    said = keeper.run("restore", "--replace", str(path))
    assert said.exit_code == 1 and "\nError: " in said.output, said.output
    assert "Traceback" not in said.output
    assert keeper.epoch == before
    assert home in town.phone("990101100001-01").pull()
    assert not list(keeper.folder.glob("*before*")) and not list(keeper.folder.glob("*.restoring*"))
    return said.output
