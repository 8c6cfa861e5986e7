"""The floors: what the same rows cost without any of the sync, on the same store and with the same durability."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import brotli
import psycopg

Rows = Sequence[tuple[str, str, str]]  # id, scope, body

TABLE = "CREATE TABLE floor (id text PRIMARY KEY, scope text, seq integer, body text)"
UPSERT = (
    "INSERT INTO floor VALUES ({0},{0},{0},{0}) ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, body = excluded.body"
)


def text(value: object) -> str:
    """Bare JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed(value: object) -> int:
    """Bytes of the bare JSON by brotli at its best."""
    return len(brotli.compress(text(value).encode(), quality=11))


def rows(records: Iterable[Mapping[str, Any]]) -> Rows:
    """Records as the floor stores them."""
    return [(record["id"], record["scope"], text(record)) for record in records]


class Raw:
    """A bare table, written in one durable transaction and read by (scope, seq)."""

    def __init__(self, kind: str, folder: Path, url: str) -> None:
        self.kind, self.seq = kind, 0
        if kind == "sqlite":
            self.lite = sqlite3.connect(folder / "floor.sqlite3", isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL"):
                self.lite.execute(f"PRAGMA {pragma}")
            self._run = self.lite.execute
        else:
            address = url.replace("postgresql+psycopg://", "postgresql://")
            self.post = psycopg.connect(address, autocommit=True)
            self._run = self.post.execute  # type: ignore[assignment]
        self._run(TABLE)
        self._run("CREATE INDEX floor_seq ON floor (scope, seq)")

    def write(self, some: Rows) -> tuple[float, float]:
        """One transaction; returns (wall, processor) seconds of this process."""
        began, worked = time.perf_counter(), time.process_time()
        numbered = []
        for name, scope, body in some:
            self.seq += 1
            numbered.append((name, scope, self.seq, body))
        if self.kind == "sqlite":
            self.lite.execute("BEGIN IMMEDIATE")
            self.lite.executemany(UPSERT.format("?"), numbered)
            self.lite.execute("COMMIT")
        else:
            with self.post.transaction(), self.post.cursor() as cursor:
                cursor.executemany(UPSERT.format("%s"), numbered)
        return time.perf_counter() - began, time.process_time() - worked

    def read(self, scope: str, after: int) -> tuple[float, float]:
        """What changed in a scope."""
        began, worked = time.perf_counter(), time.process_time()
        mark = "?" if self.kind == "sqlite" else "%s"
        query = f"SELECT body FROM floor WHERE scope = {mark} AND seq > {mark} ORDER BY seq"
        self._run(query, (scope, after)).fetchall()
        return time.perf_counter() - began, time.process_time() - worked

    def close(self) -> None:
        """Leave it."""
        (self.lite if self.kind == "sqlite" else self.post).close()
