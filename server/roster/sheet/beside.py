"""Columns that belong to the dose column beside them: in 第一针时间 接种地点 第二针时间 接种地点 each has its place.

A title without a number stands for all doses of a row, or for the only one. Where it comes once more behind the next
dose, or, being a place, stands between two doses, it is that of the dose to its left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from server.roster.vocabulary import NUMBERED

_PRODUCT, _MAKER = "product", "maker"
_PARTS = {"dose_on": "on", "dose_place": "place", "product": "product", "batch": "batch"}


def settled(keys: Sequence[str | None]) -> list[str | None]:
    """The keys of a header's columns, in order, with those beside a numbered dose numbered too.

    Of two columns that both name the vaccine (its name, its maker) the second is the maker's.
    """
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
        elif part == "product" and own in used and slots[at] == "" and found[at - 1] == own:
            found[at] = f"{current}_{_MAKER}"
    return _makers(found)


def _makers(keys: list[str | None]) -> list[str | None]:
    """Products and makers: the first column of either names the product, the second its maker."""
    found: list[str | None] = []
    for key in keys:
        slot, _, part = (key or "").rpartition("_")
        product, maker = (f"{slot}_{name}".strip("_") for name in (_PRODUCT, _MAKER))
        if part in (_PRODUCT, _MAKER):
            key = product if product not in found else maker
        found.append(key)
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
