"""From an empty database to a phone with a list, by the office's pages alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from server import accounts
from server.store import migrate
from server.store.session import Store
from tests.office.conftest import Desk
from tests.server.town import Phone


@pytest.fixture
def store_url(tmp_path: Path) -> str:
    """A database with tables and nothing in them."""
    url = f"sqlite:///{tmp_path / 'empty.sqlite3'}"
    store = Store(url)
    migrate.upgrade(store.engine)
    store.engine.dispose()
    return url


def test_a_township_is_set_up_from_nothing(app: Flask) -> None:
    with app.extensions["ruhu_store"].writing() as session:
        once = accounts.one_time_password(session, "admin")
    desk = Desk(app.test_client())
    assert desk.sign_in("admin", once)["township"] is None
    desk.csrf = desk.post("/password", {"old": once, "new": "a long new password"})["csrf"]
    empty = desk.get("/overview")
    assert (empty["township"], empty["grids"], empty["villages"], empty["accounts"]) == (None, 0, [], 0)
    for path in ("/residents", "/reviews", "/quarantine", "/areas", "/accounts", "/devices", "/sites", "/sessions"):
        desk.get(path)
    assert desk.code("/areas", {"level": "village", "name": "x", "parent": "990101100000"}, 404) == "unknown_area"
    desk.post("/areas", {"level": "county", "name": "清平县", "code": "990101000000"})
    desk.post("/areas", {"level": "township", "name": "清河镇", "code": "990101100000"})
    desk.post("/areas", {"level": "village", "name": "柳林村", "parent": "990101100000"})
    desk.post("/areas", {"level": "grid", "name": "一组", "parent": "990101100001"})
    made = desk.post("/accounts", {"name": "钱明", "role": "canvasser", "areas": ["990101100001-01"]})
    link = desk.post(f"/accounts/{made['id']}/enrolment")["link"]
    told = app.test_client().post("/api/enrol", json={"code": link.rsplit("/", 1)[1]}).get_json()
    assert told["scopes"] == ["990101100000", "990101100001-01"]
    phone = Phone(app.test_client(), made["id"], told["token"], told["writer"])
    names = {row["values"].get("name") for row in phone.pull().values()}
    assert {"清河镇", "柳林村", "一组", "钱明"} <= names
    home = phone.edit("household", {"grid": "990101100001-01", "door": "1"})
    assert phone.one(home)["result"] == "applied"
    assert desk.get("/overview")["total"]["households"] == 1
    assert desk.get("/me")["township"]["name"] == "清河镇"
