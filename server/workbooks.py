"""How a spreadsheet of ours is made: what a text may become in it, how tall its rows are, how it lies on A4.

Every text is written as a string, never as a formula or a link, so that `=cmd|…` in a note stays what it is. A row says
its height itself where a text is broken over lines: programs differ in whether they find it out when a file is opened.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from server.words import say

A4 = 9
LONGEST = 32_000  # characters of a cell; the format's own limit is 32,767
MARGINS = {"left": 0.4, "right": 0.4, "top": 0.5, "bottom": 0.6}  # inches
FOOTER = 0.3  # inches from the paper's edge
SMALLEST, OVER_PAGES = 45, 60  # print scales in %: below the first nobody reads it; the second where it goes on
_PER_CHARACTER, _PER_WIDE, _PER_COLUMN, _PER_INCH = 7, 15, 5, 96  # pixels, of the format's default font
_LINE = 15.0  # points, of the default font
_TALLEST = 409.0  # points; the format's limit
_ACROSS, _UPRIGHT = 11.69, 8.27  # inches: A4
_NO_LETTERS = "\ufffe\uffff"  # in no XML; one writer would write them all the same
_WIDE = 0x2E7F  # letters behind it are wide


def book(target: Any, *, on_disk: bool = False) -> xlsxwriter.Workbook:
    """A workbook to be written to a path or a stream. `on_disk`: row by row, for any number of them."""
    return xlsxwriter.Workbook(
        target,
        {
            "constant_memory" if on_disk else "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )


def head_format(made: xlsxwriter.Workbook) -> Format:
    """The look of a header."""
    return made.add_format({"bold": True, "bg_color": "#E8EDF5", "border": 1, "text_wrap": True, "valign": "top"})


def put_on_paper(
    sheet: Worksheet,
    widths: Sequence[float],
    lang: str,
    *,
    header: tuple[int, int] = (0, 0),
    named: int = 0,
    lines: bool = True,
) -> None:
    """Set the page up: A4, the header rows on every page, page numbers. `widths`: of the columns, in characters.

    A sheet too wide to be read on one page goes on to the right of it, with the first `named` columns repeated.
    `lines`: print them between the cells, to lead the eye from a name to its columns.
    """
    inches = sum(_PER_CHARACTER * width + _PER_COLUMN for width in widths) / _PER_INCH
    beside = MARGINS["left"] + MARGINS["right"]
    if inches > _UPRIGHT - beside:
        sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    if inches * SMALLEST <= (_ACROSS - beside) * 100:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(OVER_PAGES)
        sheet.print_across()
        if named:
            sheet.repeat_columns(0, named - 1)
    if lines:
        sheet.hide_gridlines(0)
    sheet.repeat_rows(*header)
    sheet.set_footer("&C" + say("roster.export.footer", lang), {"margin": FOOTER})


def height(cells: Iterable[tuple[str, float]], points: float = 11) -> float | None:
    """How tall a row must be, in points, for texts broken over lines in columns of these widths; None for one line."""
    lines = max((_lines(text, width) for text, width in cells), default=1)
    return min(_TALLEST, lines * _LINE * points / 11) if lines > 1 else None


def width(text: str) -> int:
    """Characters of a column's measure that a text takes: those of Chinese a little more than two."""
    return math.ceil(sum(_PER_WIDE if ord(letter) > _WIDE else _PER_CHARACTER for letter in text) / _PER_CHARACTER)


def clean(text: str) -> str:
    """The text without the characters that XML, and so a spreadsheet, cannot hold; not longer than a cell."""
    text = text[:LONGEST]
    if text.isprintable():
        return text
    return "".join(letter for letter in text if (letter >= " " or letter in "\t\n") and letter not in _NO_LETTERS)


def _lines(text: str, across: float) -> int:
    return sum(max(1, math.ceil(width(part) / max(across, 1))) for part in text.split("\n"))
