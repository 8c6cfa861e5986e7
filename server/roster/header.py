"""Finding the header: the row of the first ten in which most cells are names of known columns.

Title rows above it are passed over. Two columns of one meaning: the first is taken, the other is shown as not read.
"""

from __future__ import annotations

from dataclasses import dataclass

from server.roster.files import Row, Sheet
from server.roster.text import header, narrow, plain
from server.roster.vocabulary import vocabulary

LOOKED_AT = 10  # non-empty rows in which the header must stand
FEWEST = 2  # known columns, one of them the name, that make a roster


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from 0, its header as written, its key (None: unknown), whether it is read."""

    index: int
    title: str
    key: str | None
    taken: bool


@dataclass(frozen=True)
class Header:
    """Where the header stands (index into the sheet's rows) and what its columns mean."""

    index: int
    columns: list[Column]

    def places(self) -> dict[str, int]:
        """Key of a column that is read → its place."""
        return {column.key: column.index for column in self.columns if column.key and column.taken}

    def titles(self) -> dict[str, str]:
        """Key of a column that is read → its header as written."""
        return {column.key: column.title for column in self.columns if column.key and column.taken}


def find(sheet: Sheet) -> Header | None:
    """The header of a sheet, or None when no row looks like a roster's."""
    best: Header | None = None
    most = 0
    seen = 0
    for index, row in enumerate(sheet.rows):
        if not any(plain(cell) for cell in row):
            continue
        seen += 1
        if seen > LOOKED_AT:
            break
        candidate = Header(index, _columns(row))
        known = len(candidate.places())
        if "name" in candidate.places() and known >= FEWEST and known > most:
            best, most = candidate, known
    return best


def _columns(row: Row) -> list[Column]:
    words = vocabulary()
    columns: list[Column] = []
    used: set[str] = set()
    for index, cell in enumerate(row):
        title = narrow(plain(cell))
        if not title:
            continue
        key = words.headers.get(header(cell))
        taken = key in words.taken and key not in used
        if key:
            used.add(key)
        columns.append(Column(index, title, key, taken))
    return columns
