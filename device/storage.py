"""What a device keeps, and the promise that all else stands on: a transaction is written whole or not at all.

Eight tables of JSON values by key:

| table | key | value |
|---|---|---|
| meta | a word | who this device is, the last number taken, the cursor, an unfinished entry into scopes |
| rows | record id | {scope: row}: the server's last word. A record on its way between two scopes may be here twice |
| outbox | n | {edit, scope, state: unsent, sending or answered, answer?} until P10 |
| kept | n | {edit, answer, since}: answered edits, for a server restored from a backup |
| refused | edit id | {edit, code, state}: what the office has in quarantine |
| chunks | "<scope>/<hash>" | text of a piece of a snapshot, until all pieces are there |
| leases | lease id | {id, session, until, tickets: [{n, proof}]}: what the server last said that this device holds |
| taken | "<lease>/<n>" | {lease, session, n, until, why: given, back or returned}: a ticket never to be given again |
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

Key = str | int
Change = tuple[str, Key, Any]
TABLES = ("meta", "rows", "outbox", "kept", "refused", "chunks", "leases", "taken")
NOTHING = None  # a value that is written to delete; JSON's null is never kept on its own


class Reader(Protocol):
    """Whatever can be read like a storage: the storage itself, or a transaction that sees its own changes."""

    def get(self, table: str, key: Key, default: Any = None) -> Any:
        """The value under `key`, or `default`."""

    def all(self, table: str) -> Mapping[Any, Any]:
        """Every value of a table by its key; not to be changed."""


class Storage:
    """Tables in memory. `commit` is the only thing that changes them; a form that lasts overrides it."""

    def __init__(self) -> None:
        self._tables: dict[str, dict[Key, Any]] = {name: {} for name in TABLES}

    def get(self, table: str, key: Key, default: Any = None) -> Any:
        """The value under `key`, or `default`."""
        return self._tables[table].get(key, default)

    def all(self, table: str) -> Mapping[Any, Any]:
        """Every value of a table by its key; not to be changed."""
        return self._tables[table]

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Changes that are committed together when the block ends, or forgotten when it is left by an exception."""
        changes = Transaction(self)
        yield changes
        self.commit(changes.made())

    def commit(self, changes: Iterable[Change]) -> None:
        """Make all changes at once. Values are shared, not copied: whoever changes one puts a new one."""
        for table, key, value in changes:
            if value is NOTHING:
                self._tables[table].pop(key, None)
            else:
                self._tables[table][key] = value


class Memory(Storage):
    """A storage that lives as long as the object: for simulations, where it is the disk that outlives a crash."""


class File(Storage):
    """An SQLite file. A killed process goes on where the last commit left it; a second process is kept out."""

    def __init__(self, path: Path, patience: float = 5.0) -> None:
        super().__init__()
        self._file = sqlite3.connect(path, timeout=patience, isolation_level=None)
        self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._file.execute("PRAGMA synchronous = FULL")
        self._file.execute("BEGIN EXCLUSIVE")  # the lock is taken with the first writing, and then kept
        # `key` has no type, so that numbers stay numbers.
        self._file.execute("CREATE TABLE IF NOT EXISTS kept (name TEXT, key, value TEXT, PRIMARY KEY (name, key))")
        self._file.execute("COMMIT")
        for name, key, value in self._file.execute("SELECT name, key, value FROM kept"):
            self._tables[name][key] = json.loads(value)

    def commit(self, changes: Iterable[Change]) -> None:
        """Write to the file, then to memory: what is shown is on the disk."""
        made = list(changes)
        self._file.execute("BEGIN IMMEDIATE")
        try:
            for table, key, value in made:
                if value is NOTHING:
                    self._file.execute("DELETE FROM kept WHERE name = ? AND key = ?", (table, key))
                else:
                    text = json.dumps(value, ensure_ascii=False)
                    self._file.execute("REPLACE INTO kept (name, key, value) VALUES (?, ?, ?)", (table, key, text))
            self._file.execute("COMMIT")
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        super().commit(made)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()


class Transaction:
    """Changes not yet committed; reads see them."""

    def __init__(self, under: Storage) -> None:
        self._under = under
        self._made: dict[tuple[str, Key], Any] = {}

    def get(self, table: str, key: Key, default: Any = None) -> Any:
        """The value under `key` as it will be, or `default`."""
        if (table, key) not in self._made:
            return self._under.get(table, key, default)
        value = self._made[table, key]
        return default if value is NOTHING else value

    def all(self, table: str) -> Mapping[Any, Any]:
        """Every value of a table as it will be."""
        changed = {key: value for (name, key), value in self._made.items() if name == table}
        together = {**self._under.all(table), **changed}
        return {key: value for key, value in together.items() if value is not NOTHING}

    def put(self, table: str, key: Key, value: Any) -> None:
        """Write a value."""
        self._made[table, key] = value

    def delete(self, table: str, key: Key) -> None:
        """Forget a value."""
        self._made[table, key] = NOTHING

    def clear(self, *tables: str) -> None:
        """Forget everything in these tables."""
        for table in tables:
            for key in self.all(table):
                self.delete(table, key)

    def made(self) -> list[Change]:
        """What is to be committed."""
        return [(table, key, value) for (table, key), value in self._made.items()]
