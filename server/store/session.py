"""One session, one transaction, per request, committed in one place: here (`server/store/attempts.py` says when it is
tried again). GET reads; everything else writes, unless its view is marked `@reads`.

A request is hurried: statements, waiting for locks and idling have an end (`server/store/engine.py`). Whatever runs
outside a request (commands) is patient, and so is a view marked `@patient`.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

import structlog
from flask import Flask, Response, current_app, g, has_request_context, request
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from server.logs import where
from server.store.engine import Tuning, open_engine

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger("store")


class _Session(Session):
    """A session that lets go of its connection, whatever has become of it."""

    def close(self) -> None:
        """End it. SQLite may have ended the transaction by itself (no room, no memory): then there is no savepoint to
        go back to, and the connection is given up, so that whoever waits for its turn does not wait for ever.
        """
        try:
            super().close()
        except SQLAlchemyError:
            self.invalidate()


class Store:
    """An opened database: `reading()` and `writing()` give sessions."""

    def __init__(self, url: str, tuning: Tuning | None = None) -> None:
        self.engine = open_engine(url, tuning)
        self._engines: dict[tuple[bool, bool, bool], Engine] = {}
        self.reader = self._engine(reads=True, patient=False, note=False)

    def session(self, reads: bool = False, *, patient: bool | None = None, note: bool = False) -> Session:
        """A session whose transaction the caller ends. `note`: what it writes may be lost if the power fails."""
        if patient is None:
            patient = not has_request_context() or g.get("patient", False)
        return _Session(self._engine(reads=reads, patient=patient, note=note), expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one transaction beside the request's own, or outside any: committed at the end, or rolled
        back.
        """
        with self.session() as session, session.begin():
            yield session
        if has_request_context():
            g.wrote_beside = True

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one unchanging picture of the database."""
        with self.session(reads=True) as session:
            yield session

    def _engine(self, *, reads: bool, patient: bool, note: bool) -> Engine:
        """The engine with the options of such a transaction; all of them share one pool."""
        if (reads, patient, note) not in self._engines:
            options: dict[str, Any] = {"ruhu_reads": reads, "ruhu_patient": patient, "ruhu_note": note}
            if reads and self.engine.dialect.name == "postgresql":
                options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            self._engines[reads, patient, note] = self.engine.execution_options(**options)
        return self._engines[reads, patient, note]


def store() -> Store:
    """The store of the current application."""
    found: Store = current_app.extensions["ruhu_store"]
    return found


def current() -> Session:
    """The session of the current request, opened at its first use."""
    if "session" not in g:
        reads = g.get("reads", request.method in ("GET", "HEAD", "OPTIONS"))
        g.session = store().session(reads=reads)
    session: Session = g.session
    return session


def reads(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that is not a GET but only reads. Must be the outermost decorator (above authentication)."""

    @functools.wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        g.reads = True
        return view(*args, **kwargs)

    return wrapped


def patient(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that may take longer than others: an import, an export. Must be above authentication."""

    @functools.wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        g.patient = True
        return view(*args, **kwargs)

    return wrapped


def after_commit(act: Callable[[Session], None]) -> None:
    """Run `act` once this request has been committed, in a transaction of its own. For notes and side effects only: if
    it fails, or the power does a moment later, the request stands and the act is lost.
    """
    g.setdefault("after_commit", []).append(act)


def keep() -> None:
    """Commit this request even though its answer is an error (a refusal that must be remembered)."""
    g.keep = True


def register(app: Flask) -> None:
    """Open the store of `app`; whatever a request leaves open is rolled back."""
    app.extensions["ruhu_store"] = Store(app.config["DATABASE_URL"], Tuning.of(app.config))

    @app.teardown_appcontext
    def close(_: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            with contextlib.suppress(SQLAlchemyError):  # its connection may be gone
                session.close()


def end(failed: bool) -> None:
    """End the request's transaction: commit it, unless the request failed; then do what waited for the commit. Raises
    what the commit raises, and nothing after it.
    """
    session: Session | None = g.pop("session", None)
    acts = g.pop("after_commit", [])
    if session is None:
        return
    with session:
        if failed and not g.get("keep"):
            session.rollback()
            return
        session.commit()
    for act in acts:
        _note(act)


def _note(act: Callable[[Session], None]) -> None:
    try:
        with store().session(note=True) as own, own.begin():
            act(own)
    except (SQLAlchemyError, OSError) as error:
        log.warning("note_lost", kind=type(error).__name__, where=where(error))


def failing(response: Response) -> bool:
    """Whether an answer tells of a failure, so that nothing of its request may stay."""
    return response.status_code >= 400
