"""Merged cells of a sheet: the value stands in the first cell of the range and means every row of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from server.roster.sheet.text import Cell

Range = tuple[tuple[int, int], tuple[int, int]]  # (row, column) of the first and of the last cell, from 0
_Row = TypeVar("_Row", bound=list[Cell])


class Merges:
    """The merged ranges of one sheet; rows and columns from 0."""

    def __init__(self, ranges: Iterable[Range] = ()) -> None:
        self._down: dict[int, list[tuple[int, int]]] = {}  # first row → (column, last row)
        self._across: dict[tuple[int, int], int] = {}  # first cell → last column
        for (top, left), (bottom, right) in ranges:
            if bottom > top:
                self._down.setdefault(top, []).append((left, bottom))
            if right > left:
                self._across[top, left] = right

    def across(self, row: int, column: int) -> int | None:
        """The last column of the range that begins here and is wider than one; None without such a range."""
        return self._across.get((row, column))

    def filled(self, rows: Iterator[_Row]) -> Iterator[_Row]:
        """The rows in order, values repeated down their ranges. A row with nothing of its own stays empty."""
        if not self._down:
            yield from rows
            return
        open_: dict[int, tuple[int, Cell]] = {}  # column → last row, value
        for at, row in enumerate(rows):
            if open_ and any(cell not in ("", None) for cell in row):
                for column, (_, value) in open_.items():
                    if column < len(row) and row[column] in ("", None):
                        row[column] = value
            open_ = {column: carried for column, carried in open_.items() if carried[0] > at}
            for column, last in self._down.get(at, ()):
                if column < len(row):
                    open_[column] = (last, row[column])
            yield row
