"""Papers become files: .xlsx, .xls, and tables of text, as programs in offices write them."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import xlsxwriter

from tests.roster.messy import biff
from tests.roster.messy.paper import Messy, Paper


def write(folder: Path, messy: Messy) -> Path:
    """Write the file into a folder; its suffix says how."""
    path = folder / messy.filename
    sheets = [*messy.before, messy.paper, *messy.after]
    if path.suffix in (".xlsx", ".xlsm"):
        return _xlsx(path, sheets, messy.hidden)
    if path.suffix == ".xls" and messy.separator == ",":
        return biff.write(path, sheets, messy.hidden)
    text = io.StringIO()
    if messy.quoted:
        csv.writer(text, delimiter=messy.separator).writerows(messy.paper.lines)
    else:
        text.writelines(messy.separator.join(map(str, line)) + "\r\n" for line in messy.paper.lines)
    path.write_bytes(text.getvalue().encode(messy.encoding))
    return path


def _xlsx(path: Path, sheets: list[Paper], hidden: tuple[str, ...]) -> Path:
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy/m/d"}) as book:
        plain = book.add_format()
        for paper in sheets:
            sheet = book.add_worksheet(paper.name)
            if paper.name in hidden:
                sheet.hide()
            elif paper.name == sheets[-1].name:
                sheet.activate()  # the first sheet can only be hidden behind an active one
            starts = {(top - 1, left) for top, left, _, _ in paper.merged}
            for top, left, bottom, right in paper.merged:
                sheet.merge_range(top - 1, left, bottom - 1, right, "", plain)
            for row in paper.hidden:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for row, line in enumerate(paper.lines):
                for column, value in enumerate(line):
                    if isinstance(value, str) and value:
                        sheet.write_string(row, column, value)
                    elif isinstance(value, (int, float, datetime.date)):
                        sheet.write(row, column, value)
                    elif (row, column) in starts:
                        sheet.write_blank(row, column, None, plain)
    return path
