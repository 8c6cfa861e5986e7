"""PostgreSQL, many writers at a time: what is tried again and ends well, what is cut short and answered `busy`."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, insert, select, text, update
from sqlalchemy.orm import Session

from server.store.session import after_commit, current, patient, store
from server.store.tables import Area, Scope
from tests.server.desk import Desk, View, busy, name_of_town, rename
from tests.server.town import LI1, LI2, TOWNSHIP, Town


@pytest.fixture
def store_kind() -> str:
    return "postgresql"


@pytest.fixture
def desk(app: Flask) -> Desk:
    """A desk in the application."""
    return Desk(app)


def test_a_transaction_that_cannot_be_put_in_order_is_tried_again(desk: Desk, town: Town) -> None:
    acts: list[int] = []
    together = select(Area.name).where(Area.code.in_((TOWNSHIP, LI1)))

    def view() -> None:
        current().execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        current().scalars(together).all()
        rename("甲")
        turn = desk.runs
        after_commit(lambda _: acts.append(turn))
        if turn == 1:
            with store().session() as other, other.begin():
                other.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
                other.scalars(together).all()
                other.execute(update(Area).where(Area.code == LI1).values(name="乙"))

    assert desk.ask(view).status_code == 200
    assert desk.runs == 2 and acts == [2] and name_of_town(town) == f"{TOWNSHIP}甲"


def test_two_that_wait_for_each_other_both_end_well(desk: Desk, town: Town) -> None:
    with town.store.writing() as session:
        session.execute(insert(Scope), [{"code": code, "seq": 0} for code in (LI1, LI2)])
    both = threading.Barrier(2)

    def crosswise(first: str, second: str) -> View:
        runs: list[int] = []

        def view() -> None:
            runs.append(1)
            for code in (first, second):
                current().execute(update(Scope).where(Scope.code == code).values(seq=Scope.seq + 1))
                if len(runs) == 1 and code == first:
                    both.wait(60)

        return view

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(desk.ask, (crosswise(LI1, LI2), crosswise(LI2, LI1))))
    assert [each.status_code for each in told] == [200, 200] and desk.runs == 3
    with town.store.reading() as session:
        assert session.scalars(select(Scope.seq).where(Scope.code.in_((LI1, LI2)))).all() == [2, 2]


def test_what_never_ends_well_is_given_up_after_three_attempts(desk: Desk, town: Town) -> None:
    def view() -> None:
        rename("甲")
        current().execute(text("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"))

    assert busy(desk.ask(view))
    assert desk.runs == 3 and name_of_town(town) == TOWNSHIP


@pytest.mark.parametrize("settings", [{"DB_STATEMENT_MS": 50}])
def test_a_statement_without_end_is_ended_unless_it_is_marked_as_long(desk: Desk, town: Town, settings: Any) -> None:
    endless = text("SELECT count(*) FROM generate_series(1, 1000000000000)")
    assert busy(desk.ask(lambda: current().execute(endless) and None)) and desk.runs == 1

    def shown() -> None:
        assert current().scalar(text("SHOW statement_timeout")) == "0"
        assert current().scalar(text("SHOW lock_timeout")) == "1min"

    assert desk.ask(shown, mark=patient).status_code == 200
    with town.store.reading() as session:  # a command
        assert session.scalar(text("SHOW statement_timeout")) == "0"


@pytest.mark.parametrize("settings", [{"DB_LOCK_MS": 50}])
def test_a_lock_that_is_not_let_go_makes_others_come_again(desk: Desk, town: Town, settings: Any) -> None:
    with town.store.session() as holder:
        holder.execute(update(Area).values(name="甲"))
        assert busy(desk.ask(lambda: rename("乙"))) and desk.runs == 1
    assert desk.ask(lambda: rename("乙")).status_code == 200


def test_a_connection_that_is_cut_in_the_middle_is_replaced_and_the_request_run_again(desk: Desk, town: Town) -> None:
    def view() -> None:
        rename("甲")
        if desk.runs == 1:
            cut(town, pid(current()))
        rename("乙")

    assert desk.ask(view).status_code == 200
    assert desk.runs == 2 and name_of_town(town) == f"{TOWNSHIP}甲乙"


def test_connections_that_were_lost_while_nobody_used_them_are_not_noticed(desk: Desk, town: Town) -> None:
    idle = [town.store.session() for _ in range(4)]
    pids = [pid(each) for each in idle]
    for each in idle:
        each.close()
    for each in pids:
        cut(town, each)
    assert desk.ask(lambda: rename("甲")).status_code == 200
    assert name_of_town(town) == f"{TOWNSHIP}甲"


def test_a_commit_whose_end_is_unknown_is_not_repeated_by_the_server_but_by_the_phone(town: Town) -> None:
    phone = town.phone(LI1)
    edit = phone.edit("household", {"grid": LI1})
    commits: list[int] = []

    @event.listens_for(town.store.engine, "commit")
    def cut_off(connection: Any) -> None:
        commits.append(1)
        if len(commits) == 1:
            cut(town, connection.connection.dbapi_connection.info.backend_pid)

    assert busy(phone.send("/api/sync/push", {"now": 1, "edits": [edit]})) and len(commits) == 1
    first = phone.one(edit)
    assert first["result"] == "applied" and phone.one(edit) == first


@pytest.mark.parametrize("settings", [{"DB_IDLE_MS": 50}])
def test_a_transaction_in_which_nothing_happens_does_not_keep_its_locks(desk: Desk, town: Town, settings: Any) -> None:
    with town.app.test_request_context(method="POST"):
        rename("甲")  # and then its worker hangs
        assert desk.ask(lambda: rename("乙")).status_code == 200
    assert name_of_town(town) == f"{TOWNSHIP}乙"


def test_commits_are_durable_and_connections_say_whose_they_are(desk: Desk, town: Town) -> None:
    def view() -> None:
        assert current().scalar(text("SHOW synchronous_commit")) == "on"
        assert current().scalar(text("SHOW application_name")) == "ruhu"

    assert desk.ask(view).status_code == 200


def pid(session: Session) -> int:
    """Which process of the database serves a session."""
    return int(session.scalar(text("SELECT pg_backend_pid()")) or 0)


def cut(town: Town, process: int) -> None:
    """End a connection from outside, and wait until it is gone."""
    address = town.store.engine.url
    with psycopg.connect(host=str(address.query["host"]), user="ruhu", dbname="postgres", autocommit=True) as outside:
        outside.execute("SELECT pg_terminate_backend(%s, 30000)", [process])
