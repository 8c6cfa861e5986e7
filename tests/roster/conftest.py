"""A township with one village of two grids, an administrator signed in at the office, and nothing in the lists yet."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server import accounts, create_app
from server.auth import COOKIE, fresh_token, token_hash
from server.clock import now_ms
from server.exchange import ledger
from server.exchange.answers import ImportedRow
from server.store.session import Store, store
from server.store.tables import Area, Login, Meta, Scope
from tests.roster.stores import both_stores, clerk, settled_cluster, settled_file  # noqa: F401

TOWNSHIP, VILLAGE = "990101100000", "990101100201"
GRID = f"{VILLAGE}-01"
AREAS = {
    "990101000000": ("测试县", "county", None),
    TOWNSHIP: ("清河镇", "township", "990101000000"),
    VILLAGE: ("柳树村", "village", TOWNSHIP),
    GRID: ("1组", "grid", VILLAGE),
    f"{VILLAGE}-02": ("2组", "grid", VILLAGE),
}
PASSWORD = "only-for-this-test"


def found_township(opened: Store) -> int:
    """Make the areas and the administrator; returns the account's id."""
    with opened.writing() as session:
        account = accounts.create_account(session, login="admin", name="管理员", role="admin", password=PASSWORD)
        session.add(Meta(key="township", value=TOWNSHIP))
        for code, (name, level, parent) in AREAS.items():
            session.add(Area(code=code, name=name, level=level, parent=parent))
            if level in ("township", "grid"):
                session.add(Scope(code=code, seq=0))
        session.flush()
        edit = ledger.new_edit_id(session, account.id)
        rows = [
            ImportedRow(f"area:{code}", "area", {"code": code, "name": name, "level": level, "parent": parent})
            for code, (name, level, parent) in AREAS.items()
        ]
        ledger.import_rows(session, account.id, edit, rows)
        return account.id


@pytest.fixture
def app(tmp_path: Path, settled_file: Path) -> Iterator[Flask]:  # noqa: F811
    (tmp_path / "var").mkdir()
    shutil.copy(settled_file, tmp_path / "var" / "ruhu.sqlite3")
    app = create_app({"RUHU_VAR": str(tmp_path / "var"), "RATELIMIT_ENABLED": False, "TESTING": True})
    with app.app_context():
        yield app
        store().engine.dispose()


@dataclass
class Office:
    """The signed-in office, speaking JSON."""

    client: FlaskClient
    csrf: str

    def post(self, path: str, body: Any = None, **more: Any) -> Any:
        given = more or {"json": {} if body is None else body}
        return self.client.post(f"/api/office{path}", headers={"X-Ruhu-CSRF": self.csrf}, **given)

    def get(self, path: str) -> Any:
        return self.client.get(f"/api/office{path}")

    def delete(self, path: str) -> Any:
        return self.client.delete(f"/api/office{path}", headers={"X-Ruhu-CSRF": self.csrf})

    def upload(self, path: Path, **form: str) -> Any:
        with path.open("rb") as file:
            return self.post("/roster/files", data={"file": (file, path.name), **form})

    def check(self, import_id: str, area: str, **more: Any) -> Any:
        """Check a file to its end; what the page is shown then."""
        now = self.post(f"/roster/{import_id}/check", {"area": area, **more}).json
        while now["state"] == "checking":
            now = self.post(f"/roster/{import_id}/step").json
        return self.get(f"/roster/{import_id}/preview").json

    def bring_in(self, import_id: str) -> Any:
        """Import what was checked to its end."""
        now = self.post(f"/roster/{import_id}/start").json
        while now["state"] == "staged":
            now = self.post(f"/roster/{import_id}/step").json
        return now

    def take(self, path: Path, area: str, **more: Any) -> Any:
        """A file from upload to done."""
        found = self.upload(path).json
        self.check(found["id"], area, **more)
        return self.bring_in(found["id"])


def seated(app: Flask) -> Office:
    """The administrator's desk, its cookie put in place without the password: hashing one is slow on purpose, and
    whoever kills the server signs in with it.
    """
    token, csrf = fresh_token(), fresh_token()
    opened: Store = app.extensions["ruhu_store"]
    with opened.writing() as session:
        session.add(Login(token_hash=token_hash(token), account=1, csrf=csrf, expires=now_ms() + 10 * 24 * 3_600_000))
    made = Office(app.test_client(), csrf)
    made.client.set_cookie(COOKIE, token, path="/api")
    return made


@pytest.fixture
def office(app: Flask) -> Office:
    return seated(app)
