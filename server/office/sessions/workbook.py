"""The plan's lists as .xlsx files that Excel and WPS open without a word: frozen header, filters, A4, numbers as text.

A title above the header says what the paper is of.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from server import workbooks
from server.words import say

HEADER = 1  # its row, under the title
TITLE_POINTS = 22  # the title's row


@dataclass(frozen=True)
class Table:
    """A sheet: its name, the line above it, its columns (key, width; the title is `plan.column.<key>`), its rows."""

    name: str
    title: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Mapping[str, Any]]


def written(tables: Iterable[Table], lang: str) -> bytes:
    """The file."""
    made = BytesIO()
    with workbooks.book(made) as book:
        title = book.add_format({"bold": True, "font_size": 13, "valign": "vcenter"})
        head = workbooks.head_format(book)
        text = book.add_format({"num_format": "@", "valign": "top", "border": 1, "text_wrap": True})
        number = book.add_format({"num_format": "0", "align": "center", "valign": "top", "border": 1})
        for table in tables:
            sheet = book.add_worksheet(say(f"plan.sheet.{table.name}", lang))
            sheet.set_row(0, TITLE_POINTS)
            sheet.write_string(0, 0, workbooks.clean(table.title), title)
            widths = [width for _, width in table.columns]
            titles = [say(f"plan.column.{key}", lang) for key, _ in table.columns]
            sheet.set_row(HEADER, workbooks.height(zip(titles, widths, strict=True)))
            for column, (width, said) in enumerate(zip(widths, titles, strict=True)):
                sheet.set_column(column, column, width)
                sheet.write_string(HEADER, column, said, head)
            last = HEADER
            for last, row in enumerate(table.rows, HEADER + 1):
                values = [row.get(key) for key, _ in table.columns]
                words = ["" if value is None else workbooks.clean(str(value)) for value in values]
                sheet.set_row(last, workbooks.height(zip(words, widths, strict=True)))
                for column, (value, said) in enumerate(zip(values, words, strict=True)):
                    if isinstance(value, int) and not isinstance(value, bool):
                        sheet.write_number(last, column, value, number)
                    else:
                        sheet.write_string(last, column, said, text)
            sheet.freeze_panes(HEADER + 1, 2)
            sheet.autofilter(HEADER, 0, max(last, HEADER + 1), len(table.columns) - 1)
            workbooks.put_on_paper(sheet, widths, lang, header=(0, HEADER), lines=False)
    return made.getvalue()
