"""What of a sheet lies on its rows and moves with them: merged cells, heights, breaks, formats, print areas, names."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidationList
from openpyxl.worksheet.pagebreak import Break, RowBreak
from openpyxl.worksheet.worksheet import Worksheet

from server.lists.rowwise import Rows, formula

Bounds = tuple[int, int, int, int]


def merge(sheet: Worksheet, merged: list[Bounds], rows: Rows) -> None:
    """Merge again what was merged; within a repeated row once for each copy."""
    for left, top, right, bottom in merged:
        copies = rows.copies.get(top, 1) if top == bottom else 1
        for number in range(copies):
            first = rows.first(top) + number
            last = first if top == bottom else rows.last(bottom)
            sheet.merge_cells(start_row=first, end_row=last, start_column=left, end_column=right)


def page(sheet: Worksheet, rows: Rows, sheets: Mapping[str, Rows]) -> None:
    """Everything of a sheet that names rows, except its cells."""
    if not any(count != 1 for count in rows.copies.values()):
        return
    _heights(sheet, rows)
    _breaks(sheet, rows)
    _validations(sheet, rows, sheets)
    _formats(sheet, rows, sheets)
    if sheet.print_area:
        areas = [area.rpartition("!")[2].replace("$", "") for area in str(sheet.print_area).split(",")]
        sheet.print_area = ",".join(moved(area, rows) for area in areas)
    if sheet.print_title_rows:
        first, last = (int(end.strip("$")) for end in str(sheet.print_title_rows).split(":"))
        sheet.print_title_rows = f"{rows.first(first)}:{rows.last(last)}"
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved(str(sheet.auto_filter.ref), rows)
    if sheet.freeze_panes:
        sheet.freeze_panes = moved(str(sheet.freeze_panes), rows).partition(":")[0]
    for table in sheet.tables.values():
        table.ref = moved(table.ref, rows)
        if table.autoFilter is not None:
            table.autoFilter.ref = moved(table.autoFilter.ref, rows)


def names(book: Workbook, sheets: Mapping[str, Rows]) -> None:
    """The names that stand for cells."""
    for where in (book.defined_names, *(sheet.defined_names for sheet in book.worksheets)):
        for name in where.values():
            if name.attr_text:
                name.attr_text = formula("=" + name.attr_text, "", sheets).removeprefix("=")


def moved(reference: str, rows: Rows) -> str:
    """A range as it stands now."""
    left, top, right, bottom = range_boundaries(reference)
    if top is None or bottom is None or left is None or right is None:
        return reference
    first, last = rows.span(top, bottom)
    return f"{get_column_letter(left)}{first}:{get_column_letter(right)}{last}"


def _heights(sheet: Worksheet, rows: Rows) -> None:
    old = dict(sheet.row_dimensions)
    sheet.row_dimensions.clear()
    for row, dimension in old.items():
        for number in range(rows.copies.get(row, 1)):
            at = rows.first(row) + number
            other = copy.copy(dimension)
            other.index = other.r = at
            sheet.row_dimensions[at] = other


def _breaks(sheet: Worksheet, rows: Rows) -> None:
    old = [each.id for each in sheet.row_breaks.brk]
    sheet.row_breaks = RowBreak(brk=[Break(id=rows.last(row)) for row in old])


def _validations(sheet: Worksheet, rows: Rows, sheets: Mapping[str, Rows]) -> None:
    moved_ones = []
    for each in sheet.data_validations.dataValidation:
        each.sqref = _all(each.sqref, rows)
        for limit in ("formula1", "formula2"):
            if said := getattr(each, limit):
                setattr(each, limit, formula(f"={said}", sheet.title, sheets).removeprefix("="))
        moved_ones.append(each)
    sheet.data_validations = DataValidationList(dataValidation=moved_ones)


def _formats(sheet: Worksheet, rows: Rows, sheets: Mapping[str, Rows]) -> None:
    old = list(sheet.conditional_formatting)
    sheet.conditional_formatting = ConditionalFormattingList()
    for each in old:
        for rule in each.rules:
            rule.formula = [formula("=" + one, sheet.title, sheets).removeprefix("=") for one in rule.formula]
            sheet.conditional_formatting.add(str(_all(each.sqref, rows)), rule)


def _all(ranges: Any, rows: Rows) -> MultiCellRange:
    return MultiCellRange(" ".join(moved(each.coord, rows) for each in ranges.ranges))
