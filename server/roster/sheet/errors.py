"""Cells that hold an error (#N/A, #REF!): the parser shows them empty, but a number that is not there is no blank one.

The markup of a sheet is walked through beside its rows, and the error's own word put where the parser saw nothing. A
row of nothing but errors stays empty: formulas are drawn down far below the last person.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from server.roster.sheet.text import Cell

_CHUNK = 1 << 20
_LONGEST = 4096  # bytes of one cell's markup with its formula
_SIGN = b't="e"'
_CELL = re.compile(rb'<c\s([^<>]*\bt="e"[^<>]*)>(?:<f[^<]*(?:</f>)?)?<v>([^<>]{1,20})</v>')
_PLACE = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')

Error = tuple[int, int, str]  # row and column from 0, and the error's word


def walk(rows: Callable[[], Iterator[list[Cell]]], path: Path, entry: str) -> Iterator[list[Cell]]:
    """The rows of a sheet, from its row 1 on, with its errors; `entry`: its markup in the archive."""
    found = errors(path, entry)
    error = next(found, None)
    for at, row in enumerate(rows()):
        told = any(cell not in ("", None) for cell in row) if error and error[0] == at else False
        while error and error[0] <= at:
            if told and error[0] == at:
                row.extend([""] * (error[1] + 1 - len(row)))
                row[error[1]] = row[error[1]] or error[2]
            error = next(found, None)
        yield row


def errors(path: Path, entry: str) -> Iterator[Error]:
    """The cells with errors, in the order of the markup."""
    with zipfile.ZipFile(path) as archive, archive.open(entry) as stream:
        rest = b""
        while chunk := stream.read(_CHUNK):
            markup = rest + chunk
            done = 0
            if _SIGN in markup:
                for cell in _CELL.finditer(markup):
                    done = cell.end()
                    if place := _PLACE.search(cell[1]):
                        yield int(place[2]) - 1, column(place[1]), cell[2].decode("ascii", "replace")
            rest = markup[max(done, len(markup) - _LONGEST) :]


def column(letters: bytes) -> int:
    """A column's place from 0 by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
