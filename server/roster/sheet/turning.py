"""Tables pasted one beneath another: each with its own header, and not all with the same columns in the same order.

The rows under such a header are laid under the columns of the first one, so that whoever reads them knows one header
only. What the first header does not have becomes a column behind its last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from server.roster.sheet.files import Row
from server.roster.sheet.header import Column, Header
from server.roster.sheet.text import header as lookup
from server.roster.sheet.text import narrow, plain
from server.roster.vocabulary import vocabulary

_FEWEST = 3  # known titles, one of them the name's
_PART = 0.6  # of its cells are known titles

Turn = Mapping[int, int]  # where a cell stands → under which column of the first header it belongs


def titles(row: Row) -> dict[int, str]:
    """The titles of a row that is a header, by place; else nothing. A person's row holds no titles."""
    said = {at: narrow(plain(cell)) for at, cell in enumerate(row) if isinstance(cell, str) and cell}
    if len(said) < _FEWEST:
        return {}
    words = vocabulary().headers
    keys = [key for title in said.values() if (key := words.get(lookup(title)))]
    a_header = "name" in keys and len(keys) >= max(_FEWEST, _PART * len(said))
    return said if a_header else {}


def columns(header: Header, rows: Iterable[Row]) -> Header:
    """The header with a column for each that only a later header of the sheet has."""
    if len(header.rows) != 1:
        return header
    found = list(header.columns)
    beyond = max((column.index + 1 for column in found), default=0)
    for row in rows:
        beyond = max(beyond, len(row))
        for title in titles(row).values():
            key = vocabulary().headers.get(lookup(title))
            if not any(_same(column, title, key) for column in found):
                taken = key in vocabulary().taken and key not in {each.key for each in found if each.taken}
                found.append(Column(-1, title, key, taken, named=False))
    placed = [replace(column, index=beyond + n) for n, column in enumerate(each for each in found if each.index < 0)]
    return replace(header, columns=[*header.columns, *placed])


def _same(column: Column, title: str, key: str | None) -> bool:
    return lookup(column.title) == lookup(title) or (key is not None and column.key == key)


class Turning:
    """Knows how the rows below the last header lie. `turn`: empty under the first one, and under its like."""

    def __init__(self, header: Header) -> None:
        self.turn: dict[int, int] = {}
        self._columns = header.columns if len(header.rows) == 1 else []

    def header(self, row: Row) -> bool:
        """Whether the row is a header whose columns have a place each; then the rows below it are laid by it."""
        said = titles(row) if self._columns else {}
        turn = {at: self._place(title) for at, title in said.items()}
        if not said or None in turn.values():
            return False
        places = {at: to for at, to in turn.items() if to is not None}
        self.turn = {} if all(at == to for at, to in places.items()) else places
        return True

    def lay(self, row: Row) -> Row:
        """The row under the columns of the first header."""
        if not self.turn:
            return row
        laid: Row = [""] * (max(self.turn.values()) + 1)
        for at, to in self.turn.items():
            if at < len(row) and laid[to] in ("", None):
                laid[to] = row[at]
        return laid

    def _place(self, title: str) -> int | None:
        key = vocabulary().headers.get(lookup(title))
        by_title = (each.index for each in self._columns if lookup(each.title) == lookup(title))
        by_key = (each.index for each in self._columns if key and each.key == key)
        return next(by_title, next(by_key, None))
