"""Templates as offices make them, and as somebody makes them who means harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill


def workbook(cells: Mapping[str, object], change: Callable[[Workbook], object] = lambda _: None) -> bytes:
    """A workbook with these cells, changed as asked."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "表"
    for place, value in cells.items():
        sheet[place] = value  # type: ignore[assignment]
    change(book)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def county_form() -> bytes:
    """A county's own form: a merged title, a coloured row for each village, its own sums and shares, a signature."""

    def dress(book: Workbook) -> None:
        sheet = book.worksheets[0]
        sheet.merge_cells("A1:F1")
        sheet.merge_cells("B4:C4")
        sheet.merge_cells("A7:F8")
        sheet["A4"].font = Font(bold=True, color="AA0000")
        sheet["D4"].fill = PatternFill("solid", fgColor="FFEEAA")
        sheet.row_dimensions[4].height = 31
        sheet.row_dimensions[6].height = 44
        sheet.column_dimensions["B"].width = 27
        sheet.page_setup.orientation = "landscape"
        sheet.print_area = "A1:F8"
        sheet.print_title_rows = "2:3"

    cells = {
        "A1": "{{镇}}疫苗接种情况（{{截至}}）", "A3": "序号", "B3": "单位", "D3": "任务", "E3": "覆盖", "F3": "率",
        "A4": "{{#村}}{{序号}}", "B4": "{{单位}}（{{责任领导}}）", "D4": "{{任务数}}", "E4": "{{ 覆盖人数 }}",
        "F4": "=IF(D4=0,0,E4/D4)", "A5": "合计", "D5": "=SUM(D4:D4)", "E5": "=SUM(E4)", "F5": "=E5/$D$5",
        "A6": "说明", "A7": "填报人：{{填报人}}",
    }  # fmt: skip
    return workbook(cells, dress)


def with_part(content: bytes, name: str, part: bytes, replaces: bool = False) -> bytes:
    """The archive with one part more, or with another content of a part."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if not (replaces and entry.filename == name):
                new.writestr(entry, old.read(entry))
        new.writestr(name, part)
    return made.getvalue()


def part_of(content: bytes, name: str) -> bytes:
    """One part of the archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
