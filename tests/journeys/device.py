"""A phone without a screen: it speaks the protocol of docs/protocol.md, honestly or not."""

import time
from typing import Any
from urllib.parse import urlsplit

from sync import columns
from sync.policies import KNOWN_SCHEMA
from tests.journeys.office import Answered, Wire
from tests.journeys.serving import Server


class Device(Wire):
    """One enrolled writer; `pushes` and `pulls` say exactly what is asked."""

    def __init__(self, server: Server, link: str) -> None:
        super().__init__(server)
        code = urlsplit(link).fragment.rsplit("/", 1)[1]
        self.enrolled = self.post("/api/enrol", {"code": code})
        self.headers["Authorization"] = f"Bearer {self.enrolled['token']}"
        self.writer: int = self.enrolled["writer"]
        self.epoch: str = self.enrolled["epoch"]
        self.scopes: list[str] = self.enrolled["scopes"]
        self.n = 0

    def edit(self, entity: str, record: str | None, fields: dict[str, Any], kind: str = "set") -> dict[str, Any]:
        """The next edit of this writer; `fields` is {name: (value, base)}; without `record` it creates one."""
        self.n += 1
        name = f"{self.writer}.{self.n}"
        return {
            "id": name,
            "device": self.writer,
            "n": self.n,
            "group": name,
            "size": 1,
            "at": now_ms(),
            "kind": kind if record else "create",
            "entity": entity,
            "record": record or name,
            "fields": {key: {"value": value, "base": base} for key, (value, base) in fields.items()},
            "saw": [],
            "schema": KNOWN_SCHEMA,
        }

    def pushes(self, *edits: dict[str, Any]) -> list[dict[str, Any]]:
        """The answers, in order."""
        body = {"epoch": self.epoch, "now": now_ms(), "edits": list(edits)}
        answers: list[dict[str, Any]] = self.post("/api/sync/push", body)["answers"]
        return answers

    def pulls(self, cursor: str | None = None, scopes: list[str] | None = None) -> dict[str, Any]:
        """One page of a pull."""
        body: dict[str, Any] = {"cursor": cursor, "unsent": 0, "app": "journey"}
        if scopes is not None:
            body["scopes"] = scopes
        page: dict[str, Any] = self.post("/api/sync/pull", body)
        return page

    def whole(self, scope: str) -> dict[str, dict[str, Any]]:
        """All rows of one scope as they are now: its snapshot, and what changed after it."""
        page = self.pulls(None, [scope])
        rows = [row for each in page["enter"][0]["chunks"] for row in self.chunk(scope, each["hash"])]
        while page["more"]:
            page = self.pulls(page["cursor"], [scope])
            rows += page["rows"]
        return {row["id"]: row for row in rows}

    def chunk(self, scope: str, name: str = "0" * 64) -> list[dict[str, Any]]:
        """The rows of one chunk."""
        return columns.unpack(self.get(f"/api/sync/chunk/{scope}/{name}"), scope)

    def refused(self, call: Any) -> Answered:
        """What the server answered to a call that must fail."""
        try:
            call()
        except Answered as answered:
            return answered
        raise AssertionError("the server gave what it should have refused")


def now_ms() -> int:
    """This machine's clock, in milliseconds."""
    return int(time.time() * 1000)
