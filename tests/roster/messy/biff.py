"""A writer of .xls files, just large enough for tests: one compound file with a workbook of BIFF8 records.

Formats: [MS-CFB], [MS-XLS]. Texts, numbers, dates and merged cells; no styles but the date's.
"""

from __future__ import annotations

import datetime
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.roster.messy.paper import Paper

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ZERO = datetime.date(1899, 12, 30)
_DATE_XF = 16


def record(kind: int, content: bytes = b"") -> bytes:
    """One BIFF record."""
    return struct.pack("<HH", kind, len(content)) + content


def _begin(kind: int) -> bytes:
    return record(0x0809, struct.pack("<HHHHLL", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _text(said: str, width: str = "H") -> bytes:
    return struct.pack(f"<{width}B", len(said.encode("utf-16-le")) // 2, 1) + said.encode("utf-16-le")


def _cell(row: int, column: int, value: Any) -> bytes:
    if isinstance(value, (datetime.date, int, float)):
        day = isinstance(value, datetime.date)
        number = (value - _ZERO).days if isinstance(value, datetime.date) else value
        return record(0x0203, struct.pack("<HHHd", row, column, _DATE_XF if day else 15, number))
    return record(0x0204, struct.pack("<HHH", row, column, 15) + _text(str(value)))


def _sheet(paper: Paper) -> bytes:
    cells = [
        _cell(row, column, value)
        for row, line in enumerate(paper.lines)
        for column, value in enumerate(line)
        if value not in (None, "")
    ]
    ranges = [struct.pack("<4H", top - 1, bottom - 1, left, right) for top, left, bottom, right in paper.merged]
    merged = record(0x00E5, struct.pack("<H", len(ranges)) + b"".join(ranges)) if ranges else b""
    width = max(map(len, paper.lines), default=0)
    size = record(0x0200, struct.pack("<LLHHH", 0, len(paper.lines), 0, width, 0))
    return _begin(0x10) + size + b"".join(cells) + merged + record(0x0A)


def _globals(sheets: Sequence[Paper], hidden: Sequence[str], starts: Sequence[int]) -> bytes:
    formats = [struct.pack("<HHHHBBBBLLH", 0, 14 if n == _DATE_XF else 0, 1, 0, 0, 0, 0, 0, 0, 0, 0) for n in range(17)]
    font = record(0x31, struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "B"))
    named = [
        record(0x85, struct.pack("<LH", start, int(paper.name in hidden)) + _text(paper.name, "B"))
        for start, paper in zip(starts, sheets, strict=True)
    ]
    codepage = record(0x42, struct.pack("<H", 1200))
    return (
        _begin(5) + codepage + font * 5 + b"".join(record(0xE0, xf) for xf in formats) + b"".join(named) + record(0x0A)
    )


def book(sheets: Sequence[Paper], hidden: Sequence[str] = ()) -> bytes:
    """The records of a workbook with these sheets."""
    parts = [_sheet(paper) for paper in sheets]
    front = len(_globals(sheets, hidden, [0] * len(sheets)))
    starts = [front + sum(map(len, parts[:n])) for n in range(len(parts))]
    return _globals(sheets, hidden, starts) + b"".join(parts)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams, each padded so that it stands in whole sectors."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, content) in enumerate(streams.items(), 1):
        padded = content.ljust(4096, b"\x00")
        pieces = [padded[at : at + _SECTOR].ljust(_SECTOR, b"\x00") for at in range(0, len(padded), _SECTOR)]
        more = number + 1 if number < len(streams) else _FREE
        entries.append(_entry(name, 2, len(sectors), len(padded), right=more))
        table += [*range(len(sectors) + 1, len(sectors) + len(pieces)), _END]
        sectors += pieces
    directory = b"".join(entries)
    directory = directory.ljust(-(-len(directory) // _SECTOR) * _SECTOR, b"\x00")
    at_directory = len(sectors)
    count = len(directory) // _SECTOR
    table += [*range(at_directory + 1, at_directory + count), _END]
    sectors += [directory[at : at + _SECTOR] for at in range(0, len(directory), _SECTOR)]
    tables = next(n for n in range(1, 110) if n * _SECTOR // 4 >= len(table) + n)
    numbers = list(range(len(sectors), len(sectors) + tables))
    table += [_FAT] * tables
    table += [_FREE] * (tables * _SECTOR // 4 - len(table))
    first = struct.pack("<7L", at_directory, 0, 4096, _END, 0, _END, 0)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(6) + struct.pack("<LL", 0, tables) + first
    header += struct.pack("<109L", *numbers, *[_FREE] * (109 - tables))
    return header + b"".join(sectors) + struct.pack(f"<{len(table)}L", *table)


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE, right: int = _FREE) -> bytes:
    title = name.encode("utf-16-le") + b"\x00\x00"
    front = title.ljust(64, b"\x00") + struct.pack("<HBBLLL", len(title), kind, 1, _FREE, right, child)
    return front + bytes(36) + struct.pack("<LLL", start, size, 0)


def write(path: Path, sheets: Sequence[Paper], hidden: Sequence[str] = ()) -> Path:
    """Write an .xls."""
    path.write_bytes(compound({"Workbook": book(sheets, hidden)}))
    return path
