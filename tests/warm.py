"""What is the same for every application and every engine is worked out once in a process, not for every test anew:
how an address is built from a rule of the routes, and the text of a statement. A server that runs for months does so
too; only tests make an application a thousand times. Nothing that is kept depends on a database or a request.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from server.store import engine

STATEMENTS = 4000  # more than the server has; an engine of its own would keep 500


def routes() -> None:
    """Rules with the same text and converters share the function that builds their addresses."""
    built: dict[Any, Callable[..., Any]] = {}
    original = Rule._compile_builder

    def shared(self: Rule, append_unknown: bool = True) -> Callable[..., Any]:
        if self.defaults:
            return original(self, append_unknown)
        key = (self.rule, tuple(self._trace), append_unknown)
        if key not in built:
            built[key] = original(self, append_unknown)
        return built[key]

    Rule._compile_builder = shared  # type: ignore[method-assign]


def statements() -> None:
    """Engines of one kind share the statements that they have compiled: their dialects are one to whoever asks."""
    compiled = {kind: LRUCache(STATEMENTS) for kind in (PGDialect_psycopg, SQLiteDialect_pysqlite)}
    for kind in compiled:
        kind.__eq__ = lambda one, other: type(one) is type(other)  # type: ignore[assignment,method-assign]
        kind.__hash__ = lambda one: hash(type(one))  # type: ignore[assignment,method-assign]

    def shared(address: URL, **options: Any) -> Engine:
        made = create_engine(address, **options)
        made._compiled_cache = compiled[type(made.dialect)]  # type: ignore[index]
        return made

    engine.create_engine = shared  # type: ignore[attr-defined]
