"""Backup and restore of SQLite: an image of the database, page by page.

The image is taken by SQLite's own online backup while a read transaction holds one picture of the database, so that
writers go on. It is put back by the same means in the other direction: one transaction of SQLite, after which all pages
are the new ones, or, if it was cut off at any moment, all of them still the old ones.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import sqlite3
from collections.abc import Callable, Iterator
from io import BufferedReader
from pathlib import Path

from sqlalchemy import Engine

from server.backup import container, facts
from server.backup.container import PIECE, About, Progress
from server.backup.problem import BackupProblem

PAGES = 2048  # between two looks at the progress
IN_USE_SECONDS = 5


@contextlib.contextmanager
def taken(engine: Engine, at: int, beside: Path, progress: Progress) -> Iterator[tuple[About, Iterator[bytes]]]:
    """The head of the backup and its data. The copy that is compressed waits in `beside` until the block ends."""
    with _scratch(beside) as copy:
        with engine.connect().execution_options(ruhu_reads=True) as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()  # from here on one picture
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            size = pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one()
            about = facts.about(connection, at, size)
            raw = connection.connection.dbapi_connection
            assert isinstance(raw, sqlite3.Connection)
            with contextlib.closing(sqlite3.connect(copy, isolation_level=None)) as target:
                target.execute("PRAGMA journal_mode=OFF")  # nobody needs a copy that was cut off
                target.execute("PRAGMA synchronous=OFF")
                raw.backup(target, pages=PAGES, progress=_half(progress, size))
        yield about, _pieces(copy, progress)


def _half(progress: Progress, size: int) -> Callable[[int, int, int], None]:
    """Copying is the first half of the work."""
    return lambda _, remaining, total: progress((total - remaining) * size // (2 * max(total, 1)), size)


def _pieces(copy: Path, progress: Progress) -> Iterator[bytes]:
    size = copy.stat().st_size
    with copy.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
            progress(size // 2 + file.tell() // 2, size)


@contextlib.contextmanager
def _scratch(path: Path) -> Iterator[Path]:
    """A file that only its owner may read, empty now and gone afterwards, also what a killed run left of it."""
    _remove(path)
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield path
    finally:
        _remove(path)


def _remove(path: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm", "-turn"):
        path.with_name(path.name + end).unlink(missing_ok=True)


@contextlib.contextmanager
def unpacked(data: BufferedReader, live: Path, about: About, progress: Progress) -> Iterator[Path]:
    """The database of a backup as a file beside the live one, looked through and sound; gone afterwards."""
    with _scratch(live.with_name(live.name + ".restoring")) as image:
        with image.open("wb") as file:
            while piece := data.read(PIECE):
                file.write(piece)
                progress(file.tell(), about.size)
        with contextlib.closing(sqlite3.connect(image)) as connection:
            try:
                found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
            except sqlite3.DatabaseError as error:
                found = str(error)
        if found != "ok":
            raise BackupProblem(f"The database in this backup is damaged ({found}).")
        yield image


def alone(live: Path) -> None:
    """Raises BackupProblem while anybody else has the database open. What its log held is in the file then."""
    if not live.exists():
        return
    with contextlib.closing(sqlite3.connect(live, timeout=IN_USE_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.OperationalError:
            raise BackupProblem("The database is in use. Stop the server first, then restore.") from None


def keep(live: Path, name: str) -> Path:
    """Copy the old database beside, whole or not at all, under this name or, if that is taken, this and a number."""
    names = (f"{name}-{number}" if number else name for number in itertools.count())
    kept = next(path for each in names if not (path := live.with_name(each)).exists())
    partial = kept.with_name(kept.name + ".partial")
    with (
        _scratch(partial),
        contextlib.closing(sqlite3.connect(live, isolation_level=None)) as source,
        contextlib.closing(sqlite3.connect(partial, isolation_level=None)) as target,
    ):
        source.backup(target)
        target.close()
        partial.rename(kept)
    container.sync_folder(kept.parent)
    return kept


def put_back(image: Path, live: Path, progress: Progress) -> None:
    """Make `live` what `image` is, in one transaction."""
    with contextlib.closing(sqlite3.connect(image)) as source:
        source.execute("PRAGMA journal_mode=DELETE")
        with contextlib.closing(sqlite3.connect(live, timeout=IN_USE_SECONDS, isolation_level=None)) as target:
            target.execute("PRAGMA synchronous=FULL")
            source.backup(target, pages=PAGES, progress=_whole(progress))


def _whole(progress: Progress) -> Callable[[int, int, int], None]:
    return lambda _, remaining, total: progress(total - remaining, max(total, 1))
