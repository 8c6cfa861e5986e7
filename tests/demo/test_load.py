"""Loading the town: once, whole, resumable, and never into a township of somebody else."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from server import create_app
from server.demo.commands import telling
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
    """Every record with its values; of a review its key only, since its sides carry the time of the load; of what a
    desk recorded without its moments, which come shortly before the load.
    """
    with of.reading() as session:
        rows = session.execute(select(Record.id, Record.entity, Record.row).order_by(Record.id)).all()
        values = [(key, entity, json.loads(row)["values"]) for key, entity, row in rows]
        told = [(key, one["key"] if kind == "review" else _without_moments(one)) for key, kind, one in values]
        return [(key, json.dumps(one, sort_keys=True)) for key, one in told]


def _without_moments(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if not name.endswith("_at") and name != "at"}


def test_the_town_is_loaded_with_people_who_may_work_in_it(empty: Store) -> None:
    first = _load(empty)
    with empty.reading() as session:
        assert not is_empty(session)
        assert session.scalar(select(func.count()).select_from(Listing)) >= 110
        assert session.scalar(select(Account.role).where(Account.login == first)) == "canvasser"
        standing = select(func.count()).select_from(Grant).where(Grant.until.is_(None))
        people = select(func.count()).select_from(Account).where(Account.role != "system")
        assert session.scalar(standing) == session.scalar(people)


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


def test_the_load_says_how_far_it_is_and_about_how_long_it_takes_yet(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter([0.0, 20.0, 175.0, 199.0])
    tell = telling(lambda: next(seconds))
    for done in (20, 175, 199):
        tell(done, 200, done * 1000)
    assert capsys.readouterr().out.splitlines() == [
        "20 of 200 grids, 20,000 records, about 3 min left",
        "175 of 200 grids, 175,000 records, about 30 s left",
        "199 of 200 grids, 199,000 records",
    ]


def test_a_database_that_was_started_empty_stays_so(empty: Store) -> None:
    with empty.writing() as session:
        assert is_empty(session)
        decline(session)
    with empty.reading() as session:
        assert not is_empty(session)
