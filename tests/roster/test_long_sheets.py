"""A long sheet is read slice by slice, and says the same as when it is read whole."""

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from server.roster.sheet import cutting
from server.roster.sheet.files import Sheet, sheets
from server.roster.sheet.text import Cell
from tests.roster.messy import cells, headers, households, lines, mixtures
from tests.roster.messy.paper import Messy
from tests.roster.messy.writing import write
from tests.roster.sheets import families, workbook

KINDS = [kind for part in (headers, households, lines, cells, mixtures) for kind in part.KINDS]
KINDS = [kind for kind in KINDS if kind().filename.endswith(".xlsx")]


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Sheets are long from the first byte on, and slices of a few rows."""

    def cut() -> None:
        monkeypatch.setattr(cutting, "LONG", 0)
        monkeypatch.setattr(cutting, "_SLICE", 600)
        monkeypatch.setattr(cutting, "_CHUNK", 4096)

    return cut


def trimmed(sheet: Sheet) -> list[list[Cell]]:
    """The rows without empty cells at their ends, and without empty rows at the end: these may differ."""
    rows = [list(row) for row in sheet.each()]
    for row in rows:
        while row and row[-1] in ("", None):
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.__name__))
def test_slices_say_what_the_whole_says(kind: Callable[[], Messy], tmp_path: Path, short: Callable[[], None]) -> None:
    path = write(tmp_path, kind())
    whole = {sheet.name: trimmed(sheet) for sheet in sheets(path)}
    short()
    assert {sheet.name: trimmed(sheet) for sheet in sheets(path)} == whole


def test_a_sheet_is_really_cut_and_its_dates_and_texts_survive(tmp_path: Path, short: Callable[[], None]) -> None:
    path = tmp_path / "a.xlsx"
    day = datetime.date(1980, 5, 31)
    with xlsxwriter.Workbook(str(path), {"date_1904": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("名册")
        for row in range(300):
            sheet.write_row(row * 2, 1, [f"测人{row}", day, row])
    short()
    with zipfile.ZipFile(path) as archive:
        assert len(list(cutting._slices(archive, "xl/worksheets/sheet1.xml"))) > 3
    (read,) = sheets(path)
    rows = list(read.each())
    assert len(rows) == 599 and not any(rows[1])
    assert rows[598][:3] == ["", "测人299", day] and rows[598][3] == 299
    assert read.head[:4] == rows[:4]


def test_a_sheet_that_cannot_be_cut_is_read_whole(tmp_path: Path, short: Callable[[], None]) -> None:
    sound = workbook(tmp_path / "sound.xlsx", families(3))
    odd = tmp_path / "odd.xlsx"
    with zipfile.ZipFile(sound) as old, zipfile.ZipFile(odd, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith("sheet1.xml"):
                content = content.replace(b"<sheetData>", b"<sheetData >")
            new.writestr(entry.filename, content)
    short()
    assert [trimmed(sheet) for sheet in sheets(odd)] == [trimmed(sheet) for sheet in sheets(sound)]
