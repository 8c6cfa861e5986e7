"""Requests and replies without a network: what a step of the protocol yields, and what it is sent back.

A step is a generator. It yields a `Request` and is sent a `Reply`, or has `Unreachable` thrown into it when none came.
Whoever drives it (`drive`, or a simulation) decides what happens in between.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")
SUCCESS = 200


class Unreachable(Exception):
    """No whole answer came: whether the server had the request is not known."""


class Failure(Exception):
    """The server answered with one of the protocol's codes; `wait` (seconds) if it asked to be left alone so long."""

    def __init__(self, code: str, wait: int = 0) -> None:
        super().__init__(code)
        self.code = code
        self.wait = wait


@dataclass(frozen=True)
class Request:
    """One request. `plain`: the body must not be compressed (the server could not read it)."""

    method: str
    path: str
    token: str | None = None
    data: bytes | None = None
    plain: bool = False


@dataclass(frozen=True)
class Reply:
    """One answer, decompressed. `retry_after` (seconds) is the header's; `seconds` is how long it took."""

    status: int
    data: bytes
    retry_after: int = 0
    seconds: float = 0.0


Steps = Generator[Request, Reply, T]


def post(path: str, body: Mapping[str, Any], token: str | None = None) -> Request:
    """A request with a JSON body."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Request("POST", path, token, data)


def ask(request: Request) -> Steps[dict[str, Any]]:
    """The JSON of a successful answer; raises Failure or Unreachable."""
    told: dict[str, Any] = readable((yield from fetch(request)).data)
    return told


def fetch(request: Request) -> Steps[Reply]:
    """A successful answer as it came; raises Failure or Unreachable."""
    reply = yield request
    if reply.status == SUCCESS:
        return reply
    code = failure(reply)
    if code == "bad_compression" and not request.plain:
        return (yield from fetch(replace(request, plain=True)))
    raise Failure(code, reply.retry_after)


def failure(reply: Reply) -> str:
    """The code of an answer that is no success; a page of some proxy in between has none and counts as `internal`."""
    try:
        return str(json.loads(reply.data)["code"])
    except (ValueError, KeyError, TypeError):
        return "internal"


def readable(data: bytes) -> Any:
    """JSON that came whole, or Unreachable: half an answer is no answer."""
    try:
        return json.loads(data)
    except ValueError:
        raise Unreachable from None


def drive(steps: Steps[T], send: Callable[[Request], Reply]) -> T:
    """Run steps to their end with `send`, which returns a Reply or raises Unreachable."""
    try:
        request = next(steps)
        while True:
            try:
                reply = send(request)
            except Unreachable as lost:
                request = steps.throw(lost)
            else:
                request = steps.send(reply)
    except StopIteration as end:
        result: T = end.value
        return result
