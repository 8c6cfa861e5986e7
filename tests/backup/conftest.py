"""A settled town whose backups are taken and restored, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from server import create_app
from server.store.tables import Meta
from tests.server.conftest import (  # noqa: F401
    LIMITS,
    app,
    clock,
    db,
    settings,
    store_url,
    town,
)
from tests.server.declared import DeclaredClient
from tests.server.town import Phone, Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Everything here holds on both stores."""
    return str(request.param)


@dataclass
class Keeper:
    """Whoever keeps the server: stops and starts it, gives its commands."""

    town: Town
    folder: Path
    started: Callable[[], Flask]

    def run(self, *args: str) -> Result:
        """A command of the server."""
        return self.town.app.test_cli_runner().invoke(args=list(args))

    def backup(self, name: str = "one.ruhu") -> Path:
        """Take a backup, which must succeed."""
        path = self.folder / name
        said = self.run("backup", str(path))
        assert said.exit_code == 0, said.output
        return path

    def restore(self, path: Path, *phones: Phone) -> Result:
        """Stop the server, restore, start it again; the phones find it under the same address."""
        said = self.run("restore", "--replace", str(path))
        assert said.exit_code == 0, said.output
        self.start(*phones)
        return said

    def start(self, *phones: Phone) -> None:
        """Start the server anew on what is there now."""
        self.town.store.engine.dispose()
        self.town.app = self.started()
        self.town.store = self.town.app.extensions["ruhu_store"]
        for phone in phones:
            phone.client = self.town.app.test_client()

    @property
    def epoch(self) -> str:
        """The present epoch."""
        with self.town.store.reading() as session:
            return str(session.scalar(select(Meta.value).where(Meta.key == "epoch")))


@pytest.fixture
def keeper(town: Town, tmp_path: Path, store_url: str) -> Iterator[Keeper]:  # noqa: F811
    """The keeper of the town's server."""
    made: list[Flask] = []

    def started() -> Flask:
        made.append(create_app({"RUHU_VAR": str(tmp_path / "var"), "DATABASE_URL": store_url, **LIMITS}))
        made[-1].test_client_class = DeclaredClient
        return made[-1]

    yield Keeper(town, tmp_path, started)
    for each in made:
        each.extensions["ruhu_store"].engine.dispose()
