"""Which sheet of a workbook is the roster: covers and guides are passed over, and nothing else is read unasked.

A sheet with identity numbers is preferred to one without: sums and staff have names of people and villages, too.
Villages keep one sheet for each group, too: the first is read, the others are named, so that nobody believes them in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import header as headers
from server.roster.sheet.files import Sheet, sheets
from server.roster.sheet.header import Header
from server.roster.sheet.text import plain, solid, swallowed

_EXAMPLES = 5  # rows under a header that may be a guide's examples
_MORE = 3  # times as many rows: then the later sheet is the roster
_TOLD = 2  # columns more, where neither has identity numbers
_NUMBER = re.compile(r"\d{15}|\d{17}[\dXx]")


@dataclass(frozen=True)
class Chosen:
    """A sheet with its header (None: somebody must point it out), and the names of the other sheets like it."""

    sheet: Sheet
    header: Header | None
    others: list[str] = field(default_factory=list)


def choose(path: Path, name: str, wanted: str = "") -> Chosen:
    """The sheet of a file that is the roster, or the one with the name `wanted`. Raises Unreadable when there is none
    with anything in it.
    """
    first: Sheet | None = None  # with anything in it
    named: tuple[Sheet, Header | None] | None = None
    best: tuple[Sheet, Header] | None = None
    most = _Worth()
    like: list[str] = []
    for sheet in sheets(path, name):
        header = headers.find(sheet)
        worth = _worth(sheet, header) if header else _Worth()
        if worth.rows:
            like.append(sheet.name)
        if sheet.name == wanted:
            named = (sheet, header)
        if header and (best is None or worth.better(most)):
            best, most = (sheet, header), worth
        if first is None and any(any(plain(cell) for cell in row) for row in sheet.head):
            first = sheet
    chosen, header = named or best or (first, None)
    if chosen is None:
        raise Unreadable(FileCode.EMPTY)
    return Chosen(chosen, header, [title for title in like if title != chosen.name])


@dataclass(frozen=True)
class _Worth:
    """What speaks for a sheet: rows under its header, columns that are read, whether there are identity numbers."""

    rows: int = 0
    columns: int = 0
    numbers: bool = False

    def better(self, first: _Worth) -> bool:
        """Whether a later sheet is the roster rather than the first."""
        if self.numbers != first.numbers:
            return self.numbers
        if self.rows and not self.numbers and self.columns >= first.columns + _TOLD:
            return True
        return first.rows <= _EXAMPLES and self.rows > first.rows * _MORE


def _worth(sheet: Sheet, header: Header) -> _Worth:
    rows = [row for row in sheet.head[header.index + 1 :] if any(plain(cell) for cell in row)]
    at = header.places().get("id_number", -1)
    cells = [row[at] for row in rows if 0 <= at < len(row)]
    numbers = any(_NUMBER.fullmatch(solid(plain(cell))) or swallowed(cell) for cell in cells)
    return _Worth(len(rows), len(header.places()), numbers)
