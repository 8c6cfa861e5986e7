"""A phone's line to the server: one connection a request, over whatever lies between; it may break at any byte.

It listens in on pushes, to say later what the server has acknowledged, and whether it has ever changed its mind.
"""

from __future__ import annotations

import gzip
import http.client
import json
from dataclasses import dataclass, field
from typing import Any

from device import Reply, Request, Unreachable
from device.http import unpacked

SECONDS = 60
PUSH = "/api/sync/push"
# Where a record lives now is told anew with every answer.
PRESENT = {"scope": 0, "seq": 0}


@dataclass
class Line:
    """A driver of a device. `refused` counts failures by code, `last` is the newest: (status, body, Retry-After)."""

    port: int
    asked: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    last: tuple[int, dict[str, Any], int] = (0, {}, 0)
    told: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        """Send one request; raises Unreachable."""
        self.asked += 1
        headers = {"Accept-Encoding": "br, gzip", "Connection": "close"}
        if request.token:
            headers["Authorization"] = f"Bearer {request.token}"
        data = request.data
        if data is not None and not request.plain:
            headers["Content-Encoding"], data = "gzip", gzip.compress(data, 1)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(request.method, request.path, data, headers)
            answer = connection.getresponse()
            body = unpacked(answer.read(), answer.headers.get("Content-Encoding", ""))
        except (OSError, http.client.HTTPException) as problem:
            raise Unreachable(repr(problem)) from problem
        finally:
            connection.close()
        wait = answer.headers.get("Retry-After", "")
        reply = Reply(answer.status, body, int(wait) if wait.isdigit() else 0)
        self._listen(request, reply)
        return reply

    def _listen(self, request: Request, reply: Reply) -> None:
        try:
            body = json.loads(reply.data)
        except ValueError:  # not the application's own: gunicorn, about half a request
            return
        if reply.status != http.client.OK:
            code = str(body.get("code"))
            self.refused[code] = self.refused.get(code, 0) + 1
            self.last = reply.status, body, reply.retry_after
        elif request.path == PUSH:
            self._note(body)

    def _note(self, body: dict[str, Any]) -> None:
        for each in body["answers"]:
            if each["result"] == "failed":
                self.faults.append(f"{each['id']} failed")
                continue
            before = self.told.setdefault(each["id"], each)
            if {**before, **PRESENT} != {**each, **PRESENT}:
                self.faults.append(f"{each['id']} was answered {before}, then {each}")
        last = max((each["n"] for each in self.told.values()), default=0)
        if body["expect"] <= last:
            self.faults.append(f"{body['expect']} is asked for again, after {last} had been answered")
