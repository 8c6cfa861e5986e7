"""A list as an .xlsx that Excel and WPS open without a word: frozen header, filters, A4, numbers of people as text.

Rows are written one by one to disk: 180,000 of them need no more memory than one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from server import workbooks

EXCEL_FIRST_YEAR = 1901


@dataclass(frozen=True)
class Head:
    """A column as it is written: its title, width in characters, kind of cell: text, date or number."""

    title: str
    width: int
    kind: str


def write(
    path: Path, sheet_name: str, heads: Sequence[Head], rows: Iterable[Sequence[Any]], lang: str, frozen: int = 0
) -> int:
    """Write the rows under the heads to `path`, the first `frozen` columns always in sight; returns how many rows."""
    with workbooks.book(str(path), on_disk=True) as book:
        sheet = book.add_worksheet(sheet_name)
        formats = {
            "head": workbooks.head_format(book),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
            "number": book.add_format({"num_format": "0", "align": "center", "valign": "top"}),
        }
        sheet.freeze_panes(1, frozen)
        workbooks.put_on_paper(sheet, [head.width for head in heads], lang, named=frozen)
        sheet.set_row(0, workbooks.height((head.title, head.width) for head in heads))
        for index, head in enumerate(heads):
            sheet.set_column(index, index, head.width, formats[head.kind])
            sheet.write_string(0, index, head.title, formats["head"])
        count = 0
        for count, row in enumerate(rows, 1):
            for index, (head, value) in enumerate(zip(heads, row, strict=True)):
                _cell(sheet, count, index, head.kind, value, formats)
        sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
    return count


def _cell(sheet: Worksheet, row: int, column: int, kind: str, value: Any, formats: Mapping[str, Format]) -> None:
    if value is None or value == "":
        return
    if kind == "number":
        sheet.write_number(row, column, value, formats["number"])
    elif kind == "date" and (day := dated(value)):
        sheet.write_datetime(row, column, datetime.datetime.fromisoformat(day), formats["date"])
    else:
        sheet.write_string(row, column, workbooks.clean(str(value)), formats["text"])


def dated(value: Any) -> str | None:
    """A day that a spreadsheet can hold as a day, or None."""
    try:
        day = datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
    return day.isoformat() if day.year >= EXCEL_FIRST_YEAR else None
