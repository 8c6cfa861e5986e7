"""When each phone was last in step, and what it then had not sent: for the office's list of phones.

A pull only reads, and a commit for each would cost more than its answer. So the notes wait in memory and are written
together: with the first pull after half a minute, before this process answers the office, and when it ends. With
several processes the office's list may therefore lag behind by as long as a process is not asked anything; the notes
of a process that is killed are lost until those phones pull again.
"""

from __future__ import annotations

import atexit
import threading
import time
import weakref
from typing import NamedTuple

import structlog
from flask import Flask, current_app, request
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from server.store.session import Store

FLUSH_SECONDS = 30.0
_WRITE = text("""
    UPDATE devices SET last_sync = :at, unsent = :unsent, app = :app
    WHERE id = :device AND (last_sync IS NULL OR last_sync <= :at)
""")

log = structlog.get_logger("seen")
_newest: weakref.ref[Seen] | None = None


class Note(NamedTuple):
    """What a phone said with its pull, at a time (ms)."""

    at: int
    unsent: int
    app: str | None


class Seen:
    """The notes of one process."""

    def __init__(self, opened: Store) -> None:
        self._store = opened
        self._lock = threading.Lock()
        self._notes: dict[int, Note] = {}
        self._written = 0.0  # by the monotonic clock

    def note(self, device: int, said: Note) -> bool:
        """Remember what a phone said; True if it is time to `write`."""
        with self._lock:
            self._notes[device] = said
            return time.monotonic() - self._written > FLUSH_SECONDS

    def waiting(self) -> bool:
        """Whether something is not written yet."""
        return bool(self._notes)

    def write(self, session: Session) -> None:
        """Write the notes, in the order of the phones so that two processes never wait for each other."""
        with self._lock:
            notes, self._notes = self._notes, {}
            self._written = time.monotonic()
        if notes:
            rows = [{"device": device, **note._asdict()} for device, note in sorted(notes.items())]
            session.connection().execute(_WRITE, rows)

    def write_now(self) -> None:
        """Write the notes in a transaction of their own; if the store is busy or away, they are lost."""
        try:
            with self._store.session(note=True) as session, session.begin():
                self.write(session)
        except SQLAlchemyError as error:
            log.warning("notes_lost", kind=type(error).__name__)


def seen() -> Seen:
    """The notes of the current application."""
    found: Seen = current_app.extensions["ruhu_seen"]
    return found


def register(app: Flask) -> None:
    """Keep notes for `app`."""
    global _newest
    kept = app.extensions["ruhu_seen"] = Seen(app.extensions["ruhu_store"])
    _newest = weakref.ref(kept)

    @app.before_request
    def for_the_office() -> None:
        if request.path.startswith("/api/office/") and kept.waiting():
            kept.write_now()


@atexit.register
def _at_exit() -> None:
    kept = _newest() if _newest is not None else None
    if kept is not None and kept.waiting():
        kept.write_now()
