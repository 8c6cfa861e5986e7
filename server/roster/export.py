"""The office's list as an .xlsx that Excel and WPS open without a word: frozen header, filters, A4, numbers as text.

Every text is written as a string, never as a formula or a link, so that `=cmd|…` in a note stays what it is.
Rows are written one by one to disk: 180,000 residents need no more memory than one.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from server.words import say

_A4 = 9
_CELL_LONGEST = 32_000
_EXCEL_FIRST_YEAR = 1901


@dataclass(frozen=True)
class Names:
    """What codes are called in the file's language: areas, groups and reasons by code; `lang` for the rest."""

    lang: str
    areas: Mapping[str, str]
    groups: Mapping[str, str]
    reasons: Mapping[str, str]

    def word(self, kind: str, code: str | None) -> str:
        """The word of a closed code, '' for none."""
        return say(f"roster.{kind}.{code}", self.lang) if code else ""


@dataclass(frozen=True)
class Column:
    """One column: its key (its title is `roster.column.<key>`), width in characters, kind of cell, and its value."""

    key: str
    width: int
    kind: str  # text | date | number
    value: Callable[[Any, Names, datetime.date], Any]


def age(birth: str | None, today: datetime.date) -> int | None:
    """Full years on `today`; somebody born on 29 February is a year older on 1 March. None when not known."""
    if not birth:
        return None
    day = datetime.date.fromisoformat(birth)
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def door(row: Any) -> str:
    """Lane and door as the list shows them."""
    return " ".join(part for part in (row.lane, row.door) if part)


def _groups(row: Any, names: Names) -> str:
    codes = [code for code in row.groups.split("|") if code]
    return say("roster.list_mark", names.lang).join(names.groups.get(code, code) for code in codes)


COLUMNS = (
    Column("village", 14, "text", lambda row, names, _: names.areas.get(row.village, row.village)),
    Column("grid", 10, "text", lambda row, names, _: names.areas.get(row.grid, row.grid)),
    Column("door", 14, "text", lambda row, *_: door(row)),
    Column("name", 10, "text", lambda row, *_: row.name),
    Column("sex", 5, "text", lambda row, names, _: names.word("sex", row.sex)),
    Column("birth", 11, "date", lambda row, *_: row.birth),
    Column("age", 5, "number", lambda row, _, today: age(row.birth, today)),
    Column("id_number", 20, "text", lambda row, *_: row.id_number),
    Column("phone", 13, "text", lambda row, *_: row.phone),
    Column("status", 10, "text", lambda row, names, _: names.word("status", row.status)),
    Column("next_number", 7, "number", lambda row, *_: row.next_number),
    Column("due", 11, "date", lambda row, *_: row.due),
    Column("overdue_since", 11, "date", lambda row, *_: row.overdue_since),
    Column("doses", 7, "number", lambda row, *_: row.doses),
    Column("last_dose", 11, "date", lambda row, *_: row.last_dose),
    Column("willingness", 8, "text", lambda row, names, _: names.word("willingness", row.willingness)),
    Column("reason", 14, "text", lambda row, names, _: names.reasons.get(row.reason, row.reason)),
    Column("groups", 18, "text", lambda row, names, _: _groups(row, names)),
    Column("last_visit", 11, "date", lambda row, *_: row.last_visit),
    Column("knocked", 7, "text", lambda row, names, _: say(f"roster.{'yes' if row.knocked else 'no'}", names.lang)),
)


def write(path: Path, rows: Iterable[Any], names: Names, today: datetime.date) -> int:
    """Write the listing's rows (attributes as in `Listing`) to `path`; returns how many."""
    with xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    ) as book:
        sheet = book.add_worksheet(say("roster.sheet.residents", names.lang))
        formats = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#E8EDF5", "border": 1, "text_wrap": True, "valign": "top"}
            ),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
            "number": book.add_format({"num_format": "0", "valign": "top"}),
        }
        _set_page(sheet, names)
        for index, column in enumerate(COLUMNS):
            sheet.set_column(index, index, column.width, formats[column.kind])
            sheet.write_string(0, index, say(f"roster.column.{column.key}", names.lang), formats["head"])
        count = 0
        for count, row in enumerate(rows, 1):
            for index, column in enumerate(COLUMNS):
                _cell(sheet, count, index, column.kind, column.value(row, names, today), formats)
        sheet.autofilter(0, 0, max(count, 1), len(COLUMNS) - 1)
    return count


def _set_page(sheet: Worksheet, names: Names) -> None:
    sheet.freeze_panes(1, 4)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&C" + say("roster.export.footer", names.lang))


def _cell(sheet: Worksheet, row: int, column: int, kind: str, value: Any, formats: Mapping[str, Format]) -> None:
    if value is None or value == "":
        return
    if kind == "number":
        sheet.write_number(row, column, value, formats["number"])
    elif kind == "date" and int(value[:4]) >= _EXCEL_FIRST_YEAR:
        sheet.write_datetime(row, column, datetime.datetime.fromisoformat(value), formats["date"])
    else:
        sheet.write_string(row, column, str(value)[:_CELL_LONGEST], formats["text"])
