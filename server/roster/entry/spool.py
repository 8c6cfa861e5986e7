"""A file on its way in, as a small database of its own under var/roster: parsed once, checked and imported in parts.

Whatever stops the server, what a part had written is there or the part never was; nothing of the file is in the main
database before it goes in. Here are the rows as they stood; what a check found of them is kept by `findings`.
"""

from __future__ import annotations

import datetime
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson

from server.roster.sheet.abreast import Lists, in_sheet
from server.roster.sheet.files import HEAD, Row, Sheet
from server.roster.sheet.text import Cell

_AT_ONCE = 1000
_WAIT_SECONDS = 60.0
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE raw (row INTEGER PRIMARY KEY, cells TEXT NOT NULL);
"""
_TIMES: dict[str, Any] = {
    "dt": datetime.datetime.fromisoformat, "d": datetime.date.fromisoformat, "t": datetime.time.fromisoformat,
}  # fmt: skip


class Spool:
    """One file's database. Without a path it is a temporary one that ends with `close`."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        if path is not None and not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
        self.db = sqlite3.connect(str(path or ""), timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA temp_store = FILE")

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    @contextmanager
    def part(self) -> Iterator[None]:
        """One part of the work: all of it is kept, or none. Whoever else works on this file waits."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")

    def get(self, key: str, default: Any = None) -> Any:
        """What was noted under a key."""
        found = self.db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return orjson.loads(found[0]) if found else default

    def note(self, **values: Any) -> None:
        """Note values under keys."""
        rows = [(key, orjson.dumps(value).decode()) for key, value in values.items()]
        self.db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", rows)

    def take(self, sheet: Sheet, abreast: Lists | None = None) -> None:
        """Write the rows of a sheet (empty ones but for the first are left out). Sheets before it are forgotten."""
        self.db.executescript(f"DROP TABLE IF EXISTS meta; DROP TABLE IF EXISTS raw; {_SCHEMA}")
        widest = 0
        last = 0
        with self.part():
            batch: list[tuple[int, str]] = []
            for at, row in _numbered(sheet, abreast):
                end = len(row)
                while end and row[end - 1] in ("", None):
                    end -= 1
                if end or at < sheet.first + HEAD:
                    batch.append((at, packed(row[:end])))
                    widest = max(widest, end)
                    last = max(last, in_sheet(at)) if end else last
                if len(batch) == _AT_ONCE:
                    self.db.executemany("INSERT INTO raw VALUES (?, ?)", batch)
                    batch.clear()
            self.db.executemany("INSERT INTO raw VALUES (?, ?)", batch)
            self.note(sheet=sheet.name, width=widest, last=last)

    def head(self) -> list[Row]:
        """The sheet's first rows, empty ones too, for the header to be looked for."""
        return [row for _, row in self.rows(0, HEAD)]

    def rows(self, after: int, most: int) -> list[tuple[int, Row]]:
        """The next rows behind the sheet's row `after`, with their numbers in the sheet."""
        found = self.db.execute("SELECT row, cells FROM raw WHERE row > ? ORDER BY row LIMIT ?", (after, most))
        return [(row, unpacked(cells)) for row, cells in found]

    def each(self, after: int) -> Iterator[tuple[int, Row]]:
        """All rows behind the sheet's row `after`, one in memory at a time."""
        found = self.db.execute("SELECT row, cells FROM raw WHERE row > ? ORDER BY row", (after,))
        return ((row, unpacked(cells)) for row, cells in found)

    def count(self, after: int = 0) -> int:
        """How many rows there are behind the sheet's row `after`."""
        return int(self.db.execute("SELECT count(*) FROM raw WHERE row > ?", (after,)).fetchone()[0])


def _numbered(sheet: Sheet, abreast: Lists | None) -> Iterator[tuple[int, Row]]:
    for at, row in enumerate(sheet.each(), sheet.first):
        if abreast:
            yield from abreast.apart(at, row)
        else:
            yield at, row


def packed(row: Row) -> str:
    """A row as JSON; dates and times keep their kind."""
    try:
        return orjson.dumps(row, default=_told, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
    except TypeError:  # a number of more than 64 bits: nobody reads it as one
        return packed([str(cell) if isinstance(cell, int) and abs(cell) >> 63 else cell for cell in row])


def unpacked(cells: str) -> Row:
    """The row that was packed."""
    row: list[Any] = orjson.loads(cells)
    return [_meant(cell) if type(cell) is dict else cell for cell in row]


def _told(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        return {"dt": cell.isoformat()}
    if isinstance(cell, datetime.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, datetime.time):
        return {"t": cell.isoformat()}
    if isinstance(cell, datetime.timedelta):
        return {"s": cell.total_seconds()}
    return str(cell)


def _meant(cell: dict[str, Any]) -> Cell:
    ((kind, value),) = cell.items()
    if kind == "s":
        return datetime.timedelta(seconds=value)
    made: Cell = _TIMES[kind](value)
    return made
