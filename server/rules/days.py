"""Civil days as text: the rules compare, add and count days, and never ask which day it is.

A day is "YYYY-MM-DD", so days compare as text. Whatever is not such a day counts as not known (`known`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

SHAPE = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")


def known(day: object) -> str | None:
    """`day` if it is a real day from 1000 to 2999, else None."""
    if not isinstance(day, str) or not SHAPE.fullmatch(day):
        return None
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def plus_days(day: str, days: int) -> str:
    """The day `days` later (earlier if negative)."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def plus_months(day: str, months: int) -> str:
    """The same day of the month `months` later, or that month's last day: 31 August + 6 months = 28 February.

    Civil Code of China, article 202: a period of months ends on the corresponding day, or on the month's last day.
    """
    year, month, number = (int(part) for part in day.split("-"))
    index = year * 12 + month - 1 + months
    year, month = index // 12, index % 12 + 1
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, min(number, (first_of_next - timedelta(days=1)).day)).isoformat()


def birthday(birth: str, age: int) -> str:
    """The day on which somebody born on `birth` is `age` full years old; born on 29 February: 1 March in other years.

    A year of age is full only when the 29th would have passed, so that nobody is vaccinated below a minimum age.
    """
    text = f"{int(birth[:4]) + age:04d}{birth[4:]}"
    return text if known(text) else f"{text[:4]}-03-01"


def age_on(birth: str, day: str) -> int:
    """Full years of age on `day`; negative before birth."""
    return int(day[:4]) - int(birth[:4]) - (1 if day[5:] < birth[5:] else 0)


def between(start: str, end: str) -> int:
    """Days from `start` to `end`; negative if `end` is earlier."""
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def in_force(rule: Mapping[str, object], day: str) -> bool:
    """Whether the rule's dates of validity (`from` and `until`, both included, null = open) cover `day`."""
    start, end = rule.get("from"), rule.get("until")
    return (not isinstance(start, str) or start <= day) and (not isinstance(end, str) or day <= end)
