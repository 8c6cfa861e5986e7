"""The shipped nginx site before the shipped gunicorn settings, two workers, on both stores: what a phone meets.

These need nginx (`apt-get install nginx`); without it, `tests/deploy/test_files.py` still compares the files.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from device import Device, Memory, drive
from device.http import Http
from devtools import places
from server import accounts
from server.clock import now_ms
from server.store import migrate
from server.store.session import Store
from server.words import both
from tests.deploy.site import NGINX, Site
from tests.journeys.serving import free_port
from tests.journeys.waiting import until
from tests.server import postgres
from tests.server.town import LI1, settle

pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx: apt-get install nginx")


class Deployed:
    """A township's server: gunicorn with `deploy/gunicorn.conf.py`, nginx with the shipped site."""

    def __init__(self, folder: Path, url: str) -> None:
        self.var, self.port = folder / "var", free_port()
        self.store = Store(url)
        migrate.upgrade(self.store.engine)
        with self.store.writing() as session:
            settle(session)
        (folder / "nginx").mkdir()
        self.site = Site(folder / "nginx", self.port, as_root=os.geteuid() == 0)
        self.settings = {
            "DATABASE_URL": url, "RUHU_VAR": str(self.var), "RUHU_BIND": f"127.0.0.1:{self.port}",
            "TRUSTED_PROXIES": "1", "ENROL_LIMIT": "4 per hour", "METRICS_TOKEN": "of this test",
        }  # fmt: skip
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start gunicorn, and wait until it can work."""
        command = [str(places.program("gunicorn")), "--config", "deploy/gunicorn.conf.py", "server:create_app()"]
        with (self.site.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=places.ROOT, env=places.environment(**self.settings), stdout=log, stderr=log
            )
        until(self.ready, "the server is ready")

    def ready(self) -> bool:
        """Whether the server itself says so."""
        try:
            return self.ask(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60), "GET", "/healthz")[0] == 200
        except OSError:
            return False

    def stop(self) -> int:
        """End gunicorn as systemd does; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)

    def code(self) -> str:
        """A fresh enrolment code of a canvasser."""
        with self.store.writing() as session:
            made = accounts.create_account(session, login=f"u{now_ms()}", name="张三", role="canvasser")
            accounts.grant(session, made.id, LI1, now_ms())
            return accounts.make_enrolment(session, made.id, now_ms(), 3_600_000).code

    def secure(self) -> http.client.HTTPSConnection:
        """A connection through nginx."""
        return http.client.HTTPSConnection("localhost", self.site.secure, timeout=60, context=self.site.context())

    def ask(self, line: http.client.HTTPConnection, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request on a new connection; (status, headers, body)."""
        try:
            line.request(method, path, body, headers)
            response = line.getresponse()
            return response.status, response.headers, response.read()
        finally:
            line.close()

    def enrol(self, address: str) -> int:
        """The status of an attempt to guess a code, by somebody who says to be at `address`."""
        wrong = json.dumps({"code": "guess"})
        told = self.ask(self.secure(), "POST", "/api/enrol", wrong, **{"X-Forwarded-For": address})
        return int(told[0])


@pytest.fixture(params=["sqlite", "postgresql"], scope="module")
def deployed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployed]:
    """A deployed server on each store."""
    folder = tmp_path_factory.mktemp("deployed")
    if request.param == "postgresql":
        with postgres.cluster() as home:
            yield from running(Deployed(folder, postgres.create(home, "ruhu")))
    else:
        yield from running(Deployed(folder, f"sqlite:///{folder / 'ruhu.sqlite3'}"))


def running(made: Deployed) -> Iterator[Deployed]:
    """Started, and ended afterwards."""
    try:
        made.site.checked()
        made.start()
        made.site.start()
        yield made
    finally:
        made.site.stop()
        if made.process is not None and made.process.poll() is None:
            made.stop()
        made.store.engine.dispose()


def test_a_phone_enrols_pushes_and_pulls_through_tls(deployed: Deployed) -> None:
    network = Http(deployed.site.origin, authority=str(deployed.site.authority))
    one, two = (Device(Memory(), now_ms) for _ in range(2))
    for device in (one, two):
        drive(device.enrol(deployed.code()), network)
        assert drive(device.cycle(), network).failure is None
    made = [one.create("household", {"grid": LI1, "door": str(door), "note": "门" * 50}) for door in range(40)]
    assert drive(one.cycle(), network).applied == 40
    assert drive(two.cycle(), network).failure is None
    assert {row["id"] for row in two.all("household")} >= set(made)
    network.close()


def test_what_a_phone_gets_is_encrypted_packed_and_guarded(deployed: Deployed) -> None:
    status, headers, body = deployed.ask(deployed.secure(), "GET", "/", **{"Accept-Encoding": "br"})
    assert (status, headers["Content-Encoding"]) == (200, "br")
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert int(headers["Strict-Transport-Security"].partition("=")[2]) > 0
    plain = http.client.HTTPConnection("localhost", deployed.site.plain, timeout=60)
    status, headers, _ = deployed.ask(plain, "GET", "/office/?q=1", Host="localhost")
    assert (status, headers["Location"]) == (301, "https://localhost/office/?q=1")


def test_a_body_may_be_as_large_as_the_server_says_and_no_larger(deployed: Deployed) -> None:
    for size, code in ((5 * 1024 * 1024, "token_unknown"), (5 * 1024 * 1024 + 1, "too_large")):
        told = deployed.ask(deployed.secure(), "POST", "/api/sync/push", b" " * size)
        assert json.loads(told[2])["code"] == code


def test_a_slow_phone_keeps_no_thread_of_the_server(deployed: Deployed) -> None:
    slow = []
    for _ in range(40):  # more than there are threads
        line = deployed.secure()
        line.putrequest("POST", "/api/sync/push")
        line.putheader("Content-Length", "1000")
        line.endheaders(b'{"now": 1,')
        slow.append(line)
    assert deployed.ask(deployed.secure(), "GET", "/api/health")[0] == 200
    for line in slow:
        line.close()


def test_guesses_are_counted_by_the_clients_own_address_by_all_workers_together(deployed: Deployed) -> None:
    found = [deployed.enrol(f"10.0.0.{each}") for each in range(12)]  # lies: nginx knows where they come from
    assert found[-1] == 429 and 0 < sum(each != 429 for each in found) <= 4


def test_the_counters_of_all_workers_are_told_together(deployed: Deployed) -> None:
    def health() -> float:
        word = {"Authorization": f"Bearer {deployed.settings['METRICS_TOKEN']}"}
        told = deployed.ask(deployed.secure(), "GET", "/metrics", **word)[2].decode()
        wanted = [line for line in told.splitlines() if 'rule="/api/health",status="200"' in line and "_total" in line]
        return sum(float(line.split()[-1]) for line in wanted)

    before = health()
    for _ in range(20):
        deployed.ask(deployed.secure(), "GET", "/api/health")
    assert health() == before + 20
    assert deployed.ask(deployed.secure(), "GET", "/metrics")[0] == 404


def test_the_log_holds_no_query_and_no_whole_address(deployed: Deployed) -> None:
    deployed.ask(deployed.secure(), "GET", "/api/office/residents?q=%E6%9D%8E")
    log = deployed.site.folder / "ruhu.log"
    until(lambda: "/api/office/residents" in log.read_text(), "the line is written")
    text = log.read_text() + (deployed.site.folder / "ruhu-error.log").read_text()
    assert "q=" not in text and "127.0.0.1" not in text and "127.0.0.0" in text


def test_a_stop_finishes_what_has_begun_and_phones_are_told_to_come_again(deployed: Deployed) -> None:
    assert deployed.process is not None
    network = Http(deployed.site.origin, authority=str(deployed.site.authority))
    device = Device(Memory(), now_ms)
    with deployed.store.writing() as session:
        code = accounts.make_enrolment(session, 1, now_ms(), 3_600_000).code
    (deployed.var / "rates.sqlite3").unlink(missing_ok=True)
    drive(device.enrol(code), network)
    answered: list[int] = []

    def knock() -> None:
        while not answered or answered[-1] == 200:
            answered.append(deployed.ask(deployed.secure(), "GET", "/healthz")[0])

    knocking = [threading.Thread(target=knock) for _ in range(4)]
    for each in knocking:
        each.start()
    until(lambda: len(answered) > 40, "requests are under way")
    assert deployed.stop() == 0
    for each in knocking:
        each.join(60)
    assert set(answered) == {200, 503}
    outcome = drive(device.cycle(), network)
    assert (outcome.failure, outcome.wait) == ("busy", 10)
    body = json.loads(deployed.ask(deployed.secure(), "GET", "/api/health")[2])
    assert body == {"code": "busy", "message": both("errors.busy"), "details": {}}
    if deployed.store.engine.dialect.name == "sqlite":  # its log was emptied into the database
        database = Path(str(deployed.store.engine.url.database))
        deployed.store.engine.dispose()
        assert not database.with_name(database.name + "-wal").exists()
    deployed.start()
    assert drive(device.cycle(), network).failure is None
    network.close()
