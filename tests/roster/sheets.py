"""Small rosters for the tests: invented people (numbers on region 99, telephones on 100) and their files."""

import csv
import datetime
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from server.rules.identity import check_character

TODAY = datetime.date(2026, 11, 20)
HEADER = ["户号", "姓名", "与户主关系", "性别", "身份证号", "联系电话", "村", "组", "门牌号"]


def number(serial: int, birth: str = "1980-05-31", man: bool = True) -> str:
    """An identity number that passes its check, on a region never issued."""
    first = f"99{101 + serial // 500:04d}{birth.replace('-', '')}{serial % 500 * 2 + man:03d}"
    return first + check_character(first)


def family(serial: int, door: str = "", village: str = "柳树村", group: str = "1组") -> list[list[Any]]:
    """Three rows of one household: head, wife, daughter."""
    phone = f"100{serial:08d}"
    where = [village, group, door or f"{serial}号"]
    return [
        [f"{serial}", f"测甲{serial}", "户主", "男", number(serial), phone, *where],
        [f"{serial}", f"测乙{serial}", "妻", "女", number(serial, "1982-02-03", False), "", *where],
        [f"{serial}", f"测丙{serial}", "长女", "女", number(serial, "2012-10-01", False), "", *where],
    ]


def families(count: int, village: str = "柳树村", per_group: int = 20) -> list[list[Any]]:
    """`count` households over groups of `per_group`, the header first."""
    rows: list[list[Any]] = [HEADER]
    for serial in range(1, count + 1):
        rows += family(serial, village=village, group=f"{(serial - 1) // per_group + 1}组")
    return rows


def workbook(path: Path, rows: Sequence[Sequence[Any]], formulas: bool = False) -> Path:
    """Write rows as an .xlsx; numbers as numbers, dates as dates, all else as text (or as formulas when asked)."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": formulas, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and not (formulas and value.startswith("=")):
                    sheet.write_string(at, column, value)
                elif value is not None:
                    sheet.write(at, column, value)
    return path


def table(path: Path, rows: Sequence[Sequence[Any]], encoding: str = "utf-8") -> Path:
    """Write rows as a .csv."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
