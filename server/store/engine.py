"""How a database is opened: its pool, how long anything may take, and how a transaction begins.

A reader gets one unchanging picture of the database. SQLite: a deferred transaction under WAL, whose picture is taken
by its first query; PostgreSQL: repeatable read, read only. A writer takes the write lock at once on SQLite (BEGIN
IMMEDIATE), and relies on locked scope rows on PostgreSQL. A commit is on the disk when it returns, on both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from server.store.turns import Turns

LOST_AFTER_SECONDS = 1800  # an idle connection is renewed before a firewall forgets it
CONNECT_SECONDS = 5
CHECKPOINT_PAGES = 4000  # 16 MB: a day's pushes rewrite the same few pages
WAL_BYTES = 64 * 1024 * 1024  # what a large import leaves of its log
CACHE_KIB = 32 * 1024
# What waits for nobody at a phone or a desk (commands, imports, exports) may compute as long as it likes; while it
# waits for a lock, whoever comes after it waits too, so that has an end here as well.
PATIENT_LOCK_MS = 60_000


@dataclass(frozen=True)
class Tuning:
    """Sizes and times of one process; see the settings of the same names in `server/config.py`."""

    pool: int = 10
    pool_wait_ms: int = 5_000
    statement_ms: int = 30_000
    lock_ms: int = 15_000
    idle_ms: int = 60_000

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Tuning:
        """What the configuration says."""
        return cls(
            int(settings["DB_POOL"]),
            int(settings["DB_POOL_WAIT_MS"]),
            int(settings["DB_STATEMENT_MS"]),
            int(settings["DB_LOCK_MS"]),
            int(settings["DB_IDLE_MS"]),
        )


def open_engine(url: str, tuning: Tuning | None = None) -> Engine:
    """An engine whose transactions begin as the module's docstring says. Nothing is connected yet."""
    address, tuning = make_url(url), tuning or Tuning()
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, tuning)
    return _postgresql(address, tuning)


def _pooled(address: URL, tuning: Tuning, **options: Any) -> Engine:
    return create_engine(
        address,
        hide_parameters=True,
        pool_size=tuning.pool,
        max_overflow=tuning.pool,  # an import holds a reader and a writer at once
        pool_timeout=tuning.pool_wait_ms / 1000,
        pool_use_lifo=True,  # the warmest first: its statements are prepared, its pages read
        **options,
    )


def _postgresql(address: URL, tuning: Tuning) -> Engine:
    engine = _pooled(address, tuning, pool_recycle=LOST_AFTER_SECONDS, connect_args=_session(address, tuning))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        asked = connection.get_execution_options()
        if asked.get("ruhu_patient"):
            connection.exec_driver_sql(
                "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
                f"SET LOCAL lock_timeout = {max(PATIENT_LOCK_MS, tuning.lock_ms)}"
            )
        if asked.get("ruhu_note"):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

    return engine


def _session(address: URL, tuning: Tuning) -> dict[str, Any]:
    """What every connection is opened with. An address that says something itself is not overruled."""
    settings = {
        "statement_timeout": tuning.statement_ms,
        "lock_timeout": tuning.lock_ms,
        "idle_in_transaction_session_timeout": tuning.idle_ms,
        "synchronous_commit": "on",
    }
    own = str(address.query.get("options", ""))
    ours = " ".join(f"-c {name}={value}" for name, value in settings.items() if name not in own)
    arguments: dict[str, Any] = {"application_name": "ruhu", "connect_timeout": CONNECT_SECONDS}
    arguments = {name: value for name, value in arguments.items() if name not in address.query}
    return {**arguments, "options": f"{own} {ours}".strip()}


def _sqlite(address: URL, tuning: Tuning) -> Engine:
    in_memory = address.database in (None, "", ":memory:")
    timeout = {"timeout": tuning.lock_ms / 1000}
    if in_memory:
        engine, turns = create_engine(address, hide_parameters=True, connect_args=timeout), Turns(None)
    else:
        engine, turns = _pooled(address, tuning, connect_args=timeout), Turns(f"{address.database}-turn")

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        for pragma in (
            "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"cache_size=-{CACHE_KIB}",
            f"wal_autocheckpoint={CHECKPOINT_PAGES}", f"journal_size_limit={WAL_BYTES}",
        ):  # fmt: skip
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        asked, raw = connection.get_execution_options(), _raw(connection)
        try:
            if asked.get("ruhu_reads"):
                raw.execute("BEGIN")
                return
            if asked.get("ruhu_note"):
                connection.info["ruhu_note"] = True
                raw.execute("PRAGMA synchronous=NORMAL")
            if "ruhu_turn" not in connection.info:
                turns.take(tuning.lock_ms / 1000)
                connection.info["ruhu_turn"] = turns
            raw.execute("BEGIN IMMEDIATE")
            if asked.get("ruhu_patient"):  # the others shall wait for SQLite's lock, which they give up waiting for
                connection.info.pop("ruhu_turn").give_back()
        except sqlite3.Error as error:
            raise OperationalError("BEGIN", None, error) from error

    @event.listens_for(engine, "engine_disposed")
    def disposed(_: Engine) -> None:
        turns.close()

    @event.listens_for(engine, "checkin")
    def returned(connection: sqlite3.Connection | None, entry: ConnectionPoolEntry) -> None:
        if held := entry.info.pop("ruhu_turn", None):
            held.give_back()
        if entry.info.pop("ruhu_note", None) and connection is not None:
            connection.execute("PRAGMA synchronous=FULL")

    return engine


def _raw(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection: BEGIN by it costs a tenth of a statement of the engine."""
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw
