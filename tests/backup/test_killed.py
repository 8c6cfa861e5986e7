"""Real processes that are killed in the middle of a backup or a restore leave the old database whole."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from server.backup import container
from tests.backup.conftest import Keeper
from tests.server.town import LI1, Town

# The command itself, killed by SIGKILL when it has told of its progress that many times.
COMMAND = """
import os, signal, sys
from pathlib import Path
from server import create_app
from server.backup import restoring, taking
from server.backup.restoring import Place

what, path, url, var, kill_at = *sys.argv[1:5], int(sys.argv[5])
told = 0

def progress(done, of):
    global told
    told += 1
    if told == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)

app = create_app({"RUHU_VAR": var, "DATABASE_URL": url})
store = app.extensions["ruhu_store"]
if what == "backup":
    taking.backup(store, Path(var), Path(path), 1, progress)
else:
    restoring.restore(Place(store, url, Path(var), 1), Path(path), True, progress)
print(told)
"""


def _run(what: str, path: Path, url: str, var: Path, kill_at: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMMAND, what, str(path), url, str(var), str(kill_at)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def filled(town: Town) -> Town:
    """A town with enough in it that work takes several steps."""
    for door in range(30):
        town.household(door=str(door))
    return town


def test_a_killed_backup_leaves_no_file_of_its_name_and_the_next_one_succeeds(
    keeper: Keeper, filled: Town, store_url: str
) -> None:
    path, var = keeper.folder / "one.ruhu", keeper.folder / "var"
    whole = _run("backup", keeper.folder / "whole.ruhu", store_url, var, 0)
    assert whole.returncode == 0, whole.stderr
    steps = int(whole.stdout)
    for kill_at in {1, (steps + 1) // 2, steps}:
        assert _run("backup", path, store_url, var, kill_at).returncode == -signal.SIGKILL
        assert not path.exists()
    filled.store.engine.dispose()
    assert keeper.backup().exists()
    assert sorted(each.name for each in keeper.folder.glob("one*")) == ["one.ruhu"]
    assert container.check(path, lambda done, of: None).township == "990101100000"


def test_a_killed_restore_leaves_the_old_database_whole(keeper: Keeper, filled: Town, store_url: str) -> None:
    path, var = keeper.backup(), keeper.folder / "var"
    later = filled.household(door="later")
    phone = filled.phone(LI1)
    before = keeper.epoch
    filled.app.extensions["ruhu_highwater"].note()
    filled.store.engine.dispose()
    done = 0
    for kill_at in range(1, 100, 1 if store_url.startswith("sqlite") else 4):
        ended = _run("restore", path, store_url, var, kill_at)
        if ended.returncode == 0:
            break
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        keeper.start(phone)
        phone.cursor = None
        phone.rows = {}
        if keeper.epoch == before:
            assert later in phone.pull()
        else:  # killed after the one moment in which all of it became the new one
            assert phone.send("/api/sync/pull", {"cursor": None}).status_code == 401
            done += 1
        filled.store.engine.dispose()
    assert kill_at > 2, "it was killed all along its way"
    assert done <= 1
    keeper.start()
    assert keeper.epoch != before
    assert later not in filled.phone(LI1).pull()


def test_a_server_that_runs_is_not_restored_under_its_feet(keeper: Keeper, filled: Town, store_url: str) -> None:
    path, before = keeper.backup(), keeper.epoch
    with filled.store.reading() as session:  # a worker at work
        session.connection().exec_driver_sql("SELECT 1 FROM records LIMIT 1")
        ended = _run("restore", path, store_url, keeper.folder / "var", 0)
    assert ended.returncode == 1 and "Stop the server first" in ended.stderr
    assert keeper.epoch == before
