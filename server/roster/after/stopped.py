"""What stayed out, as a spreadsheet that is corrected and uploaded again: the file's own columns and a reason column.

Its columns are those of the file, so it is read as the file was (`header.shape` leaves the reason column out), and
belongs to the same source. Every cell is text: nothing in it is ever computed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import workbooks
from server.roster.after import supplement
from server.roster.after.told import Words
from server.roster.sheet.abreast import in_sheet
from server.roster.tables import RosterImport, RosterRow, RosterStopped
from server.words import say

_WIDEST, _NARROWEST = 40, 6
_HEADER_LONGEST = 100  # characters; with more than 255 a file is broken
_MEASURED = 200  # rows by which a column's width is chosen


def write(path: Path, session: Session, imported: RosterImport, lang: str) -> int:
    """Write the rows that stayed out of an import; returns how many."""
    titles = [str(title) for title in json.loads(imported.titles)]
    kept = [index for index, title in enumerate(titles) if title not in supplement.reasons()]
    found = session.execute(
        select(RosterStopped.cells, RosterStopped.reasons)
        .where(RosterStopped.import_id == imported.id)
        .order_by(RosterStopped.row)
    )
    rows = ([*_of(json.loads(cells), kept), _sentences(json.loads(reasons), lang)] for cells, reasons in found)
    title = say("roster.stopped.title", lang, file=imported.filename)
    return _book(path, title, [*_of(titles, kept), say(supplement.REASON, lang)], rows, lang)


def write_not_found(path: Path, session: Session, imported: RosterImport, lang: str) -> int:
    """Write the rows of a list of people vaccinated whose person is in no list of ours; returns how many."""
    keys = ("row", "name", "id_number", "dose")
    titles = [say(f"roster.not_found.{key}", lang) for key in keys]
    title = say("roster.not_found.title", lang, file=imported.filename)
    return _book(path, title, titles, _not_found(session, imported, lang), lang)


def _not_found(session: Session, imported: RosterImport, lang: str) -> Iterator[list[str]]:
    words = Words(session, lang)
    query = select(RosterRow.row, RosterRow.body).where(
        RosterRow.import_id == imported.id, RosterRow.state == "not_found"
    )
    for row, body in session.execute(query.order_by(RosterRow.row)):
        told = json.loads(body)
        doses = say("roster.list_mark", lang).join(words.dose(dose) for dose in told.get("doses") or [])
        values = told["resident"]
        yield [str(in_sheet(row)), str(values.get("name", "")), str(values.get("id_number", "")), doses]


def _sentences(reasons: Sequence[dict[str, Any]], lang: str) -> str:
    said = (f"[{each['column']}] " + say(f"roster.{each['code']}", lang, **each["values"]) for each in reasons)
    return " ".join(said)


def _of(cells: Sequence[str], kept: Sequence[int]) -> list[str]:
    """The cells of these columns: the reason stands right of the last of them."""
    return [cells[index] if index < len(cells) else "" for index in kept]


def _book(path: Path, title: str, titles: Sequence[str], rows: Iterator[list[str]], lang: str) -> int:
    with workbooks.book(str(path), on_disk=True) as book:
        sheet = book.add_worksheet()
        head = workbooks.head_format(book)
        text = book.add_format({"num_format": "@", "valign": "top"})
        why = book.add_format({"num_format": "@", "valign": "top", "text_wrap": True, "font_color": "#A3200D"})
        first = [row for row, _ in zip(rows, range(_MEASURED), strict=False)]
        widths = [*(_width([name, *(row[at] for row in first)]) for at, name in enumerate(titles[:-1])), _WIDEST]
        sheet.set_row(0, workbooks.height(zip(titles, widths, strict=True)))
        for index, (name, width) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(index, index, width, text)
            sheet.write_string(0, index, workbooks.clean(name), head)
        sheet.freeze_panes(1, 0)
        workbooks.put_on_paper(sheet, widths, lang)
        sheet.set_header("&L" + title[:_HEADER_LONGEST].replace("&", "&&"))
        count = 0
        for count, row in enumerate(_both(first, rows), 1):
            sheet.set_row(count, workbooks.height([(row[-1], _WIDEST)]))
            for index, cell in enumerate(row):
                if cell:
                    sheet.write_string(count, index, workbooks.clean(cell), why if index == len(row) - 1 else text)
        sheet.autofilter(0, 0, max(count, 1), len(titles) - 1)
    return count


def _both(first: list[list[str]], rows: Iterator[list[str]]) -> Iterator[list[str]]:
    yield from first
    yield from rows


def _width(texts: Sequence[str]) -> int:
    """How wide a column of these texts is."""
    return min(max(*map(workbooks.width, texts), _NARROWEST - 2) + 2, _WIDEST)
