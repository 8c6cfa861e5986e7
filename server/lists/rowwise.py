"""Where the rows of a sheet go when some of them are repeated, and formulas and ranges with them. Pure.

A reference to a repeated row is, from outside, a reference to all its copies (`SUM(D5:D5)` below a list becomes the sum
of the list), and within the row a reference to the same copy. From within, the row above is the copy above, as it is
when one fills down in Excel (`=A4+1` goes on counting), unless it is held by a `$`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_CELL = re.compile(r"(\$?[A-Z]{1,3})(\$?)([1-9][0-9]{0,6})$")
_ROW = re.compile(r"(\$?)([1-9][0-9]{0,6})$")
LAST_ROW = 1_048_576


@dataclass(frozen=True)
class Rows:
    """`copies`: how many rows each repeated row becomes, by its number; every other row stays one."""

    copies: Mapping[int, int] = field(default_factory=dict)

    def first(self, row: int) -> int:
        """Where a row, or the first copy of it, stands now."""
        return row + sum(count - 1 for other, count in self.copies.items() if other < row)

    def last(self, row: int) -> int:
        """Where a row, or the last copy of it, stands now."""
        return min(LAST_ROW, self.first(row) + self.copies.get(row, 1) - 1)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The rows from one to another."""
        return self.first(first), self.last(last)


def formula(text: str, own: str, sheets: Mapping[str, Rows], at: int | None = None, copy: int = 0) -> str:
    """A formula of the sheet `own` as it must read now. `at`: the repeated row in which it stands, and which copy."""
    tokens = Tokenizer(text)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = _reference(token.value, own, sheets, at, copy)
    return "=" + "".join(token.value for token in tokens.items)


def _reference(value: str, own: str, sheets: Mapping[str, Rows], at: int | None, copy: int) -> str:
    front, mark, cells = value.rpartition("!")
    named = front.strip("'").replace("''", "'") if mark else own
    rows = sheets.get(named)
    if rows is None:
        return value
    here = at if named == own else None
    first, colon, last = cells.partition(":")
    ends = (first, last if colon else first)
    if all(_number(end) == here and here is not None for end in ends):
        moved = [_moved(end, rows.first(here or 0) + copy) for end in ends]
    else:
        ways = (rows.first, rows.last)
        moved = [
            _moved(end, rows.first(here or 0) + copy - 1 if _above(end, here) else _at(way, end))
            for end, way in zip(ends, ways, strict=True)
        ]
    if not colon:
        return front + mark + moved[0] if moved[0] == moved[1] else front + mark + ":".join(moved)
    return front + mark + ":".join(moved)


def _above(end: str, here: int | None) -> bool:
    """Whether it is the cell just above the repeated row, and not held."""
    found = _CELL.match(end)
    return here is not None and found is not None and not found[2] and int(found[3]) == here - 1


def _number(end: str) -> int | None:
    found = _CELL.match(end) or _ROW.match(end)
    return int(found.group(found.lastindex or 0)) if found else None


def _at(move: object, end: str) -> int:
    number = _number(end)
    return int(move(number)) if number is not None and callable(move) else 0


def _moved(end: str, row: int) -> str:
    if found := _CELL.match(end):
        return f"{found[1]}{found[2]}{row}"
    if found := _ROW.match(end):
        return f"{found[1]}{row}"
    return end  # a name, or whole columns
