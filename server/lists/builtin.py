"""The tables that every office hands in, as templates of the same kind that it can upload: a start for its own.

The daily table by village, the ranking, the county's roster of people vaccinated on a day (mission.md, "Reports as
offices know them"). They are made of the same placeholders, so whoever downloads one, changes it in Excel or WPS and
uploads it again has their county's own form.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from server import workbooks
from server.lists import placeholders
from server.words import say

BUILT_IN = ("daily", "ranking", "given")
# The section of each, and its columns: (field, width, group of the header above, or "").
SECTION = {"daily": "village", "ranking": "rank", "given": "given"}
COLUMNS: dict[str, tuple[tuple[str, float, str], ...]] = {
    "daily": (
        ("no", 4, ""), ("name", 13, ""), ("population", 7, ""), ("target", 7, ""), ("today1", 7, "today"),
        ("today2", 7, "today"), ("today3", 7, "today"), ("today_booster", 7, "today"), ("covered", 7, "all"),
        ("full", 7, "all"), ("boosted", 7, "all"), ("doses", 7, ""), ("rate", 12, ""), ("unvaccinated", 7.5, ""),
        ("contraindicated", 6, "unvaccinated"), ("away", 6, "unvaccinated"), ("declined", 6, "unvaccinated"),
        ("remaining", 7, "unvaccinated"),
    ),
    "ranking": (
        ("rank", 6, ""), ("name", 18, ""), ("target", 9, ""), ("done_today", 9, ""), ("done", 9, ""), ("rate", 12, ""),
        ("change", 10, ""), ("moved", 9, ""), ("leader", 16, ""), ("contraindicated", 7, "aside"), ("away", 7, "aside"),
        ("declined", 7, "aside"),
    ),
    "given": (
        ("no", 5, ""), ("name", 9, ""), ("sex", 5, ""), ("age", 5, ""), ("id_number", 20, ""), ("phone", 13, ""),
        ("village", 12, ""), ("address", 30, ""), ("dose", 8, ""), ("product", 12, ""), ("batch", 12, ""),
        ("place", 26, ""), ("known", 12, ""),
    ),
}  # fmt: skip
_LINE = Side(style="thin", color="7A8798")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="E8EDF5")
_WORDS = ("name", "leader", "address", "product", "place", "batch", "village", "known")
_ROWS_ABOVE = 3  # title, what it is true of, whom it counts


@cache
def template(name: str, lang: str) -> bytes:
    """The template of a built-in table, in a language."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = say(f"lists.table.{name}.sheet", lang)
    columns = COLUMNS[name]
    last = len(columns)
    said = {key: f"{{{{{placeholders.word('', key, lang)}}}}}" for key in placeholders.VALUES}
    _line(sheet, 1, last, say(f"lists.table.{name}.title", lang, **said), Font(bold=True, size=16), "center", 28)
    _line(sheet, 2, last, say(f"lists.table.{name}.above", lang, **said), Font(size=10), "right", 18)
    _header(sheet, name, lang, said)
    body = _ROWS_ABOVE + 2
    section = SECTION[name]
    for at, (field, width, _) in enumerate(columns, 1):
        opening = f"{{{{#{placeholders.word('#', section, lang)}}}}}" if at == 1 else ""
        _cell(sheet, body, at, f"{opening}{{{{{placeholders.word(section, field, lang)}}}}}", field)
        sheet.column_dimensions[get_column_letter(at)].width = width
    sheet.auto_filter.ref = f"A{body - 1}:{get_column_letter(last)}{body}"
    foot = body + 1
    if name == "daily":
        _totals(sheet, foot, lang)
        foot += 1
    if name == "given":
        _line(sheet, foot, last, f"{{{{{placeholders.word('', 'zero', lang)}}}}}", Font(bold=True), "center", 20)
        foot += 1
    _line(sheet, foot, last, say(f"lists.table.{name}.note", lang, **said), Font(size=9, color="3C4858"), "left", 40)
    _line(sheet, foot + 1, last, say("lists.table.signed", lang, **said), Font(size=11), "left", 24)
    _page(sheet, lang)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def _line(sheet: Worksheet, row: int, last: int, text: str, font: Font, side: str, height: float) -> None:
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    cell = sheet.cell(row, 1, text)
    cell.font, cell.alignment = font, Alignment(horizontal=side, vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = height


def _header(sheet: Worksheet, name: str, lang: str, said: dict[str, str]) -> None:
    """Two rows: groups of columns above, their names below; a column of no group stands over both."""
    columns = COLUMNS[name]
    top, below = _ROWS_ABOVE, _ROWS_ABOVE + 1
    start = 1
    for at, (field, _, group) in enumerate(columns, 1):
        for row in (top, below):
            box: Any = sheet.cell(row, at)
            box.font, box.fill, box.border = Font(bold=True), _HEAD, _BOX
            box.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        title = say(f"lists.head.{name}.{field}", lang, **said)
        if title == f"lists.head.{name}.{field}":
            title = placeholders.word(SECTION[name], field, lang)
        sheet.cell(below if group else top, at, title)
        if not group:
            sheet.merge_cells(start_row=top, end_row=below, start_column=at, end_column=at)
        if group and (at == len(columns) or columns[at][2] != group):
            start = next(i for i, each in enumerate(columns, 1) if each[2] == group)
            sheet.cell(top, start, say(f"lists.head.{group}", lang))
            sheet.merge_cells(start_row=top, end_row=top, start_column=start, end_column=at)
    sheet.row_dimensions[top].height, sheet.row_dimensions[below].height = 18, 44
    sheet.freeze_panes = f"C{below + 1}"
    sheet.print_title_rows = f"{top}:{below}"


def _cell(sheet: Worksheet, row: int, column: int, text: str, field: str) -> None:
    cell: Any = sheet.cell(row, column, text)
    cell.border = _BOX
    words = field in _WORDS
    cell.alignment = Alignment(horizontal="left" if words else "center", vertical="center", wrap_text=words)


def _totals(sheet: Worksheet, row: int, lang: str) -> None:
    total = say("lists.value.total", lang)
    for at, (field, *_) in enumerate(COLUMNS["daily"], 1):
        key = field not in ("no", "name")
        said = (
            f"{{{{{total}.{placeholders.word('village', field, lang)}}}}}" if key else total if field == "name" else ""
        )
        _cell(sheet, row, at, said, "total")
        sheet.cell(row, at).font = Font(bold=True)


def _page(sheet: Worksheet, lang: str) -> None:
    sheet.page_setup.paperSize = workbooks.A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.page_margins = PageMargins(**workbooks.MARGINS, header=workbooks.FOOTER, footer=workbooks.FOOTER)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = say("roster.export.footer", lang)  # type: ignore[union-attr]
