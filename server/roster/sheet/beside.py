"""Columns that belong to the dose column beside them: in 第一针时间 接种地点 第二针时间 接种地点 each has its place.

A title without a number stands for all doses of a row, or for the only one. Where it comes once more behind the next
dose, or, being a place, stands between two doses, it is that of the dose to its left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from server.roster.vocabulary import NUMBERED

_PARTS = {"dose_on": "on", "dose_place": "place", "product": "product", "batch": "batch"}


def settled(keys: Sequence[str | None]) -> list[str | None]:
    """The keys of a header's columns, in order, with those beside a numbered dose numbered too."""
    found = _days_beside(keys)
    count = Counter(found)
    slots = [_slot(key) for key in found]
    used = set(found)
    current = ""
    for at, key in enumerate(found):
        current = slots[at] or current
        part = _PARTS.get(key or "")
        own = f"{current}_{part}"
        between = key == "dose_place" and any(slot not in ("", current) for slot in slots[at:])
        if part and current and own not in used and (count[key] > 1 or between):
            used.add(own)
            found[at] = own
    return found


def _days_beside(keys: Sequence[str | None]) -> list[str | None]:
    """第一针 接种时间 第二针 接种时间: the first of each two says whether, the second when."""
    found = list(keys)
    pairs = [
        at
        for at in range(1, len(keys))
        if _slot(keys[at - 1])
        and keys[at - 1] == f"{_slot(keys[at - 1])}_on"
        and keys[at] in ("dose_on", keys[at - 1])
        and f"{_slot(keys[at - 1])}_given" not in keys
    ]
    if len(pairs) > 1:
        for at in pairs:
            found[at] = keys[at - 1]
            found[at - 1] = f"{_slot(keys[at - 1])}_given"
    return found


def _slot(key: str | None) -> str:
    slot = (key or "").partition("_")[0]
    return slot if slot in NUMBERED else ""
