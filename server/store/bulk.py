"""Many rows by one prepared statement of the driver: what a push writes a thousand times a minute.

The statements are made from the tables once; the values go as they are. Types that need converting (there are none
among records and edits: text and integers) must not come this way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

Row = Mapping[str, Any]


def insert(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows, each with a value for every column of the first one, by the columns' names in SQL."""
    if rows:
        names = tuple(rows[0])
        connection.exec_driver_sql(_insert(connection, table, names), _values(names, rows))


def update(connection: Connection, table: Table, key: str, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Set the columns `names` of the rows that `key` (a column) tells apart."""
    if rows:
        connection.exec_driver_sql(_update(connection, table, key, tuple(names)), _values((*names, key), rows))


def upsert(session: Session, table: Any) -> Any:
    """An INSERT that can be told what to do `on_conflict…`: each of the two stores has its own."""
    return (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(table)


def _values(names: Sequence[str], rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    return list(map(itemgetter(*names), rows))


def _insert(connection: Connection, table: Table, names: tuple[str, ...]) -> str:
    return _inserting(table, names, _quoting(connection), _mark(connection))


def _update(connection: Connection, table: Table, key: str, names: tuple[str, ...]) -> str:
    return _updating(table, key, names, _quoting(connection), _mark(connection))


def _quoting(connection: Connection) -> Any:
    return connection.dialect.identifier_preparer.quote


def _mark(connection: Connection) -> str:
    return "?" if connection.dialect.paramstyle == "qmark" else "%s"


@lru_cache(maxsize=32)
def _inserting(table: Table, names: tuple[str, ...], quote: Any, mark: str) -> str:
    columns = ", ".join(quote(name) for name in names)
    return f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({', '.join([mark] * len(names))})"


@lru_cache(maxsize=32)
def _updating(table: Table, key: str, names: tuple[str, ...], quote: Any, mark: str) -> str:
    sets = ", ".join(f"{quote(name)} = {mark}" for name in names)
    return f"UPDATE {quote(table.name)} SET {sets} WHERE {quote(key)} = {mark}"
