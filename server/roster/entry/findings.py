"""What a check found of a file, in the file's own database: who stands in which row, households, problems, what was put
right. Written part by part while the check goes on, read by the preview and by the import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from server.roster.entry.spool import Spool
from server.roster.newer.meeting import Turn
from server.roster.person.households import Household
from server.roster.person.rows import Person
from server.roster.problems import Code, Found, Mended

GOING = ("new", "changed", "unchanged", "found")  # states of rows that the import takes up
_TABLES = ("person", "household", "latest", "seen", "solved", "problem", "mended", "turning", "going", "portion")
_SCHEMA = """
CREATE TABLE person (
    row INTEGER PRIMARY KEY, household INTEGER, grid TEXT NOT NULL, state TEXT NOT NULL, differences INTEGER NOT NULL,
    doses INTEGER NOT NULL, contraindications INTEGER NOT NULL, body TEXT NOT NULL
);
CREATE TABLE household (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, first INTEGER NOT NULL, grid TEXT NOT NULL,
    headed INTEGER NOT NULL, head_name TEXT NOT NULL, address TEXT NOT NULL, home TEXT NOT NULL
);
CREATE TABLE latest (base TEXT PRIMARY KEY, key TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE seen (key TEXT PRIMARY KEY, row INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE solved (words TEXT PRIMARY KEY, place TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE problem (row INTEGER NOT NULL, title TEXT NOT NULL, code TEXT NOT NULL, said TEXT NOT NULL);
CREATE TABLE mended (row INTEGER NOT NULL, title TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL);
CREATE TABLE turning (row INTEGER NOT NULL, name TEXT NOT NULL, told TEXT NOT NULL);
CREATE TABLE going (at INTEGER PRIMARY KEY, row INTEGER NOT NULL);
CREATE TABLE portion (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX problem_row ON problem (row);
"""


class Findings:
    """The findings of one spool. `begin` forgets those of an earlier check."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.db = spool.db
        self._homes: dict[str, Household | None] = {}
        self._changed: set[str] = set()
        self._latest: dict[str, str] = {}
        self._count: int | None = None

    def begin(self) -> None:
        """Make the tables, empty. Within a part."""
        for table in _TABLES:
            self.db.execute(f"DROP TABLE IF EXISTS {table}")
        for statement in _SCHEMA.split(";")[:-1]:
            self.db.execute(statement)

    # The households of the file (what `households.Grouping` builds on)

    def household(self, key: str) -> Household | None:
        """The household with this key, if a row has named it."""
        if key not in self._homes:
            query = "SELECT id, key, first, grid, headed, head_name, address, home FROM household WHERE key = ?"
            found = self.db.execute(query, (key,)).fetchone()
            self._homes[key] = _household(found) if found else None
        return self._homes[key]

    def put(self, household: Household) -> None:
        """Keep a household that is new or has changed."""
        self._homes[household.key] = household
        self._changed.add(household.key)

    def households(self) -> int:
        """How many there are."""
        if self._count is None:
            self._count = int(self.db.execute("SELECT count(*) FROM household").fetchone()[0])
        return self._count

    def new_household(self, key: str, grid: str, row: int) -> Household:
        """The next household."""
        made = Household(self.households() + 1, key, grid, row)
        self._count = made.id
        self.put(made)
        return made

    def latest(self, base: str) -> str:
        """The key of the household that stood last at a door."""
        if base not in self._latest:
            found = self.db.execute("SELECT key FROM latest WHERE base = ?", (base,)).fetchone()
            self._latest[base] = found[0] if found else base
        return self._latest[base]

    def follow(self, base: str, key: str) -> None:
        """Note the household that stands at a door now."""
        if self.latest(base) != key:
            self._latest[base] = key
            self.db.execute("INSERT OR REPLACE INTO latest VALUES (?, ?)", (base, key))

    def first(self, key: str, row: int) -> int:
        """The first row of a person known by this key: an earlier one, or this."""
        done = self.db.execute("INSERT INTO seen VALUES (?, ?) ON CONFLICT DO NOTHING", (key, row))
        if done.rowcount:
            return row
        return int(self.db.execute("SELECT row FROM seen WHERE key = ?", (key,)).fetchone()[0])

    # Writing

    def keep(self, people: Iterable[tuple[Any, ...]]) -> None:
        """Write rows of `person`, and the households that changed meanwhile."""
        self.db.executemany("INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?)", people)
        homes = [_row(home) for key in self._changed if (home := self._homes[key]) is not None]
        self.db.executemany("INSERT OR REPLACE INTO household VALUES (?, ?, ?, ?, ?, ?, ?, ?)", homes)
        self._changed.clear()

    def tell(self, person: Person) -> None:
        """Write the problems of a row, and what was put right in it."""
        if person.problems:
            rows = [
                (found.row, found.column, found.code.value, orjson.dumps(found.values).decode())
                for found in person.problems
            ]
            self.db.executemany("INSERT INTO problem VALUES (?, ?, ?, ?)", rows)
        if person.mended:
            mended = [(each.row, each.column, each.before, each.after) for each in person.mended]
            self.db.executemany("INSERT INTO mended VALUES (?, ?, ?, ?)", mended)

    def turn(self, person: Person, turns: Iterable[Turn]) -> None:
        """Write what a row says otherwise than the records of somebody who is there."""
        name = str(person.values.get("name", ""))
        rows = [(person.row, name, orjson.dumps(tuple(each)).decode()) for each in turns]
        self.db.executemany("INSERT INTO turning VALUES (?, ?, ?)", rows)

    # Reading

    def turns(self, most: int) -> Iterator[tuple[int, str, Turn]]:
        """(row, name, turn): what the rows say otherwise than the records, in the file's order."""
        query = "SELECT row, name, told FROM turning ORDER BY rowid LIMIT ?"
        return ((row, name, Turn(*orjson.loads(told))) for row, name, told in self.db.execute(query, (most,)))

    def problems(self, most: int = -1, rows: tuple[int, int] | None = None) -> Iterator[Found]:
        """What a person must look at, in the file's order; `rows`: of these only, first and last."""
        where = "WHERE row BETWEEN ? AND ?" if rows else ""
        query = f"SELECT row, title, code, said FROM problem {where} ORDER BY row, rowid LIMIT ?"
        for row, title, code, said in self.db.execute(query, (*(rows or ()), most)):
            yield Found(row, title, Code(code), orjson.loads(said))

    def mended(self, most: int = -1) -> Iterator[Mended]:
        """What was put right, in the file's order."""
        query = "SELECT row, title, before, after FROM mended ORDER BY rowid LIMIT ?"
        return (Mended(*each) for each in self.db.execute(query, (most,)))

    def count(self, table: str) -> int:
        """How many `problem`, `mended` or `turning` there are."""
        return int(self.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def states(self) -> Mapping[str, int]:
        """How many rows are in which state."""
        return dict(self.db.execute("SELECT state, count(*) FROM person GROUP BY state").fetchall())

    def sums(self) -> tuple[int, int, int]:
        """Differences, doses and contraindications of the rows that go in."""
        marks = ",".join("?" * len(GOING))
        query = (
            "SELECT coalesce(sum(differences), 0), coalesce(sum(doses), 0), coalesce(sum(contraindications), 0)"
            f" FROM person WHERE state IN ({marks})"
        )
        differences, doses, contraindications = self.db.execute(query, GOING).fetchone()
        return differences, doses, contraindications

    def homes_with_new(self) -> int:
        """How many households somebody is added to."""
        query = "SELECT count(DISTINCT household) FROM person WHERE state = 'new'"
        return int(self.db.execute(query).fetchone()[0])

    def grids(self) -> set[str]:
        """The grids that somebody is added to."""
        return {grid for (grid,) in self.db.execute("SELECT DISTINCT grid FROM person WHERE state = 'new'")}

    def people(self, rows: Iterable[int]) -> Iterator[tuple[int, int, str, str, dict[str, Any], Household | None]]:
        """(row, household's first row, grid, state, body, household) of these rows, in their order."""
        known: dict[int, Household] = {}
        for row in rows:
            home, grid, state, body = self.db.execute(
                "SELECT household, grid, state, body FROM person WHERE row = ?", (row,)
            ).fetchone()
            if home is not None and home not in known:
                query = "SELECT id, key, first, grid, headed, head_name, address, home FROM household WHERE id = ?"
                known[home] = _household(self.db.execute(query, (home,)).fetchone())
            household = known.get(home) if home is not None else None
            yield row, household.first if household else row, grid, state, orjson.loads(body), household


def _household(row: tuple[Any, ...]) -> Household:
    number, key, first, grid, headed, head_name, address, home = row
    return Household(number, key, grid, first, orjson.loads(home), address, bool(headed), head_name)


def _row(home: Household) -> tuple[Any, ...]:
    said = orjson.dumps(home.home).decode()
    return home.id, home.key, home.first, home.grid, int(home.headed), home.head_name, home.address, said
