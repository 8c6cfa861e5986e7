"""Fixtures of the server's tests: a settled town on SQLite, or on whatever a module asks for by `store_kind`."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from server import create_app
from server.exchange import placing, reviews
from sync import view
from tests.server import postgres
from tests.server.clock import Clock, freeze
from tests.server.declared import DeclaredClient
from tests.server.town import Town

_names = itertools.count()
LIMITS = {"SIGN_IN_LIMIT": "1000 per minute", "ENROL_LIMIT": "1000 per minute"}


@pytest.fixture
def store_kind() -> str:
    """The store of a test; modules that must hold on both override this with params."""
    return "sqlite"


@pytest.fixture
def store_url(store_kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a fresh, settled store."""
    if store_kind == "postgresql":
        home, name = request.getfixturevalue("cluster"), f"t{next(_names)}"
        yield postgres.create(home, name, template="settled")
        postgres.drop(home, name)
    else:
        shutil.copy(request.getfixturevalue("settled_sqlite"), tmp_path / "ruhu.sqlite3")
        yield f"sqlite:///{tmp_path / 'ruhu.sqlite3'}"


@pytest.fixture
def settings() -> dict[str, Any]:
    """Configuration that a module may override."""
    return {}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The server's clock, standing still."""
    return freeze(monkeypatch)


@pytest.fixture
def app(store_url: str, tmp_path: Path, settings: dict[str, Any], clock: Clock) -> Iterator[Flask]:
    """The application on a fresh, settled store."""
    made = create_app({"RUHU_VAR": str(tmp_path / "var"), "DATABASE_URL": store_url, **LIMITS, **settings})
    made.test_client_class = DeclaredClient
    yield made
    made.extensions["ruhu_store"].engine.dispose()


@pytest.fixture
def town(app: Flask) -> Town:
    """The town, its office and its phones."""
    return Town(app, app.extensions["ruhu_store"], admin=1)


@pytest.fixture
def db(town: Town) -> Iterator[Session]:
    """A session to look into the store."""
    with town.store.reading() as session:
        yield session


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stumbles, half-way, over whatever has the note 'poison'; written alone, when it is in the database."""
    ready, refresh = placing.Pen._ready, reviews.refresh

    def while_placing(pen: Any, record: Any, *rest: Any) -> Any:
        if view.shown(record, "note") == "poison":
            raise ZeroDivisionError
        return ready(pen, record, *rest)

    def while_reviewing(book: Any, pen: Any, *rest: Any) -> None:
        poisonous = any("poison" in row["row"] for row in pen._new.values())
        pen.save()
        if poisonous:
            raise ZeroDivisionError
        refresh(book, pen, *rest)

    monkeypatch.setattr(placing.Pen, "_ready", while_placing)
    monkeypatch.setattr(reviews, "refresh", while_reviewing)
