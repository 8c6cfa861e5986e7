"""Keeps the high-water file, and compares the database with it at each start."""

from __future__ import annotations

import atexit
import time
import weakref
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, Response, request
from sqlalchemy import event
from sqlalchemy.exc import SQLAlchemyError

from server import clock
from server.backup import epochs, facts, highwater
from server.backup.highwater import HighWater, Mark
from server.store.session import Store

SECONDS = 5.0  # between two writings of one process

log = structlog.get_logger("backup")


class Watch:
    """Of one store: notes that something was committed, and writes the file when it is time."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.store, self.file = store, HighWater(folder)
        self.checked = False
        self._look_at = 0.0
        self._dirty = False
        self._next = 0.0

        @event.listens_for(store.engine, "commit")
        def committing(_: Any) -> None:
            self._dirty = True

    def due(self) -> bool:
        """Whether it is time to write again."""
        return time.monotonic() >= self._next

    def note(self) -> None:
        """Write the file if anything was committed since; never fails, for nobody is waiting for it."""
        if not self._dirty:
            return
        self._dirty, self._next = False, time.monotonic() + SECONDS
        try:
            with self.store.reading() as session:
                now = highwater.of(session)
            with self.file.held():
                known = self.file.find(now.epoch)
                if known is None:
                    self.file.put(now)
                elif known.epoch == now.epoch and (after := highwater.joined(known, now)) != known:
                    self.file.put(after)
        except (SQLAlchemyError, OSError) as error:
            log.warning("highwater_not_written", kind=type(error).__name__)

    def check(self) -> None:
        """Compare the database with the file; begin a new epoch if it has gone back in time. Once in a process; a
        store that is not there yet is compared when it is.
        """
        if self.checked or time.monotonic() < self._look_at:
            return
        self._look_at = time.monotonic() + SECONDS
        try:
            with self.file.held():
                self._check()
        except (SQLAlchemyError, OSError) as error:
            log.warning("highwater_not_compared", kind=type(error).__name__)

    def _check(self) -> None:
        path = self.store.engine.url.database
        if self.store.engine.dialect.name == "sqlite" and not (path and Path(path).exists()):
            return  # looking would make it
        with self.store.reader.connect() as connection:
            if not facts.set_up(connection):
                return
        with self.store.reading() as session:
            now = highwater.of(session)
        known = self.file.find(now.epoch)
        if known is not None and highwater.behind(now, known):
            with self.store.writing() as session:
                begun = epochs.begin(session, known, "behind", clock.now_ms())
            with self.store.reading() as session:
                now = highwater.of(session)
            log.error("database_behind", epoch=begun.epoch, before=begun.before, writers=begun.writers)
            known = Mark([*known.epochs, begun.epoch])
        if known is None or highwater.joined(known, now) != known:
            self.file.put(highwater.joined(known or now, now))
        self.checked = True


def register(app: Flask) -> None:
    """Compare now; keep the file up to date after requests, and at the end of the process."""
    store: Store = app.extensions["ruhu_store"]
    watch = Watch(store, Path(app.config["RUHU_VAR"]))
    app.extensions["ruhu_highwater"] = watch
    watch.check()
    store.engine.dispose()  # a server that forks after this must not share a connection
    finish = weakref.WeakMethod(watch.note)
    atexit.register(lambda: (act := finish()) and act())

    @app.before_request
    def compare() -> None:
        if not watch.checked:
            watch.check()

    @app.after_request
    def keep(response: Response) -> Response:
        if request.method not in ("GET", "HEAD", "OPTIONS") and watch.due():
            response.call_on_close(watch.note)
        return response
