"""A list as an .xlsx that Excel and WPS open without a word: frozen header, filters, A4, numbers of people as text.

Every text is written as a string, never as a formula or a link, so that `=cmd|…` in a note stays what it is. Rows are
written one by one to disk: 180,000 of them need no more memory than one.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from server.words import say

A4 = 9
LONGEST = 32_000
EXCEL_FIRST_YEAR = 1901
LANDSCAPE_FROM = 8  # columns
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


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
    with xlsxwriter.Workbook(str(path), OPTIONS) as book:
        sheet = book.add_worksheet(sheet_name)
        formats = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#E8EDF5", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
            "number": book.add_format({"num_format": "0", "valign": "top"}),
        }
        _set_page(sheet, heads, lang, frozen)
        for index, head in enumerate(heads):
            sheet.set_column(index, index, head.width, formats[head.kind])
            sheet.write_string(0, index, head.title, formats["head"])
        count = 0
        for count, row in enumerate(rows, 1):
            for index, (head, value) in enumerate(zip(heads, row, strict=True)):
                _cell(sheet, count, index, head.kind, value, formats)
        sheet.autofilter(0, 0, max(count, 1), len(heads) - 1)
    return count


def _set_page(sheet: Worksheet, heads: Sequence[Head], lang: str, frozen: int) -> None:
    sheet.freeze_panes(1, frozen)
    if len(heads) > LANDSCAPE_FROM:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C" + say("roster.export.footer", lang))


def _cell(sheet: Worksheet, row: int, column: int, kind: str, value: Any, formats: Mapping[str, Format]) -> None:
    if value is None or value == "":
        return
    if kind == "number":
        sheet.write_number(row, column, value, formats["number"])
    elif kind == "date" and (day := dated(value)):
        sheet.write_datetime(row, column, datetime.datetime.fromisoformat(day), formats["date"])
    else:
        sheet.write_string(row, column, clean(str(value))[:LONGEST], formats["text"])


def dated(value: Any) -> str | None:
    """A day that a spreadsheet can hold as a day, or None."""
    try:
        day = datetime.date.fromisoformat(str(value))
    except ValueError:
        return None
    return day.isoformat() if day.year >= EXCEL_FIRST_YEAR else None


def clean(text: str) -> str:
    """The text without the control characters that XML, and so a spreadsheet, cannot hold."""
    if text.isprintable():
        return text
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")
