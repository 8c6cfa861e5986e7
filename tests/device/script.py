"""A server that says exactly what a test wrote down, and devices to talk to it."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from device import Device, Memory, Reply, Request, Unreachable
from device.wire import Steps

T = TypeVar("T")
GRID = "990101100001-01"
NOW = 1_795_167_600_000


class Script:
    """Answers one after the other: a dict is a success, a word is a code of failure, None is a lost answer, bytes come
    as they are. It keeps what it was asked.
    """

    def __init__(self, *answers: dict[str, Any] | bytes | str | None) -> None:
        self.left, self.asked = list(answers), list[Request]()

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request)
        answer = self.left.pop(0)
        if answer is None:
            raise Unreachable
        if isinstance(answer, str):
            return Reply(403, json.dumps({"code": answer}).encode(), retry_after=7)
        return Reply(200, answer if isinstance(answer, bytes) else json.dumps(answer).encode(), seconds=1.0)

    @staticmethod
    def reply(told: dict[str, Any], status: int = 200) -> Reply:
        """An answer for a test that drives the steps itself."""
        return Reply(status, json.dumps(told).encode())

    @staticmethod
    def read(request: Request) -> dict[str, Any]:
        """The body of a request."""
        found: dict[str, Any] = json.loads(request.data or b"{}")
        return found

    def body(self, place: int) -> dict[str, Any]:
        """The body of one of the requests."""
        return self.read(self.asked[place])


def device(writer: int = 17, now: int = NOW, **options: Any) -> Device:
    """An enrolled device with nothing on it."""
    made = Device(Memory(), lambda: now, **options)
    with made.storage.transaction() as write:
        write.put("meta", "identity", {"token": "t", "writer": writer, "epoch": "e1", "person": {}, "township": None})
        write.put("meta", "server_now", NOW)
        write.put("meta", "cursor", "c0")
    return made


def holding(*rows: dict[str, Any], **options: Any) -> Device:
    """A device that holds these rows."""
    made = device(**options)
    with made.storage.transaction() as write:
        for row in rows:
            write.put("rows", row["id"], {row["scope"]: row})
    return made


def row(record: str, entity: str = "resident", by: str = "3.1", scope: str = GRID, **values: Any) -> dict[str, Any]:
    """A row that one edit made."""
    return {"id": record, "entity": entity, "scope": scope, "values": values, "by": by}


def page(cursor: str = "c1", *, more: bool = False, **told: Any) -> dict[str, Any]:
    """A page of a pull."""
    empty: dict[str, Any] = {"epoch": "e1", "rows": [], "gone": [], "enter": [], "leave": [], "held": [], "now": NOW}
    return {**empty, "cursor": cursor, "more": more, **told}


def applied(n: int, writer: int = 17, **more: Any) -> dict[str, Any]:
    """The answer to an edit that was applied."""
    told = {"id": f"{writer}.{n}", "n": n, "result": "applied", "outcome": "changed", "fields": {}, "epoch": "e1"}
    return {**told, "eff": NOW, "ack": f"seal{n}", "scope": GRID, "seq": n, **more}


def refused(n: int, code: str, writer: int = 17) -> dict[str, Any]:
    """The answer to an edit that was refused."""
    told = {"id": f"{writer}.{n}", "n": n, "result": "refused", "outcome": "refused", "fields": {}, "epoch": "e1"}
    return {**told, "code": code}


def first(steps: Steps[T]) -> Request:
    """The first request of some steps, which then stop there for ever."""
    return next(steps)
