"""The device over a real network: one connection, compressed both ways, and every way for an answer to come half."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from device import Request, Unreachable
from device.http import BROTLI, Http
from device.wire import post


class Peer(BaseHTTPRequestHandler):
    """Says what it was told; `/half` ends too soon, `/hang-up` closes the connection after its answer."""

    protocol_version = "HTTP/1.1"
    heard: list[tuple[str, dict[str, str], bytes]] = []
    connections: set[tuple[str, int]] = set()

    def do_POST(self) -> None:
        """Answer."""
        data = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, dict(self.headers), data))
        self.connections.add(self.client_address)
        packed = gzip.compress(b'{"ok": true}')
        whole = len(packed) + (5 if self.path == "/half" else 0)
        self.send_response(503 if self.path == "/busy" else 200)
        if self.path == "/busy":
            self.send_header("Retry-After", "7")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(whole))
        self.end_headers()
        self.wfile.write(packed[:-9] if self.path == "/torn" else packed)
        self.close_connection = self.path in ("/half", "/torn", "/hang-up")

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def origin() -> Iterator[str]:
    """The address of a peer."""
    Peer.heard, Peer.connections = [], set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Peer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_one_connection_carries_all_requests_and_large_ones_compressed(origin: str) -> None:
    send = Http(origin)
    body = {"edits": ["x" * 2000]}
    for _ in range(2):
        assert json.loads(send(post("/api/sync/push", body, "secret")).data) == {"ok": True}
    send(Request("POST", "/plain", None, b"x" * 2000, plain=True))
    send.close()
    (_, headers, data), *_, (_, plain, _) = Peer.heard
    assert json.loads(gzip.decompress(data)) == body and headers["Authorization"] == "Bearer secret"
    assert headers["Accept-Encoding"] == ("br, gzip" if BROTLI else "gzip")
    assert "Content-Encoding" not in plain and len(Peer.connections) == 1


def test_how_long_the_server_asks_to_be_left_alone_is_told(origin: str) -> None:
    send = Http(origin)
    reply = send(post("/busy", {}))
    send.close()
    assert (reply.status, reply.retry_after) == (503, 7) and reply.seconds > 0


@pytest.mark.parametrize("path", ["/half", "/torn"])
def test_an_answer_that_ends_too_soon_is_no_answer(origin: str, path: str) -> None:
    with pytest.raises(Unreachable):
        Http(origin)(post(path, {}))


def test_a_connection_that_was_closed_meanwhile_is_opened_again(origin: str) -> None:
    send = Http(origin)
    for _ in range(3):
        assert send(post("/hang-up", {})).status == 200
    send.close()


def test_where_nobody_listens_nothing_is_reached(origin: str) -> None:
    with pytest.raises(Unreachable):
        Http("http://127.0.0.1:1")(post("/", {}))
    with pytest.raises(ValueError, match="no http"):
        Http("ftp://host")
