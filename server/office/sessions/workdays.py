"""Which days people work in China: weekends, public holidays, and the weekend days that are worked for them (调休).

The days come from the package `holidays`, which follows the State Council's yearly notice. Until it is out, only
the statutory days of a year are known, and none of the exchanges: such days say `known: False`.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from holidays import HolidayBase, country_holidays

SATURDAY = 6
_STOOD_FOR = re.compile(r"\d{4}-\d{2}-\d{2}")  # a day off by exchange names in its label the day worked for it


@dataclass(frozen=True)
class Day:
    """A day of the plan. `weekday` 1 (Monday) to 7; `as_weekday`: the weekday whose bands a make-up day takes."""

    on: str
    weekday: int
    kind: str  # workday | weekend | holiday | makeup
    name: str | None
    name_en: str | None
    known: bool
    as_weekday: int

    def shown(self) -> dict[str, Any]:
        """The day as the office's pages get it."""
        return asdict(self)


@cache
def _year(year: int) -> tuple[HolidayBase, HolidayBase, dict[date, date], bool]:
    """The year's days off in Chinese and English, make-up day → the day off that it pays for, and whether all is known.

    The years beside it are read along: days about New Year are exchanged across it.
    """
    ours, theirs = (
        country_holidays("CN", years=(year - 1, year, year + 1), language=language) for language in ("zh_CN", "en_US")
    )
    paid = {}
    for off, label in ours.items():
        if found := _STOOD_FOR.search(label):
            paid[date.fromisoformat(found[0])] = off
    return ours, theirs, paid, any(worked.year == year for worked in paid)


def day(on: str) -> Day:
    """What kind of day a date is."""
    at = date.fromisoformat(on)
    ours, theirs, paid, known = _year(at.year)
    weekday = at.isoweekday()
    off = at if at in ours else _between(ours, at, weekday)
    if off is not None:
        return Day(on, weekday, "holiday", ours[off], theirs[off], known, weekday)
    if at in paid:
        return Day(on, weekday, "makeup", None, None, known, paid[at].isoweekday())
    return Day(on, weekday, "weekend" if weekday >= SATURDAY else "workday", None, None, known, weekday)


def days(first: str, number: int) -> list[Day]:
    """So many days from the first on."""
    start = date.fromisoformat(first)
    return [day((start + timedelta(days=each)).isoformat()) for each in range(number)]


def _between(off: HolidayBase, at: date, weekday: int) -> date | None:
    """The day off before a weekend that lies between days off: the whole stretch is one holiday. None for any other."""
    if weekday < SATURDAY:
        return None
    friday, monday = at - timedelta(days=weekday - 5), at + timedelta(days=8 - weekday)
    return friday if friday in off and monday in off else None
