"""The high-water file: how far the database had come, told outside of it (`RUHU_VAR/highwater.json`).

Whoever copies an old database back by hand, or restores PostgreSQL by its own means, gets a database that has forgotten
numbers which phones know. It looks whole. So the last numbers stand in this file as well; at each start they are
compared, and a database that is behind them begins a new epoch. The file is written at most every few seconds, after
commits and without anybody waiting for it, so it may be behind the database by that much, never before it.

    {"towns": [{"epochs": ["ac3b…"], "writer": 40, "changes": 51234, "last_n": {"1": 17}, "revoked": [3]}]}

There is one entry for each township that this folder has served, known by its epochs, newest last.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.backup import locking
from server.store.tables import Device, Meta, Scope, Writer

NAME = "highwater.json"
TOWNS = 8  # a folder in which databases are tried out need not remember all of them

log = structlog.get_logger("backup")


@dataclass(frozen=True)
class Mark:
    """How far one township had come: its epochs (newest last), its greatest writer id, the sum of its scopes' numbers,
    the last number of every writer, its revoked phones.
    """

    epochs: list[str]
    writer: int = 0
    changes: int = 0
    last_n: dict[str, int] = field(default_factory=dict)
    revoked: list[int] = field(default_factory=list)

    @property
    def epoch(self) -> str:
        """The present epoch."""
        return self.epochs[-1]

    def made(self, writer: int) -> int:
        """The last number that this writer is known to have given."""
        return self.last_n.get(str(writer), 0)


def of(session: Session) -> Mark:
    """How far the database has come."""
    writers = {number: last for number, last in session.execute(select(Writer.id, Writer.last_n))}
    return Mark(
        epochs=[session.get_one(Meta, "epoch").value],
        writer=max(writers, default=0),
        changes=int(session.scalar(select(func.sum(Scope.seq))) or 0),
        last_n={str(number): last for number, last in writers.items()},
        revoked=sorted(session.scalars(select(Device.id).where(Device.revoked_at.is_not(None)))),
    )


def behind(now: Mark, known: Mark) -> bool:
    """Whether a database that stands at `now` has forgotten something of `known`."""
    return (
        now.epoch != known.epoch
        or now.writer < known.writer
        or now.changes < known.changes
        or not known.last_n.keys() <= now.last_n.keys()
        or any(now.made(int(writer)) < last for writer, last in known.last_n.items())
    )


def joined(known: Mark, now: Mark) -> Mark:
    """The higher of both, of one township in one epoch."""
    last_n = {writer: max(last, now.last_n.get(writer, 0)) for writer, last in known.last_n.items()}
    return Mark(
        known.epochs, max(known.writer, now.writer), max(known.changes, now.changes), {**now.last_n, **last_n},
        sorted({*known.revoked, *now.revoked}),
    )  # fmt: skip


class HighWater:
    """The file in one folder."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """No other process reads or writes it meanwhile."""
        with locking.exclusive(self.path.with_suffix(".lock")):
            yield

    def find(self, epoch: str) -> Mark | None:
        """The township that has, or once had, this epoch."""
        return next((mark for mark in reversed(self._read()) if epoch in mark.epochs), None)

    def put(self, mark: Mark) -> None:
        """Keep it in the place of what was known of this township. The file is always whole."""
        others = [each for each in self._read() if not set(each.epochs) & set(mark.epochs)]
        text = json.dumps({"towns": [asdict(each) for each in [*others, mark][-TOWNS:]]})
        fresh = self.path.with_suffix(".fresh")
        with open(fresh, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self.path)

    def _read(self) -> list[Mark]:
        try:
            return [_mark(each) for each in json.loads(self.path.read_text(encoding="utf-8"))["towns"]]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, KeyError, TypeError) as error:
            log.error("highwater_unreadable", kind=type(error).__name__)
            return []


def _mark(raw: Mapping[str, Any]) -> Mark:
    return Mark(
        [str(epoch) for epoch in raw["epochs"]], int(raw["writer"]), int(raw["changes"]),
        {str(int(writer)): int(last) for writer, last in raw["last_n"].items()}, [int(each) for each in raw["revoked"]],
    )  # fmt: skip
