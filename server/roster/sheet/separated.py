"""Tables of text: .csv and its kin, as Excel, WPS and the systems of other offices write them.

The file is read line by line; only its encoding needs a look at the whole of it beforehand.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import archive
from server.roster.sheet.text import Cell

_SEPARATORS = (",", "\t", ";", "|")
_LOOKED_AT = 40
_CHUNK = 1 << 20
_LONG, _LINES = 100, 3  # characters and line ends of a cell that no person has written
_FORMULA_TEXT = re.compile(r'="([^"]*)"')  # how a number is kept from becoming one


def opened(path: Path) -> Callable[[], Iterator[list[Cell]]]:
    """A function that walks through the rows. Raises Unreadable when it is no such table, or too large a one."""
    encoding = _encoding(path)
    read = partial(_records, path, encoding, _separator(path, encoding))
    if _swallows(read()):
        read = partial(read, quoting=csv.QUOTE_NONE)
        _swallows(read())
    return lambda: ([_cell(text) for text in row] for row in read())


def _swallows(rows: Iterator[list[str]]) -> bool:
    """Whether a quotation mark that was never closed has swallowed rows. Raises Unreadable for a table too large."""
    swallowed = False
    count = 0
    try:
        for row in rows:
            count += any(row)
            if len(row) > archive.COLUMNS:
                raise Unreadable(FileCode.TOO_WIDE, limit=archive.COLUMNS)
            if count > archive.ROWS:
                raise Unreadable(FileCode.TOO_LONG, limit=archive.ROWS)
            swallowed = swallowed or any(len(text) > _LONG and text.count("\n") > _LINES for text in row)
    except csv.Error:
        return True
    return swallowed


def _records(path: Path, encoding: str, separator: str, quoting: int = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        try:
            yield from csv.reader(file, delimiter=separator, quoting=quoting)  # type: ignore[arg-type]
        except csv.Error as error:
            if quoting == csv.QUOTE_NONE:
                raise Unreadable(FileCode.BROKEN) from error
            raise


def _cell(text: str) -> Cell:
    kept = _FORMULA_TEXT.fullmatch(text) if text.startswith("=") else None
    return kept[1] if kept else text.removeprefix("'")


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(2)
    marked = start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # Excel's "Unicode text"
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=encoding, newline="") as file:
                while text := file.read(_CHUNK):
                    if "\x00" in text:
                        raise Unreadable(FileCode.ENCODING)
            return encoding
        except UnicodeDecodeError:
            continue
    raise Unreadable(FileCode.ENCODING)


def _separator(path: Path, encoding: str) -> str:
    """The mark by which most rows have most cells: a comma in an address is no separator."""
    with path.open(encoding=encoding, newline="") as file:
        beginning = "".join(islice(file, _LOOKED_AT))

    def width(mark: str) -> int:
        try:
            return sum(map(len, csv.reader(io.StringIO(beginning, newline=""), delimiter=mark)))
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=width)
