"""Whose turn it is to write on SQLite. One writer at a time is all that SQLite allows, and whoever finds the lock taken
looks again after a pause that grows: with several writers most of the time is spent in pauses, and somebody starves.

So the writers of a process wait in a line of threads, and the first of each process for the others by a lock on a file
beside the database, which the kernel passes on at once, also when its holder is killed. It is only an order of waiting:
what keeps two writers apart is still SQLite's own lock, and whoever does not take turns (commands) harms nobody.
"""

from __future__ import annotations

import importlib.util
import os
import sqlite3
import threading

if importlib.util.find_spec("fcntl"):
    import fcntl
else:
    fcntl = None  # type: ignore[assignment]  # Windows: one process serves, the line of threads is enough


class Turns:
    """The line for one database; `path` is the file of the lock, None for a database of this process alone."""

    def __init__(self, path: str | None) -> None:
        self._path = path if fcntl is not None else None
        self._line = threading.Lock()
        self._file: int | None = None
        self._process = 0

    def take(self, seconds: float) -> None:
        """Wait for one's turn. Raises sqlite3.OperationalError, as SQLite itself would, when the line does not move."""
        if not self._line.acquire(timeout=seconds if seconds > 0 else -1):
            raise sqlite3.OperationalError("database is locked: the line of writers did not move")
        try:
            if self._path is not None:
                fcntl.flock(self._opened(self._path), fcntl.LOCK_EX)
        except BaseException:
            self._line.release()
            raise

    def give_back(self) -> None:
        """Let the next one."""
        if self._file is not None:
            fcntl.flock(self._file, fcntl.LOCK_UN)
        self._line.release()

    def close(self) -> None:
        """Let go of the file; the next turn opens it again."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _opened(self, path: str) -> int:
        """The file, opened by this very process: a lock is shared with whoever inherited its file by a fork."""
        if self._file is None or self._process != os.getpid():
            self._file, self._process = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), os.getpid()
        return self._file
