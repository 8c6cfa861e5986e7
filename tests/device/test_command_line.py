"""The device as somebody who integrates uses it first: by commands, against a server that really listens."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.serving import make_server

from device.__main__ import main
from server import accounts, create_app
from server.exchange import ledger
from server.store import migrate
from tests.server.town import LI1, Town, settle


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """A settled township."""
    address = f"sqlite:///{tmp_path / 'ruhu.sqlite3'}"
    made = create_app({"RUHU_VAR": str(tmp_path / "var"), "DATABASE_URL": address})
    store = made.extensions["ruhu_store"]
    migrate.upgrade(store.engine)
    with store.writing() as session:
        settle(session)
    yield made
    store.engine.dispose()


@pytest.fixture
def origin(app: Flask) -> Iterator[str]:
    """Its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_device_is_enrolled_saves_syncs_and_lists_by_commands(
    app: Flask, origin: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town(app, app.extensions["ruhu_store"], admin=1)
    home = town.household(LI1, "18")

    def run(*command: str, code: int = 0) -> list[str]:
        assert main(["--file", str(tmp_path / "device.sqlite3"), *command]) == code
        return capsys.readouterr().out.splitlines()

    assert run("sync", code=1) == []
    with town.store.writing() as session:
        made = accounts.make_enrolment(session, town.account("canvasser", LI1), 1, 10**15)
    (enrolled,) = run("enrol", f"{origin}/#/enrol/{made.code}", "--label", "robot")
    assert enrolled.startswith("张三: writer ")
    assert run("sync")[0].endswith("rows, 0 repaired, 0 unsent")
    assert [json.loads(line)["door"] for line in run("list", "household")] == ["18"]

    (person,) = run("create", "resident", json.dumps({"household": home, "name": "甄友信"}))
    run("set", home, '{"note": "dog"}')
    (taken,) = run("create", "household", json.dumps({"grid": LI1}))
    assert run("withdraw", taken) == [taken]
    assert [json.loads(line)["kind"] for line in run("unsent")] == ["create", "set"]
    run("export", str(tmp_path / "unsent.json"))
    assert len(json.loads((tmp_path / "unsent.json").read_text(encoding="utf-8"))["edits"]) == 2

    assert run("sync")[0].startswith("3 applied, 0 refused")
    assert run("unsent") == [] == run("refused")
    assert json.loads(run("list", "resident")[0])["id"] == person
    assert town.phone(LI1).pull()[home]["values"]["note"] == "dog"


def test_places_are_held_and_given_out_by_commands(
    app: Flask, origin: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town(app, app.extensions["ruhu_store"], admin=1)
    people = [town.resident(town.household(LI1, "18")) for _ in range(2)]
    day = (date.today() + timedelta(days=3)).isoformat()
    values = {"site": "site:1", "on": day, "from": "08:30", "to": "11:30", "capacity": 1, "state": "open"}
    fields = {name: (value, None) for name, value in values.items()}
    session = town.office(ledger.Draft("create", "session", None, fields))[0].record

    def run(*command: str) -> list[str]:
        assert main(["--file", str(tmp_path / "device.sqlite3"), *command]) == 0
        return capsys.readouterr().out.splitlines()

    with town.store.writing() as of:
        made = accounts.make_enrolment(of, town.account("canvasser", LI1), 1, 10**15)
    run("enrol", f"{origin}/#/enrol/{made.code}")
    run("want", session, "1")
    run("sync")
    assert [json.loads(line)["n"] for line in run("places", session)] == [1]
    told = [json.loads(run("book", person, session, "1")[0]) for person in people]
    assert [(each["state"], each["ticket"]) for each in told] == [("confirmed", 1), ("requested", None)]
    assert run("sync")[0].startswith("1 applied, 0 refused") and run("places", session) == []


def test_without_a_network_nothing_is_lost_and_the_exit_code_says_so(tmp_path: Path) -> None:
    file = ["--file", str(tmp_path / "device.sqlite3")]
    assert main([*file, "enrol", "http://127.0.0.1:1/#/enrol/abc"]) == 1
    assert main([*file, "enrol", "not a link"]) == 1
    assert main([*file, "unsent"]) == 0
