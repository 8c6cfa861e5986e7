"""The plan's lists as .xlsx files that Excel and WPS open without a word: frozen header, filters, A4, numbers as text.

Every text is written as a string, never as a formula or a link. A title above the header says what the paper is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter

from server.words import say

A4 = 9
LONGEST = 32_000
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True)
class Table:
    """A sheet: its name, the line above it, its columns (key, width; the title is `plan.column.<key>`), its rows."""

    name: str
    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Mapping[str, Any]]
    landscape: bool = True


def written(tables: Iterable[Table], lang: str) -> bytes:
    """The file."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        title = book.add_format({"bold": True, "font_size": 13})
        head = book.add_format({"bold": True, "bg_color": "#E8EDF5", "border": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "valign": "top", "border": 1, "text_wrap": True})
        number = book.add_format({"num_format": "0", "valign": "top", "border": 1})
        for table in tables:
            sheet = book.add_worksheet(say(f"plan.sheet.{table.name}", lang))
            sheet.write_string(0, 0, table.title[:LONGEST], title)
            for column, (key, width) in enumerate(table.columns):
                sheet.set_column(column, column, width)
                sheet.write_string(1, column, say(f"plan.column.{key}", lang), head)
            last = 1
            for last, row in enumerate(table.rows, 2):
                for column, (key, _) in enumerate(table.columns):
                    value = row.get(key)
                    if isinstance(value, int) and not isinstance(value, bool):
                        sheet.write_number(last, column, value, number)
                    else:
                        sheet.write_string(last, column, "" if value is None else str(value)[:LONGEST], text)
            _page(sheet, table, last, lang)
    return made.getvalue()


def _page(sheet: Any, table: Table, last: int, lang: str) -> None:
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, max(last, 2), len(table.columns) - 1)
    if table.landscape:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_footer("&C" + say("roster.export.footer", lang))
