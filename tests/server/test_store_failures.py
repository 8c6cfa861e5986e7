"""A store that stumbles: what is tried again and ends well, what is answered `busy`, and what never happens twice."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, select, text

from server.config import ROOT
from server.store.session import after_commit, current, reads, store
from server.store.tables import Area, Meta
from server.store.turns import Turns
from tests.server.desk import Desk, busy, name_of_town, rename
from tests.server.town import LI1, LI2, TOWNSHIP, Town


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A desk in the application."""
    return Desk(app)


class TestAnyStore:
    """What holds whatever the store."""

    @pytest.fixture(params=["sqlite", "postgresql"])
    def store_kind(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.mark.parametrize("settings", [{"DB_POOL": 1, "DB_POOL_WAIT_MS": 20}])
    def test_when_every_connection_is_taken_one_is_told_to_come_again(
        self, desk: Desk, town: Town, settings: Any
    ) -> None:
        taken = [town.store.session(reads=True) for _ in range(2)]
        for each in taken:
            each.connection()
        assert busy(desk.ask(lambda: rename("甲"))) and desk.runs == 1
        for each in taken:
            each.close()
        assert desk.ask(lambda: rename("甲")).status_code == 200

    def test_an_act_after_the_commit_that_fails_does_not_undo_the_answer(self, desk: Desk, town: Town) -> None:
        def view() -> None:
            rename("甲")
            after_commit(lambda session: session.execute(text("SELECT nothing FROM nowhere")) and None)

        assert desk.ask(view).status_code == 200
        assert name_of_town(town).endswith("甲")

    def test_a_note_is_written_without_waiting_for_the_disk_and_what_follows_waits_again(
        self, desk: Desk, town: Town
    ) -> None:
        on_postgresql = town.store.engine.dialect.name == "postgresql"
        asked = "SHOW synchronous_commit" if on_postgresql else "PRAGMA synchronous"
        seen: list[str] = []

        def view() -> None:
            seen.append(str(current().scalar(text(asked))))
            after_commit(lambda session: seen.append(str(session.scalar(text(asked)))))

        for _ in range(2):
            desk.ask(view)
        assert seen in (["on", "off"] * 2, ["2", "1"] * 2)

    def test_what_reads_cannot_overtake_itself_and_sees_one_picture(self, desk: Desk, town: Town) -> None:
        def count() -> int:
            return len(current().execute(select(Area.code).where(Area.parent == LI1)).all())

        def view() -> None:
            before = count()
            with store().writing() as other:
                other.execute(insert(Area).values(code="x", name="x", level="grid", parent=LI1))
            assert count() == before

        assert desk.ask(view, "GET").status_code == 200


class TestSQLite:
    """One writer at a time."""

    @pytest.mark.parametrize("settings", [{"DB_LOCK_MS": 20}])
    def test_a_write_lock_that_is_not_let_go_makes_others_come_again(
        self, desk: Desk, town: Town, settings: Any
    ) -> None:
        foreign = sqlite3.connect(str(town.store.engine.url.database), isolation_level=None)
        foreign.execute("BEGIN IMMEDIATE")
        assert busy(desk.ask(lambda: rename("甲")))
        foreign.execute("COMMIT")
        foreign.close()
        assert desk.ask(lambda: rename("甲")).status_code == 200

    @pytest.mark.parametrize("settings", [{"DB_LOCK_MS": 20}])
    def test_a_line_of_writers_that_does_not_move_makes_others_come_again(
        self, desk: Desk, town: Town, settings: Any
    ) -> None:
        with town.app.test_request_context(method="POST"):
            current().connection()
            assert busy(desk.ask(lambda: rename("甲")))
        assert desk.ask(lambda: rename("甲")).status_code == 200

    def test_a_picture_that_was_overtaken_is_taken_anew(self, desk: Desk, town: Town) -> None:
        def view() -> None:
            current().scalar(select(Meta.value))
            if desk.runs == 1:
                foreign = sqlite3.connect(str(town.store.engine.url.database))
                with foreign:
                    foreign.execute("UPDATE areas SET parent = 'x' WHERE code = ?", [LI2])
                foreign.close()
            rename("甲")

        assert desk.ask(view, mark=reads).status_code == 200
        assert desk.runs == 2 and name_of_town(town) == f"{TOWNSHIP}甲"

    def test_a_worker_that_is_killed_while_it_has_the_turn_passes_it_on(self, tmp_path: Path) -> None:
        path = str(tmp_path / "turn")
        take = (
            "import sys; from server.store.turns import Turns; Turns(sys.argv[1]).take(60); print(flush=True); input()"
        )
        other = subprocess.Popen(
            [sys.executable, "-c", take, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        with other, ThreadPoolExecutor(1) as pool:
            assert other.stdout and other.stdout.readline()
            turns = Turns(path)
            waiting = pool.submit(turns.take, 60)
            assert not waiting.done()
            other.kill()
            waiting.result(60)
        turns.give_back()
        turns.close()
