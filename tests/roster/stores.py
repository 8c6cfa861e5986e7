"""The roster's township on both stores, a phone at the door, and a clerk who brings a list in by the office's page."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

import tests.roster.conftest as township  # which imports this module
from server import create_app
from server.store import migrate
from server.store.session import Store, store
from server.store.tables import Edit, Record
from tests.roster.sheets import workbook
from tests.server import postgres
from tests.server.town import Phone, Town

TOWNSHIP = "990101100000"
TEMPLATE = "township"
LIMITS = {"RATELIMIT_ENABLED": False, "TESTING": True}
_names = itertools.count()


def _settle(url: str, folder: Path) -> None:
    """Make the township in an empty store."""
    made = create_app({"RUHU_VAR": str(folder / "var"), "DATABASE_URL": url, **LIMITS})
    with made.app_context():
        migrate.upgrade(store().engine)
        township.found_township(store())
    made.extensions["ruhu_store"].engine.dispose()


@pytest.fixture(scope="session")
def settled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The township in a file, to be copied."""
    folder = tmp_path_factory.mktemp("settled")
    _settle(f"sqlite:///{folder / 'ruhu.sqlite3'}", folder)
    return folder / "ruhu.sqlite3"


@pytest.fixture(scope="session")
def settled_cluster(cluster: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PostgreSQL with the township in a template."""
    _settle(postgres.create(cluster, TEMPLATE), tmp_path_factory.mktemp("settled"))
    return cluster


@pytest.fixture(params=["sqlite", "postgresql"])
def both_stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """The application on a store of each kind. No context is open: each request has its own."""
    if request.param == "postgresql":
        home, name = request.getfixturevalue("settled_cluster"), f"roster{next(_names)}"
        url = postgres.create(home, name, template=TEMPLATE)
    else:
        home, name = None, ""
        shutil.copy(request.getfixturevalue("settled_file"), tmp_path / "ruhu.sqlite3")
        url = f"sqlite:///{tmp_path / 'ruhu.sqlite3'}"
    made = create_app({"RUHU_VAR": str(tmp_path / "var"), "DATABASE_URL": url, **LIMITS})
    yield made
    made.extensions["ruhu_store"].engine.dispose()
    if home is not None:
        postgres.drop(home, name)


class Clerk:
    """Whoever brings lists in, and whoever knocks at doors meanwhile."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.office = township.seated(app)
        self.store: Store = app.extensions["ruhu_store"]
        self.town = Town(app, self.store, admin=1)
        self.folder = folder
        self.files = 0
        self._phone: Phone | None = None

    def check(self, rows: list[list[Any]], area: str = TOWNSHIP, **more: Any) -> dict[str, Any]:
        """Upload a list and check it; how far it is."""
        self.files += 1
        return self.check_file(workbook(self.folder / f"{self.files}.xlsx", rows), area, **more)

    def check_file(self, path: Path, area: str = TOWNSHIP, **more: Any) -> dict[str, Any]:
        """The same of a file."""
        received = self.office.upload(path, area=area)
        assert received.status_code == 200, received.json
        name = received.json["id"]
        begun = self.office.post(f"/roster/{name}/check", {"area": area, **more})
        assert begun.status_code == 200, begun.json
        return self.step(name, "checking")

    def go(self, name: str) -> dict[str, Any]:
        """Let a checked list go in; how it ended."""
        assert self.office.post(f"/roster/{name}/start").status_code == 200
        return self.step(name, "staged")

    def bring(self, rows: list[list[Any]], area: str = TOWNSHIP, **more: Any) -> dict[str, Any]:
        """A list goes in, whole."""
        return self.go(self.check(rows, area, **more)["id"])

    def bring_file(self, path: Path, area: str = TOWNSHIP, **more: Any) -> dict[str, Any]:
        """A file goes in, whole."""
        return self.go(self.check_file(path, area, **more)["id"])

    def step(self, name: str, state: str) -> dict[str, Any]:
        """Step until another state is reached."""
        while True:
            answer = self.office.post(f"/roster/{name}/step")
            assert answer.status_code == 200, answer.json
            if answer.json["state"] != state:
                return dict(answer.json)

    def differences(self, name: str, state: str = "") -> list[dict[str, Any]]:
        """What a list says otherwise."""
        answer = self.office.get(f"/roster/{name}/differences?state={state}")
        assert answer.status_code == 200, answer.json
        return list(answer.json["rows"])

    @property
    def phone(self) -> Phone:
        """A canvasser's phone in the first grid, with what the server says now."""
        if self._phone is None:
            self._phone = self.town.phone(township.GRID)
        self._phone.pull()
        return self._phone

    def at_the_door(self, record: str, **fields: Any) -> None:
        """The canvasser puts something right."""
        entity = self.phone.rows[record]["entity"]
        answer = self._phone.one(self._phone.edit(entity, fields, record))  # type: ignore[union-attr]
        assert answer["result"] == "applied", answer

    def people(self, entity: str = "resident") -> dict[str, dict[str, Any]]:
        """Rows of the wire of all records of a kind: residents by name, others by id."""
        with self.store.reading() as session:
            found = [json.loads(row) for row in session.scalars(select(Record.row).where(Record.entity == entity))]
        return {str(row["values"]["name"] if entity == "resident" else row["id"]): row for row in found}

    def everything(self) -> dict[str, Any]:
        """All that is synced, and how many edits there were."""
        with self.store.reading() as session:
            rows = {name: row for name, row in session.execute(select(Record.id, Record.row))}
            return {"rows": rows, "edits": session.scalar(select(func.count()).select_from(Edit))}


@pytest.fixture
def clerk(both_stores: Flask, tmp_path: Path) -> Clerk:
    """A clerk at the office's page."""
    return Clerk(both_stores, tmp_path)
