"""A sheet that is written line by line, and beside each line what a check must say of it.

The answer is noted by whoever writes the line, never computed by the code under test. Rows are counted from 1.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

Line = Sequence[Any]


@dataclass
class Paper:
    """One sheet with its expected report. Columns of merged ranges and widths are counted from 0."""

    name: str = "Sheet1"
    lines: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(
        default_factory=list
    )  # first row (from 1), column, last row, column
    hidden: set[int] = field(default_factory=set)  # rows
    homes: set[Hashable] = field(default_factory=set)
    unread: list[str] = field(default_factory=list)  # titles or letters of columns that mean nothing known
    rows: int = 0
    residents: int = 0
    problems: list[tuple[int, str, str]] = field(default_factory=list)  # row, column, code
    mended: list[tuple[int, str, str, str]] = field(default_factory=list)  # row, column, from, to

    def put(self, *cells: Any) -> int:
        """A line that is nobody; returns its row."""
        self.lines.append(list(cells))
        return len(self.lines)

    def across(self, text: str, last: int, first: int = 0) -> int:
        """A line with one text merged over columns."""
        row = self.put(*[None] * first, text)
        self.merged.append((row, first, row, last))
        return row

    def down(self, column: int, first: int, last: int) -> None:
        """Merge a column's cells over these rows."""
        if last > first:
            self.merged.append((first, column, last, column))

    def person(
        self,
        *cells: Any,
        home: Hashable,
        problems: Sequence[tuple[str, str]] = (),
        mended: Sequence[tuple[str, str, str]] = (),
        out: bool = False,
    ) -> int:
        """A line that is a person of a household; `out`: whom the problems keep out. Returns its row."""
        row = self.put(*cells)
        self.rows += 1
        self.problems += [(row, column, code) for column, code in problems]
        self.mended += [(row, column, before, after) for column, before, after in mended]
        if not out:
            self.residents += 1
            self.homes.add(home)
        return row

    def expected(self) -> dict[str, Any]:
        """What the check must answer."""
        return {
            "rows": self.rows,
            "households": len(self.homes),
            "residents": self.residents,
            "problems": [{"row": row, "column": column, "code": code} for row, column, code in sorted(self.problems)],
            "mended": [
                {"row": row, "column": column, "from": before, "to": after}
                for row, column, before, after in sorted(self.mended)
            ],
        }


@dataclass(frozen=True)
class Messy:
    """One messy file: its name, its sheets in order, and which of them is the roster; the writer knows the suffix."""

    filename: str
    paper: Paper
    before: tuple[Paper, ...] = ()
    after: tuple[Paper, ...] = ()
    hidden: tuple[str, ...] = ()  # names of hidden sheets
    encoding: str = "utf-8"
    separator: str = ","
    quoted: bool = True  # whether a text with a quotation mark is written as the format asks
