"""Whoever sends slowly, or much, holds up nobody else."""

from __future__ import annotations

import io
import json
import socket
import threading
from collections.abc import Iterator
from typing import IO, Any

import pytest
from werkzeug.serving import BaseWSGIServer, make_server

from server.clock import now_ms
from tests.server.town import LI1, Phone, Town


class Watched(io.RawIOBase):
    """A request's body that tells when somebody begins to wait for it."""

    def __init__(self, body: IO[bytes], waits: threading.Event) -> None:
        self._body, self._waits = body, waits

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._waits.set()
        got = self._body.read(min(len(buffer), 1))
        buffer[: len(got)] = got
        return len(got)


@pytest.fixture
def waits() -> threading.Event:
    """Set when the server waits for a body."""
    return threading.Event()


@pytest.fixture
def served(town: Town, waits: threading.Event) -> Iterator[BaseWSGIServer]:
    """The town's server on a real port, a thread for each request."""
    inner = town.app.wsgi_app

    def watched(environ: Any, start: Any) -> Any:
        return inner({**environ, "wsgi.input": Watched(environ["wsgi.input"], waits)}, start)

    server = make_server("127.0.0.1", 0, watched, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def begun(server: BaseWSGIServer, phone: Phone, kind: str) -> tuple[socket.socket, bytes]:
    """A push of which only the first bytes have been sent, and the rest of it."""
    body = json.dumps({"now": now_ms(), "edits": [phone.edit("household", {"grid": LI1})]}).encode()
    head = (
        f"POST /api/sync/push HTTP/1.1\r\nHost: ruhu\r\nAuthorization: Bearer {phone.token}\r\n"
        f"Content-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    connection = socket.create_connection(("127.0.0.1", server.server_port), timeout=60)
    connection.sendall(head.encode() + body[:5])
    return connection, body[5:]


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x"])
def test_a_phone_on_a_slow_line_does_not_keep_another_from_pushing(
    town: Town, served: BaseWSGIServer, waits: threading.Event, kind: str
) -> None:
    slow, quick = town.phone(LI1), town.phone(LI1)
    connection, rest = begun(served, slow, kind)
    with connection:
        assert waits.wait(60)
        assert quick.one(quick.edit("household", {"grid": LI1}))["result"] == "applied"
        connection.sendall(rest)
        told = b"".join(iter(lambda: connection.recv(65536), b""))
    assert b"200 OK" in told.splitlines()[0]
    assert slow.push()["expect"] == 2


@pytest.mark.parametrize("settings", [{"PUSH_BYTES": 100_000}])
@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "image/png", ""])
def test_a_body_is_not_larger_for_being_called_something_else(town: Town, settings: dict[str, Any], kind: str) -> None:
    phone = town.phone(LI1)
    headers = {"Authorization": f"Bearer {phone.token}", "Content-Type": kind}
    for path in ("/api/sync/push", "/api/enrol", "/api/office/login"):
        response = phone.client.post(path, data=b" " * 200_000, headers=headers)
        assert (response.status_code, response.get_json()["code"]) == (413, "too_large")
