"""Looking at an .xls before any parser does: a compound file can be encrypted, of another program, or a trap.

A parser allocates a rectangle from the first to the last cell, so the furthest cell is found first. Chains of sectors
that run in a circle or out of the file end in an error here and never reach the parser.
Format: [MS-CFB] for the container, [MS-XLS] for the records.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import archive

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

CELLS = 5_000_000  # of the rectangle, of which the parser of old workbooks holds two
_BOOKS = ("Workbook", "Book")
_ENCRYPTED = ("EncryptedPackage", "EncryptionInfo")
_LAST_SECTOR = 0xFFFFFFFA  # sector numbers from here on mean "none"
_IN_HEADER = 109  # sector numbers of the table of sectors that stand in the file's header
_ENTRY = 128  # bytes of a directory entry
_STREAM, _ROOT = 2, 5

_BEGIN, _FILEPASS = 0x0809, 0x002F
_CELLS = frozenset({0x0006, 0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0406, 0x0207})
_MANY = frozenset({0x00BD})  # several numbers in neighbouring cells


def inspect(path: Path) -> None:
    """Raise `Unreadable` unless `path` is an old workbook that is safe to parse."""
    try:
        file = _Compound(path.read_bytes())
        names = file.streams
        if any(name in names for name in _ENCRYPTED):
            raise Unreadable(FileCode.PASSWORD)
        book = next((name for name in _BOOKS if name in names), None)
        if book is None:
            raise Unreadable(FileCode.TYPE)
        _walk(file.content(book))
    except (struct.error, IndexError, ValueError) as error:
        raise Unreadable(FileCode.BROKEN) from error


class _Compound:
    """The streams of a compound file by name. Raises ValueError, IndexError or struct.error when it is damaged."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        sector, mini = struct.unpack_from("<HH", data, 30)
        if not 7 <= sector <= 16 or not 3 <= mini <= 12:
            raise ValueError("sizes of sectors")
        self.size, self.mini_size = 1 << sector, 1 << mini
        first_directory, _, self.cutoff, first_mini, _, next_table, _ = struct.unpack_from("<7L", data, 48)
        tables = [n for n in struct.unpack_from(f"<{_IN_HEADER}L", data, 76) if n < _LAST_SECTOR]
        seen: set[int] = set()
        while next_table < _LAST_SECTOR:
            if next_table in seen:
                raise ValueError("circle")
            seen.add(next_table)
            *more, next_table = struct.unpack(f"<{self.size // 4}L", self._sector(next_table))
            tables += [n for n in more if n < _LAST_SECTOR]
        self.after = [n for table in tables for n in struct.unpack(f"<{self.size // 4}L", self._sector(table))]
        self.mini_after = [n for (n,) in struct.iter_unpack("<L", self._chain(first_mini))]
        self.streams: dict[str, tuple[int, int]] = {}
        self.mini = b""
        directory = self._chain(first_directory)
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            self._entry(directory[at : at + _ENTRY])

    def _entry(self, entry: bytes) -> None:
        length, kind = struct.unpack_from("<HB", entry, 64)
        start, size = struct.unpack_from("<LL", entry, 116)
        if kind == _ROOT:
            self.mini = self._chain(start)
        elif kind == _STREAM:
            self.streams[entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")] = (start, size)

    def content(self, name: str) -> bytes:
        start, size = self.streams[name]
        if size >= self.cutoff:
            return self._chain(start)[:size]
        parts = [self.mini[n * self.mini_size : (n + 1) * self.mini_size] for n in _follow(start, self.mini_after)]
        return b"".join(parts)[:size]

    def _sector(self, number: int) -> bytes:
        found = self.data[(number + 1) * self.size : (number + 2) * self.size]
        return found if len(found) == self.size else found.ljust(self.size, b"\x00") if found else _outside()

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _follow(start, self.after))


def _outside() -> bytes:
    raise ValueError("a sector outside the file")


def _follow(start: int, after: list[int]) -> Iterator[int]:
    for _ in range(len(after) + 1):
        if start >= _LAST_SECTOR:
            return
        yield start
        start = after[start]
    raise ValueError("circle")


def _walk(book: bytes) -> None:
    """Every record of the workbook: a password, and the furthest cell of each sheet."""
    at, rows, columns = 0, 1, 1
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _FILEPASS:
            raise Unreadable(FileCode.PASSWORD)
        if kind == _BEGIN:
            rows = columns = 1
        elif kind in _CELLS or kind in _MANY:
            row, column = struct.unpack_from("<HH", book, at + 4)
            if kind in _MANY:
                (column,) = struct.unpack_from("<H", book, at + 2 + length)
            if row >= rows or column >= columns:
                rows, columns = max(rows, row + 1), max(columns, column + 1)
                archive.bounded(rows, columns, CELLS)
        at += 4 + length
