"""A phone's line to the server: one connection a request, over whatever lies between; it may break at any byte."""

from __future__ import annotations

import gzip
import http.client
import json
from dataclasses import dataclass, field
from typing import Any

SECONDS = 60


class Cut(Exception):
    """No whole answer came: nobody knows whether the request arrived."""


class Refused(Exception):
    """An answer that is a failure."""

    def __init__(self, status: int, body: dict[str, Any], retry_after: str | None) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.code, self.body, self.retry_after = status, body.get("code"), body, retry_after


@dataclass
class Line:
    """`asked` counts requests, `refused` what came instead of 200, by code."""

    port: int
    token: str | None = None
    asked: int = 0
    refused: dict[str, int] = field(default_factory=dict)

    def post(self, path: str, body: Any) -> Any:
        """POST of JSON."""
        packed = gzip.compress(json.dumps(body, ensure_ascii=False).encode(), 1)
        return self.ask("POST", path, packed, {"Content-Encoding": "gzip"})

    def get(self, path: str) -> Any:
        """GET of JSON."""
        return self.ask("GET", path)

    def ask(self, method: str, path: str, data: bytes | None = None, more: dict[str, str] | None = None) -> Any:
        """The answer's JSON; raises Cut, Refused."""
        self.asked += 1
        headers = {"Accept-Encoding": "gzip", "Connection": "close", **(more or {})}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request(method, path, data, headers)
            answer = connection.getresponse()
            body = answer.read()
            if answer.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            told = json.loads(body)
        except (OSError, EOFError, http.client.HTTPException, ValueError) as error:
            raise Cut(repr(error)) from error
        finally:
            connection.close()
        if answer.status != http.client.OK:
            self.refused[told["code"]] = self.refused.get(told["code"], 0) + 1
            raise Refused(answer.status, told, answer.headers.get("Retry-After"))
        return told
