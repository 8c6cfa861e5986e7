"""Loading the town: once, whole, resumable, and never into a township of somebody else."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server import create_app
from server.demo.load import decline, is_empty, load
from server.store import migrate
from server.store.session import Store, store
from server.store.tables import Account, Grant, Listing, Record

TODAY = date(2026, 11, 20)


class Cut(Exception):
    """The power fails."""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    app = create_app({"RUHU_VAR": str(tmp_path)})
    with app.app_context():
        migrate.upgrade(store().engine)
        yield store()
        store().engine.dispose()


def _load(into: Store, stop_after: int | None = None) -> str:
    def told(done: int, of: int, records: int) -> None:
        if done == stop_after:
            raise Cut

    return load(into, residents=120, seed=20, today=TODAY, progress=told)


def _rows(of: Store) -> list[tuple[str, str]]:
    with of.reading() as session:
        rows = session.execute(select(Record.id, Record.row).order_by(Record.id)).all()
        return [(key, json.dumps(json.loads(row)["values"], sort_keys=True)) for key, row in rows]


def test_the_town_is_loaded_with_people_who_may_work_in_it(empty: Store) -> None:
    first = _load(empty)
    with empty.reading() as session:
        assert not is_empty(session)
        assert session.scalar(select(func.count()).select_from(Listing)) >= 110
        assert session.scalar(select(Account.role).where(Account.login == first)) == "canvasser"
        assert session.scalar(select(func.count()).select_from(Grant)) == session.scalar(
            select(func.count()).select_from(Account)
        )


def test_a_load_that_was_cut_short_goes_on_and_makes_the_same_town(empty: Store, tmp_path: Path) -> None:
    with pytest.raises(Cut):
        _load(empty, stop_after=2)
    with empty.reading() as session:
        assert is_empty(session)
    _load(empty)
    resumed = _rows(empty)

    app = create_app({"RUHU_VAR": str(tmp_path / "whole")})
    with app.app_context():
        migrate.upgrade(store().engine)
        _load(store())
        assert _rows(store()) == resumed
        store().engine.dispose()


def test_a_database_that_was_started_empty_stays_so(empty: Store) -> None:
    with empty.writing() as session:
        assert is_empty(session)
        decline(session)
    with empty.reading() as session:
        assert not is_empty(session)
