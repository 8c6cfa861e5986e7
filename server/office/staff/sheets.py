"""Sheets that the office fills in: an empty one that says how, and one of everybody who is there.

Every cell is text; nothing in them is ever computed.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from server import workbooks
from server.auth import FIELD_ROLES
from server.office.staff.words import words
from server.roster.vocabulary import vocabulary
from server.store.tables import Account, Grant
from server.words import say
from sync import areas

_WIDTHS = {"name": 12, "phone": 16, "role": 12, "village": 18, "grid": 26, "site": 20, "login": 14}
BLANK = ("name", "phone", "role", "village", "grid", "site")
FULL = ("login", *BLANK)
ROOM = 500  # rows of the empty sheet that offer the choices


def example(lang: str, known: Mapping[str, str], sites: Mapping[str, str]) -> bytes:
    """An empty sheet with the columns, one that explains them, and one with the names of all villages and grids."""
    out = io.BytesIO()
    with workbooks.book(out) as book:
        head, text = _formats(book)
        sheet = book.add_worksheet(say("people.sheet.staff", lang))
        _titles(sheet, _own(BLANK), lang, head, text)
        role = BLANK.index("role")
        sheet.data_validation(1, role, ROOM, role, {"validate": "list", "source": list(words().shown.values())})
        _explained(book, lang, head, text)
        _places(book, lang, known, sites, head, text)
    return out.getvalue()


def everybody(session: Session, lang: str, known: Mapping[str, str], sites: Mapping[str, str]) -> bytes:
    """Everybody who works in the field, in the columns that come in again; a row for each village of a person."""
    granted: dict[int, list[str]] = defaultdict(list)
    for number, area in session.execute(select(Grant.account, Grant.area).where(Grant.until.is_(None)).distinct()):
        granted[number].append(area)
    people = session.scalars(
        select(Account).where(Account.role.in_(FIELD_ROLES), Account.active).order_by(Account.role, Account.id)
    )
    out = io.BytesIO()
    with workbooks.book(out) as book:
        head, text = _formats(book)
        sheet = book.add_worksheet(say("people.sheet.staff", lang))
        widths = _titles(sheet, _own(FULL), lang, head, text)
        at = 0
        for account in people:
            for place in _rows(sorted(granted[account.id]), known, sites):
                at += 1
                said = {
                    "login": account.login, "name": account.name, "phone": account.phone or "",
                    "role": words().shown[account.role], **place,
                }  # fmt: skip
                _line(sheet, at, [said.get(key, "") for key in FULL], widths, text)
        sheet.autofilter(0, 0, max(at, 1), len(FULL) - 1)
    return out.getvalue()


def _rows(codes: Sequence[str], known: Mapping[str, str], sites: Mapping[str, str]) -> list[dict[str, str]]:
    """A person's areas as rows: one a village with its grids, one with all sites; one empty row for nothing."""
    mark = vocabulary().list_marks[0]
    villages: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        village = areas.village_of(code)
        if village:
            villages[village].append(code)
    rows = [
        {
            "village": known.get(village, village),
            "grid": "" if village in own else mark.join(known.get(code, code) for code in own),
        }
        for village, own in sorted(villages.items())
    ]
    desks = [sites.get(code, code) for code in codes if areas.level(code) == "site"]
    return rows + [{"site": mark.join(desks)}] if desks else rows or [{}]


def _formats(book: Workbook) -> tuple[Format, Format]:
    return workbooks.head_format(book), book.add_format({"num_format": "@", "valign": "top", "text_wrap": True})


def _own(keys: Sequence[str]) -> list[tuple[str, int]]:
    """(title, width) of these columns."""
    return [(words().titles[key], _WIDTHS[key]) for key in keys]


def _titles(
    sheet: Worksheet, columns: Sequence[tuple[str, int]], lang: str, head: Format, text: Format
) -> Sequence[int]:
    """Write the header and set the page up; returns the columns' widths."""
    widths = [width for _, width in columns]
    for index, (title, width) in enumerate(columns):
        sheet.set_column(index, index, width, text)
        sheet.write_string(0, index, title, head)
    sheet.freeze_panes(1, 0)
    workbooks.put_on_paper(sheet, widths, lang)
    return widths


def _explained(book: Workbook, lang: str, head: Format, text: Format) -> None:
    sheet = book.add_worksheet(say("people.sheet.help", lang))
    columns = [
        (say(f"people.help.{key}", lang), width) for key, width in (("column", 14), ("what", 60), ("such_as", 30))
    ]
    widths = _titles(sheet, columns, lang, head, text)
    for at, key in enumerate(BLANK, 1):
        _line(sheet, at, [words().titles[key], say(f"people.help.{key}.what", lang), _such_as(key)], widths, text)


def _such_as(key: str) -> str:
    return say(f"people.help.{key}.such_as", "zh-CN")


def _places(
    book: Workbook, lang: str, known: Mapping[str, str], sites: Mapping[str, str], head: Format, text: Format
) -> None:
    sheet = book.add_worksheet(say("people.sheet.areas", lang))
    widths = _titles(sheet, _own(("village", "grid")), lang, head, text)
    at = 0
    for code in sorted(code for code in known if areas.level(code) == "grid"):
        at += 1
        village = areas.village_of(code) or ""
        _line(sheet, at, [known.get(village, village), known[code]], widths, text)
    for name in sites.values():
        at += 1
        _line(sheet, at, [name, ""], widths, text)


def _line(sheet: Worksheet, at: int, cells: Sequence[str], widths: Sequence[int], text: Format) -> None:
    sheet.set_row(at, workbooks.height(zip(cells, widths, strict=True)))
    for index, cell in enumerate(cells):
        if cell:
            sheet.write_string(at, index, cell, text)
