"""One session, one transaction, per request, committed in one place: here.

A request that only reads gets one unchanging picture of the database (SQLite: a deferred transaction under WAL;
PostgreSQL: repeatable read). A request that writes takes the write lock at once on SQLite (BEGIN IMMEDIATE), and
relies on locked scope rows on PostgreSQL. GET reads; everything else writes, unless its view is marked `@reads`.
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session

P = ParamSpec("P")
R = TypeVar("R")

BUSY_SECONDS = 30


class Store:
    """An opened database: `reading()` and `writing()` give sessions."""

    def __init__(self, url: str) -> None:
        self.engine = open_engine(url)
        options: dict[str, Any] = {"ruhu_reads": True}
        if self.engine.dialect.name == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self.reader = self.engine.execution_options(**options)

    def session(self, reads: bool = False) -> Session:
        """A session whose transaction the caller ends."""
        return Session(self.reader if reads else self.engine, expire_on_commit=False)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session for one transaction outside a request (command line, tests): committed at the end, or rolled
        back.
        """
        with self.session() as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session on one unchanging picture of the database."""
        with self.session(reads=True) as session:
            yield session


def open_engine(url: str) -> Engine:
    """An engine whose transactions begin as the module's docstring says."""
    if not url.startswith("sqlite"):
        return create_engine(url, hide_parameters=True, pool_size=10, max_overflow=10, pool_pre_ping=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get("ruhu_reads")
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")

    return engine


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


def after_commit(act: Callable[[Session], None]) -> None:
    """Run `act` in a transaction of its own once this request's has been committed (bookkeeping, side effects)."""
    g.setdefault("after_commit", []).append(act)


def keep() -> None:
    """Commit this request even though its answer is an error (a refusal that must be remembered)."""
    g.keep = True


def register(app: Flask) -> None:
    """Open the store of `app`; commit each request that succeeded, roll back each that did not."""
    app.extensions["ruhu_store"] = Store(app.config["DATABASE_URL"])

    @app.after_request
    def end(response: Response) -> Response:
        session: Session | None = g.pop("session", None)
        acts = g.pop("after_commit", [])
        if session is None:
            return response
        with session:
            if response.status_code >= 400 and not g.get("keep"):
                session.rollback()
                return response
            session.commit()
        for act in acts:
            with store().writing() as own:
                act(own)
        return response

    @app.teardown_appcontext
    def close(_: BaseException | None) -> None:
        session: Session | None = g.pop("session", None)
        if session is not None:
            session.close()
