"""How an import is divided: portions of rows that one transaction takes each, in the order in which they go in.

First what stays aside (rows with problems, rows without a grid), then everybody else, grid by grid; a household is
never divided between two portions.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from server.roster.entry.findings import GOING
from server.roster.entry.spool import Spool

PEOPLE = 120  # rows of a portion, and the rest of the last household: phones wait for one portion at most
ASIDE = 2000  # rows that are only written down
_GOES = "', '".join((*GOING, "not_found"))


class Portion(NamedTuple):
    """`kind`: aside (rows from `first` to `last`) or people (places in the order of going in)."""

    n: int
    kind: str
    first: int
    last: int


def lay_out(spool: Spool) -> None:
    """Divide what a check found. Within a part."""
    spool.db.execute(
        "INSERT INTO going (row) SELECT person.row FROM person LEFT JOIN household ON household.id = person.household"
        f" WHERE state IN ('{_GOES}') ORDER BY person.grid, coalesce(household.first, 0), person.row"
    )
    rows = [("aside", first, last) for first, last in _aside(spool)]
    rows += [("people", first, last) for first, last in _people(spool)]
    spool.db.executemany("INSERT INTO portion (kind, first, last) VALUES (?, ?, ?)", rows)


def portion(spool: Spool, after: int) -> Portion | None:
    """The portion that comes after the one numbered `after`; None at the end."""
    found = spool.db.execute("SELECT n, kind, first, last FROM portion WHERE n = ?", (after + 1,)).fetchone()
    return Portion(*found) if found else None


def aside(spool: Spool, of: Portion, state: str) -> list[int]:
    """The rows of a portion that are stopped, or unplaced."""
    query = "SELECT row FROM person WHERE state = ? AND row BETWEEN ? AND ? ORDER BY row"
    return [row for (row,) in spool.db.execute(query, (state, of.first, of.last))]


def going(spool: Spool, of: Portion) -> list[int]:
    """The rows of a portion in their order."""
    return [row for (row,) in spool.db.execute("SELECT row FROM going WHERE at BETWEEN ? AND ?", (of.first, of.last))]


def _aside(spool: Spool) -> Iterator[tuple[int, int]]:
    rows = spool.db.execute("SELECT row FROM person WHERE state IN ('stopped', 'unplaced') ORDER BY row")
    while some := rows.fetchmany(ASIDE):
        yield some[0][0], some[-1][0]


def _people(spool: Spool) -> Iterator[tuple[int, int]]:
    begun, grid_before, home_before = 1, None, None
    at = 0
    for at, grid, home in spool.db.execute(
        "SELECT going.at, person.grid, coalesce(person.household, -person.row) FROM going"
        " JOIN person ON person.row = going.row ORDER BY going.at"
    ):
        full = at - begun >= PEOPLE and home != home_before
        if at > begun and (full or grid != grid_before):
            yield begun, at - 1
            begun = at
        grid_before, home_before = grid, home
    if at >= begun:
        yield begun, at
