"""Finding the header among the first rows: under titles, over one to three rows, with merged cells.

A window of one to three rows is the header when its columns name a roster's. In a deeper one each column's title is
put together from above: "first dose" over "day" and "place". Of two windows that know as many columns the smaller wins.
Two columns of one meaning: the first is taken, the other is shown as not read, until the clerk says otherwise.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from server.roster.sheet.beside import settled
from server.roster.sheet.files import Row, Sheet
from server.roster.sheet.text import header as lookup
from server.roster.sheet.text import narrow, plain
from server.roster.sheet.titles import a_part, pieces, read, titled
from server.roster.vocabulary import NUMBERED, vocabulary

LOOKED_AT = 20  # non-empty rows in which the header must begin
DEEPEST = 3  # rows of a header
STOPPED = "stopped"  # the key of the reasons that stopped rows of an earlier upload
FEWEST = 2  # known columns, one of them the name, that make a roster


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from 0, its header as written, its key (None: unknown), whether it is read.

    A column that has no header bears its letter as title, and is not `named`.
    """

    index: int
    title: str
    key: str | None
    taken: bool
    named: bool = True


@dataclass(frozen=True)
class Header:
    """Where the header's last row stands (index into the sheet's rows), what its columns mean, which rows it fills."""

    index: int
    columns: list[Column]
    rows: tuple[int, ...] = ()
    written: tuple[tuple[str, ...], ...] = ()  # its cells as they stand, row by row: to know them when repeated

    def places(self) -> dict[str, int]:
        """Key of a column that is read → its place."""
        return {column.key: column.index for column in self.columns if column.key and column.taken}

    def titles(self) -> dict[str, str]:
        """Key of a column that is read → its header as written."""
        return {column.key: column.title for column in self.columns if column.key and column.taken}


def find(sheet: Sheet) -> Header | None:
    """The header of a sheet, or None when no row looks like a roster's."""
    best: Header | None = None
    most = (0, 0, 0)
    for start in _candidates(sheet):
        for depth in range(1, DEEPEST + 1):
            candidate = _window(sheet, start, depth)
            if candidate is None:
                break
            places = candidate.places()
            known = (_known(candidate), int(depth > 1 and _parted(candidate)), -depth)
            if "name" in places and len(places) >= FEWEST and known > most:
                best, most = candidate, known
    return best


def at(sheet: Sheet, row: int) -> Header | None:
    """The header that begins in the sheet's row `row` (from 1), as the clerk says; None where there is nothing."""
    start = row - sheet.first
    if not 0 <= start < len(sheet.head) or not _filled(sheet.head[start]):
        return None
    deep = [window for depth in range(1, DEEPEST + 1) if (window := _window(sheet, start, depth))]
    return max(deep, key=_known)


def mapped(header: Header, mapping: Mapping[int, str | None]) -> Header:
    """The header with the clerk's choice laid over it: column → key, None for a column that is not to be read.

    A key chosen for one column is taken from every other.
    """
    taken = vocabulary().taken
    chosen = {index: key for index, key in mapping.items() if key is None or key in taken}
    known = {column.index for column in header.columns}
    extra = [Column(index, letter(index), None, False, named=False) for index in chosen if index not in known]
    used: set[str] = set()
    claimed = {key for key in chosen.values() if key}
    columns: list[Column] = []
    for column in sorted([*header.columns, *extra], key=lambda each: each.index):
        key = chosen.get(column.index, column.key)
        free = key in taken and key not in used and (column.index in chosen or key not in claimed)
        if free and key:
            used.add(key)
        columns.append(replace(column, key=key, taken=free))
    return replace(header, columns=columns)


def shape(header: Header) -> str:
    """By what a mapping is remembered: SHA-256 of the normalised titles in their places.

    The reasons that the office adds to rows that stayed out do not count: corrected, they are read as before.
    """
    columns = [column for column in header.columns if column.named and column.key != STOPPED]
    named = [f"{column.index}:{lookup(column.title) or column.title}" for column in columns]
    return hashlib.sha256("\n".join(named).encode()).hexdigest()


def _parted(header: Header) -> bool:
    """Whether the last row holds nothing but parts of the titles above it, known by themselves or not."""
    low = {at: said for at, said in enumerate(header.written[-1]) if said}
    above = {at for line in header.written[:-1] for at, said in enumerate(line) if said and said == low.get(at)}
    parts = {at: said for at, said in low.items() if at not in above}
    name = header.places().get("name")
    return len(parts) > 1 and name not in parts and all(a_part(said) for said in parts.values())


def _known(header: Header) -> int:
    return len({column.key for column in header.columns} - {None})


def letter(index: int) -> str:
    """What spreadsheets call the column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _filled(row: Row) -> bool:
    return any(plain(cell) for cell in row)


def _candidates(sheet: Sheet) -> list[int]:
    return [index for index, row in enumerate(sheet.head) if _filled(row)][:LOOKED_AT]


def _window(sheet: Sheet, start: int, depth: int) -> Header | None:
    """The header of `depth` rows from `start` on; None when those rows cannot be one."""
    rows = sheet.head[start : start + depth]
    if len(rows) < depth or not all(map(_filled, rows)):
        return None
    stacked = pieces(rows, start, sheet.merges)
    if stacked is None:
        return None
    end = start + depth - 1
    columns = _columns(stacked, sheet.head[end + 1 :])
    written = tuple(tuple(narrow(plain(cell)) for cell in row) for row in rows)
    return Header(end, columns, tuple(range(start, end + 1)), written)


def _columns(stacked: list[list[str]], below: list[Row]) -> list[Column]:
    words = vocabulary()
    keys: list[str | None] = []
    named: set[str] = set()
    before = ""
    for parts in stacked:
        key = read(parts, before, named)
        title = titled(parts)
        before = title if words.headers.get(lookup(title), "").startswith(NUMBERED) else before
        named.update([key] if key else [])
        keys.append(key)
    columns: list[Column] = []
    used: set[str] = set()
    for index, key in enumerate(settled(keys)):
        title = titled(stacked[index])
        if title:
            columns.append(Column(index, title, key, key in words.taken and key not in used))
        elif any(index < len(row) and plain(row[index]) for row in below):
            columns.append(Column(index, letter(index), None, False, named=False))
        used.update([key] if key else [])
    beyond = range(len(stacked), max(map(len, below), default=0))
    filled = [index for index in beyond if any(index < len(row) and plain(row[index]) for row in below)]
    return columns + [Column(index, letter(index), None, False, named=False) for index in filled]
