"""A file becomes rows of cells, whatever it claims to be. Its content decides what it is; its name is only a hint.

Read: .xlsx (also .xlsm, whose macros are never looked at), .xls, and tables of text in UTF-8 or GB18030. Formulas give
their last values; nothing is ever computed, fetched or executed.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import cast

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import archive, compound, cutting, errors, separated
from server.roster.sheet.merged import Merges
from server.roster.sheet.parser import parsing
from server.roster.sheet.text import Cell

_ZIP = b"PK"
_MARKUP = (
    b"<!doctype",
    b"<html",
    b"<table",
    b"<meta",
    b"<head",
    b"<?xml",
    b"<script",
    b"<!--",
    b"<style",
    b"<body",
    b"<div",
    b"mime-",
)
_START_BYTES = 4096
LARGEST = 64 << 20  # bytes; as UPLOAD_BYTES, for files that come by the command line
HEAD = 60  # rows in which a header is looked for, with those that are shown beside it
_TEXT_NAMES = (".csv", ".txt", ".tsv")
_BOOK_NAMES = (".xlsx", ".xlsm", ".xls")

Row = list[Cell]


class Sheet:
    """One sheet: its name, and its rows from the sheet's row 1 on; an index in a row is a column of the sheet.

    Merged cells are filled down: every row of the range has the value, in the range's first column.
    """

    first = 1

    def __init__(
        self,
        name: str,
        walk: Callable[[], Iterator[Row]],
        merges: Merges | None = None,
        beginning: Callable[[], Iterator[Row]] | None = None,
    ) -> None:
        """`beginning` walks through the first rows alone, where that is cheaper."""
        self.name = name
        self.merges = merges or Merges()
        self._walk = walk
        self._beginning = beginning or walk

    def each(self) -> Iterator[Row]:
        """The rows one after the other, without keeping them; may be asked for again."""
        return self.merges.filled(self._walk())

    @cached_property
    def head(self) -> list[Row]:
        """The first rows, where a header is looked for."""
        return list(islice(self.merges.filled(self._beginning()), HEAD))

    @cached_property
    def rows(self) -> list[Row]:
        """All rows at once."""
        return list(self.each())


def sheets(path: Path, name: str = "") -> Iterator[Sheet]:
    """The visible sheets of a file, one after the other. `name` is the file's name as the user knows it.

    Raises Unreadable with the reason when it is no spreadsheet that can be read.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable(FileCode.TOO_LARGE, limit=LARGEST >> 20)
    with path.open("rb") as file:
        start = file.read(_START_BYTES)
    called = (name or path.name).lower()
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(FileCode.EMPTY)
    if start.startswith(compound.SIGNATURE):
        compound.inspect(path)
        yield from _workbook(path)
    elif start.startswith(_ZIP):
        archive.inspect(path)
        yield from _workbook(path)
    elif start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise Unreadable(FileCode.HTML)
    elif called.endswith(_TEXT_NAMES) or (called.endswith(".xls") and b"\x00" not in start):
        yield Sheet("", separated.opened(path))  # many programs name a table of text .xls
    elif called.endswith(_BOOK_NAMES):
        raise Unreadable(FileCode.BROKEN)
    else:
        raise Unreadable(FileCode.TYPE)


def _workbook(path: Path) -> Iterator[Sheet]:
    book: CalamineWorkbook | None = None
    with parsing():
        try:
            book = CalamineWorkbook.from_path(path)
            for title in [sheet.name for sheet in book.sheets_metadata if _shown(sheet)]:
                long = _long(path, title)
                if long is not None:
                    if book is not None:
                        book.close()  # it holds all texts of the file
                        book = None
                    yield long
                else:
                    book = book or CalamineWorkbook.from_path(path)
                    yield _read(title, book.get_sheet_by_name(title), path)
        finally:
            if book is not None:
                book.close()


def _long(path: Path, title: str) -> Sheet | None:
    """A sheet that is read slice by slice (`cutting`); None when it is short, or cannot be cut."""
    if not zipfile.is_zipfile(path) or (part := cutting.long_sheet(path, title)) is None:
        return None
    walk = partial(cutting.walk, path, part)
    with_errors = partial(errors.walk, walk, path, part.sheet)
    return Sheet(title, with_errors, Merges(cutting.merges(path, part)), beginning=partial(walk, 1))


def _shown(sheet: SheetMetadata) -> bool:
    return sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible


def _read(title: str, sheet: CalamineSheet, path: Path) -> Sheet:
    left: Row = [""] * (sheet.start[1] if sheet.start else 0)

    def walk() -> Iterator[Row]:
        return (left + cast(Row, row) for row in sheet.iter_rows()) if sheet.start else iter(())

    merges = Merges(sheet.merged_cell_ranges or ())
    entry = cutting.entry(path, title) if zipfile.is_zipfile(path) else None
    return Sheet(title, partial(errors.walk, walk, path, entry) if entry else walk, merges)
