"""A small honest phone: it saves work whatever the line does, sends what is unanswered, and keeps every answer.

It is no model of the app (that is the reference device): it holds just enough to say afterwards what the server owes.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.line import Cut, Line, Refused

Json = dict[str, Any]


@dataclass
class Phone:
    """One enrolled phone. `saved` is all its work, `told` the answers, `unsent` what has none yet, in order."""

    line: Line
    account: int
    writer: int
    pick: random.Random
    ahead: int = 0  # ms of its clock
    saved: dict[str, Json] = field(default_factory=dict)
    told: dict[str, Json] = field(default_factory=dict)
    unsent: list[Json] = field(default_factory=list)
    rows: dict[str, Json] = field(default_factory=dict)
    cursor: str | None = None
    faults: list[str] = field(default_factory=list)
    _own: dict[tuple[str, str], str] = field(default_factory=dict)

    def now(self) -> int:
        """Its own clock, in milliseconds."""
        return time.time_ns() // 1_000_000 + self.ahead

    def edit(self, entity: str, fields: Json, record: str | None = None) -> Json:
        """A new edit, not yet in a group: creates without `record`, else sets."""
        n = len(self.saved) + 1
        own = f"{self.writer}.{n}"
        named = {name: {"value": value, "base": self._base(record, name, value)} for name, value in fields.items()}
        made = {
            "id": own, "device": self.writer, "n": n, "group": own, "size": 1, "at": self.now(),
            "kind": "set" if record else "create", "entity": entity, "record": record or own, "fields": named,
            "saw": [], "schema": 1, "lease": None,
        }  # fmt: skip
        for name in fields:
            self._own[made["record"], name] = own
        self.saved[own] = made
        return made

    def save(self, *edits: Json) -> list[Json]:
        """Put edits, just made, into the outbox as one group."""
        for each in edits:
            each.update(group=edits[0]["id"], size=len(edits))
            self.unsent.append(each)
        return list(edits)

    def push(self, most: int = 12) -> list[Json]:
        """Send the oldest groups, about `most` edits, and note the answers. Raises Cut, Refused."""
        size = 0
        while size < len(self.unsent) and (size == 0 or size + self.unsent[size]["size"] <= most):
            size += self.unsent[size]["size"]
        told = self.line.post("/api/sync/push", {"epoch": None, "now": self.now(), "edits": self.unsent[:size]})
        self._note(told["answers"])
        if self.unsent and told["expect"] < self.unsent[0]["n"]:
            self.faults.append(f"{self.writer}: the server asks again for {told['expect']}, which it had answered")
        return list(told["answers"])

    def pull(self) -> dict[str, Json]:
        """Pull to the end; all rows held. Raises Cut, Refused: then it goes on later where it stands."""
        while self.page()["more"]:
            pass
        return self.rows

    def page(self, **asked: Any) -> Json:
        """One page, stored whole or not at all."""
        answered = set(self.told)
        told: Json = self.line.post("/api/sync/pull", {"cursor": self.cursor, "unsent": len(self.unsent), **asked})
        rows = dict(self.rows)
        for entered in told["enter"]:
            rows = {name: row for name, row in rows.items() if row["scope"] != entered["scope"]}
            rows |= {row["id"]: row for row in self._snapshot(entered)}
        rows = {name: row for name, row in rows.items() if row["scope"] not in told["leave"]}
        for gone in told["gone"]:
            if rows.get(gone["id"], {}).get("scope") == gone["scope"]:
                del rows[gone["id"]]
        rows |= {row["id"]: row for row in told["rows"]}
        self.rows, self.cursor = rows, told["cursor"]
        if not told["more"]:
            self._own = {place: own for place, own in self._own.items() if own not in answered}
        return told

    def sync(self) -> None:
        """Push all, pull all. Raises Cut, Refused."""
        while self.unsent:
            before = len(self.unsent)
            self.push()
            assert len(self.unsent) < before, f"{self.unsent[0]['id']} is not answered"
        self.pull()

    def sync_stubbornly(self, times: int = 400) -> None:
        """`sync`, again and again, until it has gone through."""
        for _ in range(times):
            try:
                return self.sync()
            except (Cut, Refused):
                continue
        raise AssertionError(f"{self.writer} did not get through in {times} attempts: {self.line.refused}")

    def _snapshot(self, entered: Json) -> list[Json]:
        rows: list[Json] = self.line.get(f"/api/sync/snapshot/{entered['scope']}/{entered['seq']}")["rows"]
        return rows

    def _base(self, record: str | None, name: str, value: Any) -> Any:
        row = self.rows.get(record or "", {"values": {}})
        also = row.get("also", {})
        if isinstance(value, dict):
            held = also.get(name) or {element: [row["by"]] for element in row["values"].get(name, ())}
            return {element: held[element] for element in value.get("remove", ())}
        if record is None:
            return []
        if (record, name) in self._own:
            return [self._own[record, name]]
        return also.get(name, [row["by"]] if name in row["values"] else [])

    def _note(self, answers: list[Json]) -> None:
        for each in answers:
            if each["result"] == "failed":
                self.faults.append(f"{each['id']} failed")
                continue
            before = self.told.setdefault(each["id"], each)
            if {**before, "scope": 0, "seq": 0} != {**each, "scope": 0, "seq": 0}:
                self.faults.append(f"{each['id']} was answered {before}, then {each}")
        self.unsent = [each for each in self.unsent if each["id"] not in self.told]
