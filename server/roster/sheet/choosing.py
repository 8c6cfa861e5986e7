"""Which sheet of a workbook is the roster: covers and guides are passed over, and nothing else is read unasked.

Villages keep one sheet for each group, too: the first is read, the others are named, so that nobody believes them in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import header as headers
from server.roster.sheet.files import Sheet, sheets
from server.roster.sheet.header import Header
from server.roster.sheet.text import plain

_EXAMPLES = 5  # rows under a header that may be a guide's examples
_MORE = 3  # times as many rows: then the later sheet is the roster


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
    most = 0
    like: list[str] = []
    for sheet in sheets(path, name):
        header = headers.find(sheet)
        under = _under(sheet, header) if header else 0
        if under:
            like.append(sheet.name)
        if sheet.name == wanted:
            named = (sheet, header)
        if header and (best is None or (most <= _EXAMPLES and under > most * _MORE)):
            best, most = (sheet, header), under
        if first is None and any(any(plain(cell) for cell in row) for row in sheet.head):
            first = sheet
    chosen, header = named or best or (first, None)
    if chosen is None:
        raise Unreadable(FileCode.EMPTY)
    return Chosen(chosen, header, [title for title in like if title != chosen.name])


def _under(sheet: Sheet, header: Header) -> int:
    return sum(any(plain(cell) for cell in row) for row in sheet.head[header.index + 1 :])
