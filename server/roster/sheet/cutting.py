"""A long sheet of an .xlsx is read a slice at a time, so that memory does not grow with the file.

The parser holds a whole sheet, a rectangle of cells. So a long sheet is first rewritten, without being understood, as a
workbook of many short sheets with the same texts and styles: its markup is cut between rows. What cannot be cut (rows
without numbers, markup with prefixes) is read in one go, as short sheets are.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from python_calamine import CalamineWorkbook

from server.roster.sheet.archive import COLUMNS
from server.roster.sheet.errors import column
from server.roster.sheet.merged import Range
from server.roster.sheet.parser import parsing
from server.roster.sheet.text import Cell

LONG = 24 << 20  # bytes of markup from which a sheet is cut
_SLICE = 8 << 20
_CHUNK = 1 << 20
_BEGIN, _END, _ROW_END = b"<sheetData>", b"</sheetData>", b"</row>"
_CLOSED = _END + b"</worksheet>"
_ROW = re.compile(rb"""<row\s[^>]*?\br="[0-9]+\"""")
_ANY_ROW = re.compile(rb"<row[\s>]")
_MERGED = re.compile(rb"""<mergeCell\s[^>]*?\bref="([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})\"""")
_BOOK = "xl/workbook.xml"
_RELATED = "xl/_rels/workbook.xml.rels"
_SHEET = "xl/worksheets/slice{n}.xml"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True)
class Part:
    """Where a sheet stands in its archive, with the texts and styles that it shares with the others."""

    sheet: str
    shared: dict[str, str]  # kind of relation → entry of the archive
    dates_from_1904: bool


def long_sheet(path: Path, title: str) -> Part | None:
    """The part of a sheet that is long enough to be cut and can be; None for all others."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part(archive, title)
            long = part is not None and archive.getinfo(part.sheet).file_size >= LONG
            return part if part and long and _can_be_cut(archive, part.sheet) else None
    except (KeyError, ParseError, DefusedXmlException, ValueError):
        return None


def entry(path: Path, title: str) -> str | None:
    """Where the markup of a sheet stands in its archive; None where that cannot be told."""
    try:
        with zipfile.ZipFile(path) as archive:
            part = _part(archive, title)
            return part.sheet if part and part.sheet in archive.namelist() else None
    except (KeyError, ParseError, DefusedXmlException, ValueError):
        return None


def walk(path: Path, part: Part, most: int | None = None) -> Iterator[list[Cell]]:
    """The rows of a long sheet from its row 1 on, a slice in memory at a time; `most`: of so many slices only."""
    with tempfile.TemporaryDirectory(prefix="ruhu-roster-") as folder:
        cut = Path(folder) / "slices.xlsx"
        with zipfile.ZipFile(path) as archive, zipfile.ZipFile(cut, "w") as made:
            count = _cut(archive, part, made, most)
        with parsing():
            book = CalamineWorkbook.from_path(cut)  # open from here on: nothing stays on the disk, whatever happens
    blank: list[Cell] = [""] * COLUMNS
    with parsing(), closing(book):
        at = 0
        for number in range(count):
            sheet = book.get_sheet_by_index(number)
            if sheet.start is None:
                continue
            top, left = sheet.start
            for _ in range(at, top):
                yield []
            for row in sheet.to_python():
                yield blank[:left] + cast(list[Cell], row)
            at = top + sheet.height


def merges(path: Path, part: Part) -> Iterator[Range]:
    """The merged ranges, which stand behind the cells."""
    with zipfile.ZipFile(path) as archive, archive.open(part.sheet) as stream:
        rest = b""
        behind = False
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            behind = behind or _END in text
            if behind:
                for left, top, right, bottom in _MERGED.findall(text):
                    yield (int(top) - 1, column(left)), (int(bottom) - 1, column(right))
                cut = text.rfind(b"<")
                rest = text[cut:] if cut >= 0 else b""
            else:
                rest = chunk[-len(_END) :]


def _part(archive: zipfile.ZipFile, title: str) -> Part | None:
    if max(archive.getinfo(name).file_size for name in (_BOOK, _RELATED)) > _CHUNK:
        return None
    book, related = fromstring(archive.read(_BOOK)), fromstring(archive.read(_RELATED))
    targets = {each.get("Id"): each for each in related.iter(f"{{{_PACKAGE}}}Relationship")}
    named = (each for each in book.iter(f"{{{_MAIN}}}sheet") if each.get("name") == title)
    found = next(named, None)
    relation = targets.get(found.get(f"{{{_OFFICE}}}id")) if found is not None else None
    if relation is None:
        return None
    shared = {
        kind: _entry(each)
        for each in targets.values()
        if (kind := (each.get("Type") or "").rpartition("/")[2]) in ("sharedStrings", "styles")
    }
    properties = book.find(f"{{{_MAIN}}}workbookPr")
    later = properties is not None and properties.get("date1904") in ("1", "true")
    return Part(_entry(relation), shared, later)


def _entry(relation: Element) -> str:
    target = relation.get("Target") or ""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


def _can_be_cut(archive: zipfile.ZipFile, entry: str) -> bool:
    """Whether the markup has no prefixes, and its rows have numbers."""
    with archive.open(entry) as stream:
        _, begun, rows = stream.read(_CHUNK).partition(_BEGIN)
    first = _ANY_ROW.search(rows)
    return bool(begun and first and _ROW.match(rows, first.start()) and _ROW_END in rows)


def _cut(archive: zipfile.ZipFile, part: Part, made: zipfile.ZipFile, most: int | None) -> int:
    """Write the workbook of slices; how many there are."""
    count = 0
    for markup in islice(_slices(archive, part.sheet), most):
        made.writestr(_SHEET.format(n=count), markup)
        count += 1
    for kind, entry in part.shared.items():
        with archive.open(entry) as stream, made.open(f"xl/{kind}.xml", "w", force_zip64=True) as copy:
            while chunk := stream.read(_CHUNK):
                copy.write(chunk)
    sheets = "".join(f'<sheet name="{n}" sheetId="{n + 1}" r:id="s{n}"/>' for n in range(count))
    properties = '<workbookPr date1904="1"/>' if part.dates_from_1904 else ""
    made.writestr(
        _BOOK, f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{properties}<sheets>{sheets}</sheets></workbook>'
    )
    related = [(f"s{n}", "worksheet", _SHEET.format(n=n)) for n in range(count)]
    made.writestr(_RELATED, _relations(related + [(kind, kind, f"xl/{kind}.xml") for kind in part.shared]))
    made.writestr("_rels/.rels", _relations([("b", "officeDocument", _BOOK)]))
    made.writestr("[Content_Types].xml", "<Types/>")
    return count


def _relations(related: list[tuple[str, str, str]]) -> str:
    links = "".join(f'<Relationship Id="{i}" Type="{_OFFICE}/{kind}" Target="/{to}"/>' for i, kind, to in related)
    return f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'


def _slices(archive: zipfile.ZipFile, entry: str) -> Iterator[bytes]:
    with archive.open(entry) as stream:
        before, _, rows = stream.read(_CHUNK).partition(_BEGIN)
        front = before + _BEGIN
        while _END not in rows[-_CHUNK - len(_END) :]:
            cut = rows.rfind(_ROW_END) + len(_ROW_END) if len(rows) >= _SLICE else 0
            if cut >= _SLICE // 2:
                yield front + rows[:cut] + _CLOSED
                rows = rows[cut:]
            chunk = stream.read(_CHUNK)
            if not chunk:
                yield front + rows  # cut off: the parser says so
                return
            rows += chunk
        yield front + rows.partition(_END)[0] + _CLOSED
