"""kill -9 of the server, at any moment from the upload to the end: the page goes on with the next step, nothing is lost
and nobody is there twice.
"""

import http.client
import itertools
import json
import os
import random
import shutil
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from server.roster.tables import RosterImport, RosterRow
from server.store.session import Store
from server.store.tables import Edit, Listing, Record
from tests.chaos.serving import Gunicorn
from tests.roster.conftest import PASSWORD, TOWNSHIP
from tests.roster.sheets import families, workbook
from tests.roster.stores import TEMPLATE
from tests.server import postgres

KILLS = int(os.environ.get("RUHU_KILLS", "4"))
HOMES = 400
_names = itertools.count()


@dataclass
class Desk:
    """A server that can be killed, its database, and a page that asks again when the line breaks."""

    server: Gunicorn
    store: Store
    cookie: str = ""
    csrf: str = ""

    def ask(self, method: str, path: str, body: Any = None, file: Path | None = None) -> Any:
        """What the server says; None when the line broke."""
        headers = {"Cookie": self.cookie, "X-Ruhu-CSRF": self.csrf, "Content-Type": "application/json"}
        data = b"{}" if body is None else json.dumps(body).encode()
        if file is not None:
            edge = uuid.uuid4().hex
            head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{file.name}"\r\n\r\n'
            data = head.encode() + file.read_bytes() + f"\r\n--{edge}--\r\n".encode()
            headers["Content-Type"] = f"multipart/form-data; boundary={edge}"
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        try:
            line.request(method, f"/api/office{path}", data if method == "POST" else None, headers)
            response = line.getresponse()
            told = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            line.close()
        if cookie := response.headers.get("Set-Cookie"):
            self.cookie = cookie.partition(";")[0]
        return None if response.status in (500, 502, 503) else told

    def insist(self, method: str, path: str, body: Any = None, file: Path | None = None) -> Any:
        """Ask until there is an answer, the server being started again by whoever killed it."""
        while (told := self.ask(method, path, body, file)) is None:
            threading.Event().wait(0.05)
        return told


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    """The page, signed in."""
    if request.param == "postgresql":
        url = postgres.create(request.getfixturevalue("settled_cluster"), f"killed{next(_names)}", template=TEMPLATE)
    else:
        shutil.copy(request.getfixturevalue("settled_file"), tmp_path / "ruhu.sqlite3")
        url = f"sqlite:///{tmp_path / 'ruhu.sqlite3'}"
    made = Desk(Gunicorn(tmp_path, url), Store(url))
    made.server.start()
    try:
        made.csrf = made.ask("POST", "/login", {"login": "admin", "password": PASSWORD})["csrf"]
        yield made
    finally:
        made.server.stop()
        made.store.engine.dispose()


def _kill_now_and_then(desk: Desk, pick: random.Random, over: threading.Event) -> None:
    for turn in range(KILLS):
        if over.wait(pick.uniform(0.05, 0.9)):
            return
        if turn % 3 == 2:
            desk.server.kill_worker(pick.randrange(2))
        else:
            desk.server.kill()
            desk.server.start()


def test_a_page_takes_a_list_in_however_often_the_server_is_killed(desk: Desk, tmp_path: Path) -> None:
    # given a list of many households, and somebody who pulls the plug again and again
    file = workbook(tmp_path / "town.xlsx", families(HOMES))
    over = threading.Event()
    killer = threading.Thread(target=_kill_now_and_then, args=(desk, random.Random(20261121), over))
    killer.start()
    # when the page goes on, step by step, whatever happens
    try:
        now = desk.insist("POST", "/roster/files", file=file)
        name = now["id"]
        now = desk.insist("POST", f"/roster/{name}/check", {"area": TOWNSHIP})
        while now["state"] != "done":
            assert now["state"] in ("checking", "checked", "staged"), now
            now = desk.insist("POST", f"/roster/{name}/{'start' if now['state'] == 'checked' else 'step'}")
    finally:
        over.set()
        killer.join()
    # then everybody is there once, under one edit, and nothing of the file is left
    assert (now["added"], now["done"], now["total"], now["households"]) == (HOMES * 3, HOMES * 3, HOMES * 3, HOMES)
    with desk.store.reading() as session:
        assert session.scalar(select(func.count(func.distinct(Listing.id_number)))) == HOMES * 3
        assert session.scalar(select(func.count()).select_from(Listing)) == HOMES * 3
        assert session.scalar(select(func.count()).where(Record.entity == "household")) == HOMES
        edits = set(session.scalars(select(Edit.id).where(Edit.entity.in_(("resident", "household")))))
        assert edits == {session.get_one(RosterImport, name).edit}
        rows = select(func.count()).where(RosterRow.import_id == name, RosterRow.state == "added")
        assert session.scalar(rows) == HOMES * 3
    assert not (tmp_path / "roster" / name).exists()
