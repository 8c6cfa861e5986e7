"""A phone of these tests: the reference device on a line that may break, and what it has saved."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from device import Device, Memory
from device.saving import Group
from device.wire import drive
from tests.chaos.line import Line

Json = dict[str, Any]
SMALLEST, LARGEST = 500, 20_000  # bytes of a batch


class Failed(Exception):
    """The phone is not in step: the code of what stood in its way."""


class Phone:
    """One enrolled phone. `saved` is all its work by edit id; `line.told` are the answers. `ahead`: ms of its clock."""

    def __init__(self, line: Line, code: str, account: int, seed: object, ahead: int = 0) -> None:
        self.line, self.account = line, account
        self.device = Device(Memory(), lambda: time.time_ns() // 1_000_000 + ahead)
        drive(self.device.enrol(code), line)
        self.writer: int = self.device.identity["writer"]
        self.token: str = self.device.identity["token"]
        self.pick = random.Random(f"{seed}:{self.writer}")
        self.saved: dict[str, Json] = {}

    @property
    def rows(self) -> dict[str, Json]:
        """The server's rows that it holds, each once."""
        held = self.device.storage.all("rows")
        assert all(len(copies) == 1 for copies in held.values())
        return {name: row for name, copies in held.items() for row in copies.values()}

    def shown(self, entity: str) -> list[Json]:
        """The records of a kind as they are shown, by id."""
        return sorted(self.device.all(entity), key=lambda row: row["id"])

    @contextmanager
    def saving(self) -> Iterator[Group]:
        """A group of edits, saved when the block ends."""
        with self.device.saving() as group:
            yield group
        for entry in self.device.storage.all("outbox").values():
            self.saved.setdefault(entry["edit"]["id"], entry["edit"])

    def unsent(self) -> list[str]:
        """The ids of what has no answer."""
        return [edit["id"] for edit in self.device.unsent()]

    def sync(self) -> dict[str, Json]:
        """Push and pull, in batches of a size by chance; the rows held. Raises Failed."""
        self.device.pace.bytes = self.pick.randrange(SMALLEST, LARGEST)
        done = drive(self.device.cycle(), self.line)
        if done.repaired or done.unknown:
            self.line.faults.append(f"{self.writer} held something else than the server: {done}")
        if done.failure is not None:
            raise Failed(done.failure)
        return self.rows

    def sync_stubbornly(self, times: int = 400) -> dict[str, Json]:
        """`sync`, again and again, until it has gone through."""
        for _ in range(times):
            try:
                return self.sync()
            except Failed:
                continue
        raise AssertionError(f"{self.writer} did not get through in {times} attempts: {self.line.refused}")
