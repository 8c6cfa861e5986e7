"""The day of an injection as people write it: often short, often with more in the same cell, never guessed.

A birth date stands alone in its cell (`text.date`); the cell of a dose holds "21.5.6", "2021-05-06 and the maker", "6
May", "yes". This tells what of it is a day, and what is left over.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import cache

from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.sheet.text import Cell
from server.roster.vocabulary import vocabulary

_MARK = r"[-/.,\\\u3001\u3002]"
_AFTER = r"(?!\d)\s*(?:[T ]?\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?)?"
_SOLID = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:[0-2]\d[0-5]\d(?:[0-5]\d)?)?" + _AFTER)  # a time behind
_SOLID_SHORT = re.compile(r"(\d{2})()(\d{2})(\d{2})(?!\d)")
_EARLIEST_SHORT = 13  # "21.5.6": a number that can be no month is a year


@dataclass(frozen=True)
class Day:
    """`on`: the day. `fault`: it is meant as a day, but is none. `rest`: what else the cell says, or all of it."""

    on: datetime.date | None = None
    fault: Code | None = None
    rest: str = ""


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """With a year, with two figures of a year, without a year, without a day."""
    year, month, *ends = vocabulary().date_marks
    end = f"[{''.join(ends)}]?"
    after_year = rf"\s*(\d{{1,2}})\s*(?:{month}|{_MARK})\s*(\d{{1,2}})\s*{end}" + _AFTER
    return (
        re.compile(rf"(\d{{4}})\s*(?:{year}|{_MARK})" + after_year),
        re.compile(rf"'?(\d{{2}})\s*({year}|{_MARK})" + after_year),
        re.compile(rf"(\d{{1,2}})\s*(?:{month}|[-/.])\s*(\d{{1,2}})\s*{end}(?!\d|[-/.]\d)"),
        re.compile(rf"(?:19|20)\d{{2}}\s*(?:{year}|(?:{year}|{_MARK})\s*\d{{1,2}}\s*{month}?)?$"),
    )


def read(cell: Cell, today: datetime.date) -> Day:
    """The day that the cell begins with, and the rest; a cell without any sign of a day is all rest."""
    whole = text.date(cell)
    if whole is not None:
        return Day(whole)
    said = text.narrow(text.plain(cell))
    dated, short, yearless, dayless = _forms()
    match = dated.match(said) or _SOLID.match(said)
    if match:
        return _day(int(match[1]), match[2], match[3], said[match.end() :])
    match = short.match(said) or _SOLID_SHORT.match(said)
    if match and _is_year(match, today):
        return _day(2000 + int(match[1]), match[3], match[4], said[match.end() :])
    if dayless.match(said):
        return Day(fault=Code.DOSE_WITHOUT_DAY)
    if not match and yearless.match(said):
        return Day(fault=Code.DOSE_WITHOUT_YEAR)
    if re.match(r"'?\d+\D?\d", said):
        return Day(fault=Code.DOSE_IMPOSSIBLE)
    return Day(rest=said)


def every(cell: Cell, today: datetime.date) -> list[datetime.date]:
    """The days of a cell that holds several and nothing else; else nothing."""
    found: list[datetime.date] = []
    rest = text.narrow(text.plain(cell))
    while rest:
        day = read(rest, today)
        if day.on is None:
            return []
        found.append(day.on)
        rest = day.rest.lstrip(" ,;/|~-\u3001")
    return found


def _day(year: int, month: str, day: str, rest: str) -> Day:
    try:
        return Day(datetime.date(year, int(month), int(day)), rest=rest.strip(" ,;/|()\u3001\u3002"))
    except ValueError:
        return Day(fault=Code.DOSE_IMPOSSIBLE)


def _is_year(match: re.Match[str], today: datetime.date) -> bool:
    """Whether the first two figures can only be a year: no month, not after today, and the last are no year as well
    where days are written the other way round (with strokes).
    """
    latest = today.year % 100
    if not match[2].isascii():
        return int(match[1]) <= latest
    first, last = int(match[1]), int(match[4])
    return _EARLIEST_SHORT <= first <= latest and (match[2] != "/" or not _EARLIEST_SHORT <= last <= latest)
