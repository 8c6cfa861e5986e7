"""A file becomes rows of cells, whatever it claims to be. Its content decides what it is; its name is only a hint.

Read: .xlsx (also .xlsm, whose macros are never looked at) and .csv in UTF-8 or GB18030. Formulas give their last
values; nothing is ever computed, fetched or executed.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from server.roster import archive
from server.roster.problems import FileCode, Unreadable
from server.roster.text import Cell

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<meta", b"<head", b"<?xml", b"<script")
_START_BYTES = 4096
LARGEST = 64 << 20  # bytes; as UPLOAD_BYTES, for files that come by the command line
_TEXT_NAMES = (".csv", ".txt", ".tsv")

Row = list[Cell]


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name and its rows; `first` is the sheet's 1-based number of the first of `rows`."""

    name: str
    first: int
    rows: list[Row]


def sheets(path: Path, name: str = "") -> Iterator[Sheet]:
    """The visible sheets of a file, one after the other. `name` is the file's name as the user knows it.

    Raises Unreadable with the reason when it is no spreadsheet that can be read.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable(FileCode.TOO_LARGE, limit=LARGEST >> 20)
    start = _start(path)
    if not start.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Unreadable(FileCode.EMPTY)
    if start.startswith(_OLE):
        encrypted = _ENCRYPTED in path.read_bytes()
        raise Unreadable(FileCode.PASSWORD if encrypted else FileCode.OLD_XLS)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        raise Unreadable(FileCode.HTML)
    if start.startswith(_ZIP):
        archive.inspect(path)
        yield from _workbook(path)
    elif (name or path.name).lower().endswith(_TEXT_NAMES):
        yield _table(path)
    elif (name or path.name).lower().endswith((".xlsx", ".xlsm", ".xls")):
        raise Unreadable(FileCode.BROKEN)
    else:
        raise Unreadable(FileCode.TYPE)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_START_BYTES)


def _workbook(path: Path) -> Iterator[Sheet]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            visible = [
                sheet.name
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
            ]
            for title in visible:
                sheet = book.get_sheet_by_name(title)
                first = sheet.start[0] + 1 if sheet.start else 1
                yield Sheet(title, first, cast(list[Row], sheet.to_python()))
    except PasswordError as error:
        raise Unreadable(FileCode.PASSWORD) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(FileCode.BROKEN) from error


def _table(path: Path) -> Sheet:
    text = _decode(path.read_bytes())
    beginning = text[:_START_BYTES]
    separator = max((",", "\t", ";"), key=beginning.count)
    try:
        rows: list[Row] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)]
    except csv.Error as error:
        raise Unreadable(FileCode.BROKEN) from error
    if max((len(row) for row in rows), default=0) > archive.COLUMNS:
        raise Unreadable(FileCode.TOO_WIDE, limit=archive.COLUMNS)
    if len(rows) > archive.ROWS:
        raise Unreadable(FileCode.TOO_LONG, limit=archive.ROWS)
    return Sheet("", 1, rows)


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)  # Excel's "Unicode text"
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise Unreadable(FileCode.ENCODING)
