"""Opening a template that has been inspected, and saying cell by cell what cannot be filled as it is written."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from server.lists import placeholders
from server.lists.inspecting import COLUMNS, ROWS, Refusal, Refused, inspect, reaching

LISTED = 50  # faults told at once


def opened(content: bytes) -> Workbook:
    """The workbook, without pictures and drawings. Raises Refused when it cannot be opened."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it does not keep
            book = openpyxl.load_workbook(BytesIO(content), keep_links=False)
    except Exception as error:  # whatever a hostile file can make a parser raise
        raise Refused(Refusal.BROKEN) from error
    for chart in list(book.chartsheets):
        book.remove(chart)
    for sheet in book.worksheets:
        sheet._images, sheet._charts = [], []  # type: ignore[attr-defined]
    if not book.worksheets:
        raise Refused(Refusal.BROKEN)
    return book


def taken(content: bytes) -> list[str]:
    """Inspect a template; the sections that it repeats rows for. Raises Refused with the cells at fault."""
    inspect(content)
    book = opened(content)
    faults: list[str] = []
    sections: set[str] = set()
    count = 0
    for sheet in book.worksheets:
        if sheet.max_row > ROWS or sheet.max_column > COLUMNS:
            raise Refused(Refusal.LARGE)
        found = _Sheet(sheet)
        faults += found.faults
        sections |= set(found.sections.values())
        count += found.count
    _formulas(book)
    if faults:
        raise Refused(Refusal.PLACEHOLDERS, faults[:LISTED])
    if not count:
        raise Refused(Refusal.NONE)
    return sorted(sections)


class _Sheet:
    """The placeholders of a sheet: the rows that are repeated, how many there are, and what is wrong with them."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self.sections: dict[int, str] = {}
        self.faults: list[str] = []
        self.count = 0
        cells = [cell for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell)]
        for cell in cells:
            self._section(cell)
        for cell in cells:
            self._names(cell)
        for merged in sheet.merged_cells.ranges:
            if merged.min_row != merged.max_row:
                for row in range(merged.min_row, merged.max_row + 1):
                    if row in self.sections:
                        self._fault(merged.coord, "")

    def _fault(self, place: str, what: str) -> None:
        self.faults.append(f"{self.sheet.title}!{place} {what}".strip())

    def _section(self, cell: Cell) -> None:
        for mark, name in _marks(cell):
            if mark not in placeholders.OPENS:
                continue
            key = placeholders.find("#", name)
            if key is None or self.sections.get(cell.row, key) != key or cell.data_type == "f":
                self._fault(cell.coordinate, name)
            else:
                self.sections[cell.row] = key

    def _names(self, cell: Cell) -> None:
        section = self.sections.get(cell.row, "")
        for mark, name in _marks(cell):
            self.count += 1
            known = bool(section and placeholders.find(section, name)) or placeholders.find("", name) is not None
            if (not mark and not known) or cell.data_type == "f":
                self._fault(cell.coordinate, name)


def _marks(cell: Cell) -> list[tuple[str, str]]:
    return placeholders.PLACE.findall(cell.value) if isinstance(cell.value, str) else []


def _formulas(book: Workbook) -> None:
    """Raise Refused when a formula reaches outside, wherever it stands, or is one that cannot be moved."""
    faults = []
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f" and (not isinstance(cell.value, str) or reaching(cell.value)):
                    faults.append(f"{sheet.title}!{cell.coordinate}")
        faults += [f"{sheet.title}!{each.sqref}" for each in sheet.data_validations.dataValidation if _any(
            each.formula1, each.formula2
        )]  # fmt: skip
        faults += [
            f"{sheet.title}!{each.sqref}"
            for each in sheet.conditional_formatting
            if any(_any(*rule.formula) for rule in each.rules)
        ]
        faults += [name for name, each in sheet.defined_names.items() if _any(each.attr_text)]
    faults += [name for name, each in book.defined_names.items() if _any(each.attr_text) or each.function]
    if faults:
        raise Refused(Refusal.REACHING, faults[:LISTED])


def _any(*formulas: Any) -> bool:
    return any(reaching(f"={each}") for each in formulas if each)
