"""A transport for the reference device that counts: seconds, bytes as they travel, requests."""

from __future__ import annotations

import gzip
import http.client
import time
from dataclasses import dataclass, field

from device.http import SMALL, unpacked
from device.wire import Reply, Request

IDLE_SECONDS = 1.0  # the server closes a connection that idles for two


@dataclass
class Count:
    """What some requests cost, seen from the phone; bytes are those of bodies, compressed."""

    wall: float = 0.0
    up: int = 0
    down: int = 0
    requests: int = 0


@dataclass
class Meter:
    """One kept connection to a server. `by_path` counts by the last word of the endpoint."""

    port: int
    by_path: dict[str, Count] = field(default_factory=dict)
    sent: list[Request] = field(default_factory=list)
    _connection: http.client.HTTPConnection | None = None
    _last: float = 0.0

    def __call__(self, request: Request) -> Reply:
        """Send it; packing and unpacking are not counted, the round trip is."""
        self.sent.append(request)
        headers = {"Accept-Encoding": "br, gzip"}
        if request.token is not None:
            headers["Authorization"] = f"Bearer {request.token}"
        data = request.data
        if data is not None and len(data) >= SMALL:
            headers["Content-Encoding"], data = "gzip", gzip.compress(data, 6)
        if self._connection is None or time.monotonic() - self._last > IDLE_SECONDS:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            self._connection.connect()
        began = time.perf_counter()
        self._connection.request(request.method, request.path, data, headers)
        response = self._connection.getresponse()
        body = response.read()
        wall = time.perf_counter() - began
        self._last = time.monotonic()
        count = self.by_path.setdefault(request.path.split("/")[3], Count())
        count.wall += wall
        count.up += len(data or b"")
        count.down += len(body)
        count.requests += 1
        plain = unpacked(body, response.headers.get("Content-Encoding", ""))
        return Reply(response.status, plain, int(response.headers.get("Retry-After") or 0), wall)

    def taken(self) -> dict[str, Count]:
        """What has been counted since the last call."""
        found, self.by_path = self.by_path, {}
        self.sent = []
        return found
