"""A server that is killed between a push and what follows from it loses nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import select

from server.store.tables import Followup, Record
from tests.places.desk import Sites, hand
from tests.server.town import Town

# A server's process that takes one push, and is killed by SIGKILL where what follows would begin, or in its midst.
SERVER = """
import json, os, signal, sys
from server import create_app, clock
from server.places import appointments, following, queue

url, var, token, body, where, now = sys.argv[1:7]
clock.now_ms = lambda: int(now)
app = create_app({"RUHU_VAR": var, "DATABASE_URL": url})

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

if where == "before":
    following.catch_up = die
else:
    queue.done = die
app.test_client().post("/api/sync/push", data=body, headers={"Authorization": f"Bearer {token}"})
"""
ROOT = Path(__file__).parents[2]


def test_a_kill_between_the_push_and_what_follows_loses_no_place(
    town: Town, sites: Sites, store_url: str, tmp_path: Path
) -> None:
    session = sites.session(2)
    residents = sites.residents(2)
    one = hand(town)
    one.ask({session: 1})
    made = [one.give(residents[0]), one.request(residents[1], session)]
    for edit, where in zip(made, ("before", "midst"), strict=True):
        body = json.dumps({"now": sites.clock.now, "edits": [edit]})
        command = [sys.executable, "-c", SERVER, store_url, str(tmp_path / "var"), one.phone.token, body, where]
        killed = subprocess.run([*command, str(sites.clock.now)], env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT)
        assert killed.returncode == -signal.SIGKILL
        with town.store.reading() as db:
            assert db.get(Record, edit["id"]) is not None  # the push itself was committed
            assert edit["id"] in db.scalars(select(Followup.record)).all()
        assert sites.pool(session).of(edit["id"]) is None
    assert [one.sees(each["id"])["ticket"] for each in made] == [1, 2]
    sites.settle()
    assert sites.counts(session).given == 2


def test_the_command_settles_what_waits(town: Town, sites: Sites) -> None:
    session = sites.session(2)
    said = town.app.test_cli_runner().invoke(args=["places"])
    assert said.exit_code == 0 and said.output
    sites.settle()
    assert sites.counts(session).free == 2
