"""What every file that goes out says the same way: somebody's age on a day, and their door."""

from __future__ import annotations

import datetime
from typing import Any


def age(birth: str | None, today: datetime.date) -> int | None:
    """Full years on `today`; somebody born on 29 February is a year older on 1 March. None when not known."""
    if not birth:
        return None
    day = datetime.date.fromisoformat(birth)
    return today.year - day.year - ((today.month, today.day) < (day.month, day.day))


def door(row: Any) -> str:
    """Lane and door as the list shows them."""
    return " ".join(part for part in (row.lane, row.door) if part)
