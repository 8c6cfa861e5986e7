"""Looking at an .xlsx before any parser does: an archive can be broken, encrypted, not a workbook, or a bomb.

A parser allocates a rectangle from the first to the last cell. One stray cell in column XFD of row 1,048,576 would
ask for gigabytes, so the furthest cell with content is found first, by streaming. Sizes are counted while unpacking:
the sizes that an archive declares are checked, and then not believed. A text that many cells share is counted as often
as it is used (`shared`), because a parser copies it as often.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import shared

UNPACKED_BYTES = 700 * 1024 * 1024  # a township's 180,000 rows of 40 columns unpack to about 250 MB
RATIO = 400  # sheets of repeated values reach about 100
RATIO_FROM_BYTES = 20 * 1024 * 1024
ENTRIES = 2000
COLUMNS = 300
ROWS = 400_000
CELLS = 12_000_000  # of the rectangle that the parser will allocate

_CHUNK = 1 << 20
_OVERLAP = 40  # bytes of one chunk that are looked at again with the next: longer than a reference
_NEAR = 60  # columns of which the longest sheet may have every cell
# A reference beyond them, or beyond the longest sheet: only then is it worth finding the furthest cell.
_FAR = re.compile(
    rb"""\sr\s*=\s*["'](?:[A-Z]{3}[0-9]|B[I-Z][0-9]|[C-Z][A-Z][0-9]|[A-Z]{0,2}(?:[4-9][0-9]{5}|[0-9]{7}))"""
)
_DOCTYPE = b"<!DOCTYPE"  # a workbook has none; it is how entities are made that grow without end
# A cell's reference or a row's (without letters), and whether its element ends at once: then it has no content.
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,7})["'][^<>]*?(/>|></(?:\w+:)?c>|>)""")
_UNPLACED = re.compile(rb"""<(?:\w+:)?c(?=[\s>])(?![^<>]*\sr\s*=)[^<>]*(?<!/)>""")  # a cell that its row places


def inspect(path: Path) -> None:
    """Raise `Unreadable` unless `path` is a workbook that is safe to parse."""
    try:
        with zipfile.ZipFile(path) as archive:
            _inspect(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        raise Unreadable(FileCode.BROKEN) from error


def _inspect(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(FileCode.PASSWORD)
    if not any(name.startswith("xl/workbook") and name.endswith(".xml") for name in names):
        raise Unreadable(FileCode.NOT_WORKBOOK)
    declared = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    if len(entries) > ENTRIES or declared > UNPACKED_BYTES or _absurd(declared, packed):
        raise Unreadable(FileCode.BOMB)
    unpacked = 0
    for entry in entries:
        far = False
        rest = b""
        with closing(_unpack(archive, entry)) as chunks:
            for chunk in chunks:
                unpacked += len(chunk)
                if unpacked > UNPACKED_BYTES or _absurd(unpacked, packed):
                    raise Unreadable(FileCode.BOMB)
                if _DOCTYPE in rest + chunk:
                    raise Unreadable(FileCode.BROKEN)
                far = far or bool(_FAR.search(rest + chunk))
                rest = chunk[-_OVERLAP:]
        if far:  # any entry may be named as a sheet
            furthest = _Furthest()
            with closing(_unpack(archive, entry)) as chunks:
                for chunk in chunks:
                    furthest.see(chunk)
    shared.inspect(archive, _unpack)


def _absurd(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_FROM_BYTES and unpacked > packed * RATIO


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Generator[bytes]:
    """The true bytes of an entry: its declared size is lifted, so that a lie about it is counted too."""
    with archive.open(entry) as stream:
        stream._left = UNPACKED_BYTES + 1  # type: ignore[attr-defined]
        while chunk := stream.read(_CHUNK):
            yield chunk


def bounded(rows: int, columns: int, cells: int = CELLS) -> None:
    """Raise `Unreadable` when a sheet whose furthest cell stands here is more than a parser may allocate."""
    if columns > COLUMNS:
        raise Unreadable(FileCode.TOO_WIDE, limit=COLUMNS)
    if rows > ROWS or rows * columns > cells:
        raise Unreadable(FileCode.TOO_LONG, limit=ROWS)


class _Furthest:
    """The furthest row and column with content seen so far in a stream of sheet XML."""

    def __init__(self) -> None:
        self.rest = b""
        self.rows = self.columns = 1
        self.lines = 1  # the furthest row that is not closed at once
        self.unplaced = False  # whether there are cells that only their row places
        self.letters: set[bytes] = set()

    def see(self, chunk: bytes) -> None:
        text = self.rest + chunk
        cut = text.rfind(b"<", 0, max(0, text.rfind(b"<")))  # an element and its end stay together
        whole, self.rest = (text[:cut], text[cut:]) if cut > 0 else (text, b"")
        self.unplaced = self.unplaced or _UNPLACED.search(whole) is not None
        open_ = [(letters, int(row)) for letters, row, end in _REFERENCE.findall(whole) if end == b">"]
        self.lines = max([self.lines, *(row for letters, row in open_ if not letters)])
        found = [(letters, row) for letters, row in open_ if letters]
        fresh = {letters for letters, _ in found} - self.letters
        self.letters |= fresh
        self.columns = max([self.columns, *map(_column, fresh)])
        self.rows = max([self.rows, self.lines if self.unplaced else 1, *(row for _, row in found)])
        bounded(self.rows, self.columns)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
