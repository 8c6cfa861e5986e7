"""Backup and restore of PostgreSQL: every table by COPY, all in one picture; put back in one transaction.

The data is, for each table, a line {"table", "columns"}, pieces of COPY's text each after a line with its length, and a
line 0; then one line with the sequences. What belongs to the old database is moved to a schema of its own beside.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, Integer, inspect, text
from sqlalchemy.orm import Session

from server.backup import facts
from server.backup.container import PIECE, About, Progress
from server.backup.problem import BackupProblem
from server.store import migrate
from server.store.tables import Base

VERSION_TABLE = "alembic_version"
PATIENT = (
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL lock_timeout = '10s'"
)


@contextlib.contextmanager
def taken(engine: Engine, at: int, progress: Progress) -> Iterator[tuple[About, Iterator[bytes]]]:
    """The head of the backup and its data, from one unchanging picture."""
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        connection.exec_driver_sql(PATIENT)
        tables = [name for name, _ in inspect(connection).get_sorted_table_and_fkc_names() if name]
        size = sum(_bytes(connection, name) for name in tables)
        yield facts.about(connection, at, size), _tables(connection, tables, size, progress)


def _tables(connection: Connection, tables: list[str], size: int, progress: Progress) -> Iterator[bytes]:
    done = 0
    for table in tables:
        columns = [column["name"] for column in inspect(connection).get_columns(table)]
        yield _line({"table": table, "columns": columns})
        with _driver(connection).cursor() as cursor, cursor.copy(_copy(table, columns, "TO STDOUT")) as copy:
            for piece in _gathered(copy):
                yield b"%d\n" % len(piece) + piece
                done += len(piece)
                progress(min(done, size), size)
        yield b"0\n"
    yield _line({"sequences": [[t, c, _last(connection, t, c)] for t, c in _numbered(connection, tables)]})


def _bytes(connection: Connection, table: str) -> int:
    query = text("SELECT pg_relation_size(CAST(:name AS regclass))")
    return int(connection.scalar(query, {"name": f'"{table}"'}) or 0)


def _gathered(rows: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes]:
    """COPY gives a row at a time: too little to be worth a line of its own."""
    kept = bytearray()
    for row in rows:
        kept += row
        if len(kept) >= PIECE:
            yield bytes(kept)
            kept.clear()
    if kept:
        yield bytes(kept)


def _numbered(connection: Connection, tables: list[str]) -> Iterator[tuple[str, str]]:
    """The columns that a sequence numbers."""
    for table in tables:
        for column in inspect(connection).get_columns(table):
            if isinstance(column["type"], Integer) and _sequence(connection, table, column["name"]):
                yield table, column["name"]


def _sequence(connection: Connection, table: str, column: str) -> str | None:
    found: str | None = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": f'"{table}"', "column": column}
    )
    return found


def _last(connection: Connection, table: str, column: str) -> int:
    name = _sequence(connection, table, column)
    last, called = connection.exec_driver_sql(f"SELECT last_value, is_called FROM {name}").one()
    return int(last) if called else 0


def _line(value: Any) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _copy(table: str, columns: list[str], direction: str) -> sql.Composed:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) " + direction).format(sql.Identifier(table), names)


def _driver(connection: Connection) -> psycopg.Connection[Any]:
    raw = connection.connection.driver_connection
    assert isinstance(raw, psycopg.Connection)
    return raw


def alone(connection: Connection) -> None:
    """Raises BackupProblem while anybody else is connected to the database."""
    others = connection.exec_driver_sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND backend_type = 'client backend'"
    ).scalar_one()
    if others:
        raise BackupProblem(f"The database is in use ({others} connections). Stop the server first, then restore.")


@contextlib.contextmanager
def put_back(
    engine: Engine, data: BufferedReader, about: About, wanted: str | None, progress: Progress
) -> Iterator[tuple[Session, str | None]]:
    """Replace everything by the backup, migrated, in one transaction, which ends with the block; the session of the
    block is in it. The old tables move to the schema `wanted` (with a number, if that is taken), which is told as well,
    or go if it is None.
    """
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql(PATIENT)
        alone(connection)
        kept = _free(connection, wanted)
        _clear(connection, kept)
        migrate.run(connection, about.schema)
        _fill(connection, data, about, progress)
        migrate.run(connection)
        with Session(connection, expire_on_commit=False) as session:
            yield session, kept
            session.flush()
        connection.exec_driver_sql("ANALYZE")  # the planner knows nothing of tables made a moment ago


def _free(connection: Connection, wanted: str | None) -> str | None:
    taken = set(inspect(connection).get_schema_names())
    names = (f"{wanted}_{number}" if number else wanted for number in itertools.count())
    return None if wanted is None else next(name for name in names if name not in taken)


def _clear(connection: Connection, kept: str | None) -> None:
    there = set(inspect(connection).get_table_names())
    own = [name for name in (*Base.metadata.tables, VERSION_TABLE) if name in there]
    names = ", ".join(f'"{name}"' for name in own)
    if own and kept is None:
        connection.exec_driver_sql(f"DROP TABLE {names} CASCADE")
    elif own:
        connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        connection.exec_driver_sql(f'CREATE SCHEMA "{kept}"')
        for name in own:
            connection.exec_driver_sql(f'ALTER TABLE "{name}" SET SCHEMA "{kept}"')


def _fill(connection: Connection, data: BufferedReader, about: About, progress: Progress) -> None:
    done = 0
    emptied = ", ".join(f'"{name}"' for name in inspect(connection).get_table_names() if name != VERSION_TABLE)
    connection.exec_driver_sql(f"TRUNCATE {emptied}")
    while (head := json.loads(data.readline())).get("table"):
        if head["table"] == VERSION_TABLE:
            for _ in _pieces(data):  # the migrations have written it
                pass
            continue
        asked = _copy(head["table"], head["columns"], "FROM STDIN")
        with _driver(connection).cursor() as cursor, cursor.copy(asked) as copy:
            for piece in _pieces(data):
                copy.write(piece)
                done += len(piece)
                progress(min(done, about.size), about.size)
    for table, column, last in head["sequences"]:
        name = _sequence(connection, table, column)
        if name and last:
            connection.execute(text("SELECT setval(:name, :last)"), {"name": name, "last": last})


def _pieces(data: BufferedReader) -> Iterator[bytes]:
    while length := int(data.readline()):
        yield data.read(length)
