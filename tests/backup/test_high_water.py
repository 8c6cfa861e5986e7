"""A database that went back in time by other means than the command is noticed at the next start."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete, make_url, select, update

from server.backup.highwater import HighWater, Mark, behind, joined
from server.exchange import recall
from server.store.tables import Scope, Writer
from server.store.tables.restored import Restore
from sync import ids
from tests.backup.conftest import Keeper
from tests.backup.phones import Keeping
from tests.server.town import LI1, Town


def _file(keeper: Keeper) -> Path:
    return keeper.folder / "var" / "highwater.json"


def _mark(keeper: Keeper) -> Mark:
    found = HighWater(keeper.folder / "var").find(keeper.epoch)
    assert found is not None
    return found


def _settled(keeper: Keeper) -> None:
    """The file has caught up, as it has some seconds after the last commit."""
    keeper.town.app.extensions["ruhu_highwater"].note()


def _copied(keeper: Keeper, store_url: str, name: str) -> None:
    """The database as somebody copies it by hand, the server being stopped."""
    keeper.town.store.engine.dispose()
    if store_url.startswith("sqlite"):
        live = Path(store_url.removeprefix("sqlite:///"))
        with sqlite3.connect(live) as open_:
            open_.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        open_.close()
        shutil.copy(live, keeper.folder / name)
    else:
        _clone(store_url, str(make_url(store_url).database), name)


def _put_back(keeper: Keeper, store_url: str, name: str) -> None:
    keeper.town.store.engine.dispose()
    if store_url.startswith("sqlite"):
        shutil.copy(keeper.folder / name, store_url.removeprefix("sqlite:///"))
    else:
        _clone(store_url, name, str(make_url(store_url).database))


def _clone(url: str, source: str, target: str) -> None:
    host = str(make_url(url).query["host"])
    with psycopg.connect(host=host, user="ruhu", dbname="postgres", autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{target}"'.encode())
        server.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"'.encode())


@pytest.fixture
def anna(town: Town) -> Keeping:
    """A canvasser who has pulled."""
    phone = Keeping(town.phone(LI1))
    phone.phone.pull()
    return phone


def test_an_old_database_copied_back_by_hand_begins_a_new_epoch(
    keeper: Keeper, town: Town, anna: Keeping, store_url: str
) -> None:
    before, copy = keeper.epoch, f"copy_of_{keeper.folder.name}".lower().replace("-", "_")
    _copied(keeper, store_url, copy)
    home = anna.write("household", {"grid": LI1, "door": "1"})["id"]
    office = town.household(door="2")
    _settled(keeper)
    _put_back(keeper, store_url, copy)
    keeper.start(anna.phone)
    assert keeper.epoch != before
    anna.come_back()
    assert anna.told is not None and home in anna.phone.pull()
    later = town.household(door="3")
    assert ids.order(later) > ids.order(office)
    with town.store.reading() as session:
        found = session.scalars(select(Restore)).one()
        assert (found.cause, found.before) == ("behind", before)


def test_a_database_that_is_as_it_was_left_keeps_its_epoch(keeper: Keeper, town: Town, anna: Keeping) -> None:
    before = keeper.epoch
    anna.write("household", {"grid": LI1})
    _settled(keeper)
    for _ in range(2):
        keeper.start(anna.phone)
    assert keeper.epoch == before
    anna.write("household", {"grid": LI1})
    keeper.start(anna.phone)
    assert keeper.epoch == before, "a file that is behind the database is no fault"


def test_a_missing_or_broken_file_is_made_anew(keeper: Keeper, town: Town, anna: Keeping) -> None:
    before = keeper.epoch
    anna.write("household", {"grid": LI1})
    for text in (None, "", "{", "[]", '{"towns": [{}]}', '{"towns": 7}'):
        if text is None:
            _file(keeper).unlink()
        else:
            _file(keeper).write_text(text, encoding="utf-8")
        keeper.start(anna.phone)
        assert keeper.epoch == before and _mark(keeper).made(anna.writer) == 1


@pytest.mark.parametrize("what", ["numbers", "writers", "changes"])
def test_whatever_has_been_forgotten_is_noticed(keeper: Keeper, town: Town, anna: Keeping, what: str) -> None:
    anna.write("household", {"grid": LI1})
    last = town.phone(LI1)
    _settled(keeper)
    before = keeper.epoch
    with town.store.writing() as session:
        if what == "numbers":
            session.execute(update(Writer).where(Writer.id == anna.writer).values(last_n=0))
        if what == "changes":
            session.execute(update(Scope).where(Scope.code == LI1).values(seq=0))
        if what == "writers":
            from server.store.tables import Device

            session.execute(delete(Device).where(Device.id == last.writer))
            session.execute(delete(Writer).where(Writer.id == last.writer))
    keeper.start(anna.phone)
    assert keeper.epoch != before
    assert town.phone(LI1).writer > last.writer


def test_the_database_of_an_older_epoch_is_known_as_such(
    keeper: Keeper, town: Town, anna: Keeping, store_url: str
) -> None:
    copy = f"older_{keeper.folder.name}".lower().replace("-", "_")
    _copied(keeper, store_url, copy)
    first = keeper.epoch
    keeper.restore(keeper.backup(), anna.phone)
    second = keeper.epoch
    _put_back(keeper, store_url, copy)
    keeper.start(anna.phone)
    assert keeper.epoch not in (first, second)
    assert _mark(keeper).epochs[0] == first and _mark(keeper).epochs[-1] == keeper.epoch


def test_the_file_follows_the_pushes_but_no_push_waits_for_it(keeper: Keeper, town: Town, anna: Keeping) -> None:
    watch = town.app.extensions["ruhu_highwater"]
    _settled(keeper)
    assert not watch.due(), "once in some seconds"
    anna.write("household", {"grid": LI1})
    assert _mark(keeper).made(anna.writer) == 0
    watch._next = 0.0
    made = anna.phone.edit("household", {"grid": LI1})
    response = anna.phone.send("/api/sync/push", {"now": anna.now, "edits": [made]})
    assert _mark(keeper).made(anna.writer) == 0, "not before the answer is on its way"
    response.close()
    assert _mark(keeper).made(anna.writer) == 2
    before = _file(keeper).stat().st_mtime_ns
    watch._next = 0.0
    anna.phone.pull()
    watch.note()
    assert _mark(keeper).changes >= 2 and _file(keeper).stat().st_mtime_ns >= before


def test_several_workers_keep_the_highest_of_what_they_know(tmp_path: Path) -> None:
    one = Mark(["a"], writer=3, changes=10, last_n={"1": 5, "2": 1}, revoked=[1])
    other = Mark(["a"], writer=2, changes=12, last_n={"1": 4, "3": 9}, revoked=[3])
    both = Mark(["a"], writer=3, changes=12, last_n={"1": 5, "2": 1, "3": 9}, revoked=[1, 3])
    assert joined(one, other) == joined(other, one) == both
    assert behind(one, other) and behind(other, one) and not behind(both, one) and not behind(both, other)
    file = HighWater(tmp_path)
    with file.held():
        file.put(one)
        file.put(both)
    assert file.find("a") == both and file.find("b") is None
    assert len(json.loads((tmp_path / "highwater.json").read_text(encoding="utf-8"))["towns"]) == 1


def test_two_databases_served_from_one_folder_are_told_apart(tmp_path: Path) -> None:
    file = HighWater(tmp_path)
    file.put(Mark(["a"], writer=3))
    file.put(Mark(["b"], writer=9))
    file.put(Mark(["a", "c"], writer=4))
    assert file.find("a") == file.find("c") == Mark(["a", "c"], writer=4) and file.find("b") == Mark(["b"], writer=9)
    for number in range(20):
        file.put(Mark([f"x{number}"]))
    assert file.find("b") is None and file.find("x19") is not None


def test_whether_there_was_a_restore_is_asked_once(keeper: Keeper, town: Town) -> None:
    with town.app.app_context(), town.store.reading() as session:
        assert recall.restored_at(session) is None
    keeper.restore(keeper.backup())
    with town.app.app_context(), town.store.reading() as session:
        assert recall.restored_at(session) is not None
