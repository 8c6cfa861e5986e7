"""Filling a template: placeholders become values, repeated rows are repeated, all else stays as it was.

Styles, widths, heights, merged cells, page set-up, conditional formats and the template's own formulas are kept, moved
where rows were added. A value never becomes a formula: text is text whatever it begins with, and a value that looks
like a placeholder is not looked at again.
"""

from __future__ import annotations

import copy
import datetime
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from server import workbooks
from server.lists import moving, placeholders
from server.lists.content import Content, Lines, TooLong
from server.lists.ranking import Points, Ranks
from server.lists.reading import opened
from server.lists.rowwise import Rows, formula

GENERAL = "General"
MOST_CELLS = 400_000
POINTS, WIDTH = 11.0, 8.43  # what a spreadsheet takes where nothing is said
_FORMATS = (
    (Points, "+0.0;-0.0;0.0"), (Ranks, '"\u2191"0;"\u2193"0;"\u2014"'), (bool, GENERAL), (float, "0.0%"),
    (datetime.date, "yyyy-mm-dd"), (str, "@"),
)  # fmt: skip


@dataclass(frozen=True)
class _Old:
    """A cell of the template."""

    value: Any
    kind: str
    style: Any
    merged: bool
    comment: Any


def fill(template: bytes, content: Content) -> bytes:
    """The filled workbook. Raises TooLong."""
    book = opened(template)
    sections = {sheet.title: placeholders_rows(sheet) for sheet in book.worksheets}
    lines = {name: {row: content.lines(key) for row, key in found.items()} for name, found in sections.items()}
    rows = {name: Rows({row: max(1, len(some)) for row, some in found.items()}) for name, found in lines.items()}
    for sheet in book.worksheets:
        _sheet(sheet, sections[sheet.title], lines[sheet.title], rows, content)
    moving.names(book, rows)
    book.calculation.fullCalcOnLoad = True
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def placeholders_rows(sheet: Worksheet) -> dict[int, str]:
    """{row: section} of the rows that are repeated."""
    found: dict[int, str] = {}
    for (row, _), cell in sheet._cells.items():
        if isinstance(cell, Cell) and isinstance(cell.value, str) and cell.data_type == "s":
            for mark, name in placeholders.PLACE.findall(cell.value):
                key = placeholders.find("#", name) if mark in placeholders.OPENS else None
                if key:
                    found[row] = key
    return found


def _sheet(
    sheet: Worksheet, sections: dict[int, str], lines: dict[int, Lines], rows: dict[str, Rows], content: Content
) -> None:
    mine = rows[sheet.title]
    cells: dict[tuple[int, int], Any] = sheet._cells
    width = len({column for _, column in cells})
    if sum(mine.copies.values()) * width > MOST_CELLS:
        raise TooLong
    old = {place: _old(cell) for place, cell in cells.items()}
    merged = [each.bounds for each in sheet.merged_cells.ranges]
    cells.clear()
    sheet.merged_cells.ranges.clear()
    later: list[tuple[int, int, Any]] = []
    for (row, column), each in old.items():
        repeated = lines.get(row)
        for number in range(mine.copies.get(row, 1)):
            at = mine.first(row) + number
            if each.merged:
                later.append((at, column, each.style))
                continue
            cell: Any = sheet.cell(at, column)
            cell._style = copy.copy(each.style)
            if each.kind == "f":
                here = row if row in sections else None
                cell.value = formula(str(each.value), sheet.title, rows, here, number)
            elif isinstance(each.value, str):
                line = repeated[number] if repeated else None
                _put(cell, each.value, sections.get(row, ""), line, content)
            else:
                cell.value = each.value
            if each.comment is not None and number == 0:
                cell.comment = copy.copy(each.comment)
    moving.merge(sheet, merged, mine)
    for at, column, style in later:
        if isinstance(inner := cells.get((at, column)), MergedCell):
            inner._style = copy.copy(style)  # type: ignore[attr-defined]
    moving.page(sheet, mine, rows)
    for row in sections:
        for at in range(mine.first(row), mine.last(row) + 1):
            _tall_enough(sheet, at, width)


def _tall_enough(sheet: Worksheet, row: int, width: int) -> None:
    """Give a row whose height the template leaves open what its longest text needs."""
    if row in sheet.row_dimensions and sheet.row_dimensions[row].height is not None:
        return
    cells = [cell for column in range(1, width + 1) if (cell := sheet._cells.get((row, column))) is not None]
    broken = [cell for cell in cells if isinstance(cell, Cell) and cell.alignment.wrap_text]
    texts = [(str(cell.value), _width(sheet, cell.column_letter)) for cell in broken if cell.data_type == "s"]
    points = max((cell.font.sz or POINTS for cell in broken), default=POINTS)
    if (height := workbooks.height(texts, points)) is not None:
        sheet.row_dimensions[row].height = height


def _width(sheet: Worksheet, letter: str) -> float:
    found = sheet.column_dimensions.get(letter)
    return float((found.width if found is not None else None) or sheet.sheet_format.defaultColWidth or WIDTH)


def _old(cell: Any) -> _Old:
    merged = isinstance(cell, MergedCell)
    value = None if merged else cell.value
    return _Old(value, "" if merged else cell.data_type, cell._style, merged, None if merged else cell.comment)


def _put(cell: Any, text: str, section: str, line: Any, content: Content) -> None:
    """Write a template's text with its placeholders filled: one alone keeps the kind of its value."""
    found = placeholders.PLACE.findall(text)
    if not found:
        return _text(cell, text)
    alone = placeholders.PLACE.sub("", text).strip() == ""
    named = [name for mark, name in found if not mark]
    if alone and len(named) == 1:
        return _typed(cell, _value(named[0], section, line, content))
    filled = placeholders.PLACE.sub(lambda one: "" if one[1] else said(_value(one[2], section, line, content)), text)
    _text(cell, filled)


def _value(name: str, section: str, line: Any, content: Content) -> Any:
    if section and (key := placeholders.find(section, name)):
        return line.get(key) if line is not None else None
    key = placeholders.find("", name)
    return content.value(key) if key else None


def said(value: Any) -> str:
    """A value within a text."""
    if value is None:
        return ""
    if isinstance(value, Points | Ranks):
        return f"{value:+g}"
    return f"{value:.1%}" if isinstance(value, float) else str(value)


def _typed(cell: Any, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, str):
        _text(cell, value)
    else:
        cell.value = value
    if cell.number_format == GENERAL:
        cell.number_format = next((form for kind, form in _FORMATS if isinstance(value, kind)), GENERAL)


def _text(cell: Any, text: str) -> None:
    """Text, and never anything else: `=cmd|…` stays what it is."""
    cell._value = workbooks.clean(text)
    cell.data_type = "s"
