"""Area codes by shape alone: county, township, village (12 digits), grid (village + "-" + 2 digits), and vaccination
site (township + "-" + 2 digits).

They need no table: level and parent follow from the digits, so a phone, the engine and the server always agree.
"""

from __future__ import annotations

import re

LEVELS = ("county", "township", "village", "grid", "site")
_CODE = re.compile(r"([0-9]{6})([0-9]{3})([0-9]{3})(-[0-9]{2})?", re.ASCII)


def level(code: object) -> str | None:
    """ "county", "township", "village", "grid" or "site"; None when `code` is no area code."""
    found = _CODE.fullmatch(code) if isinstance(code, str) else None
    if found is None:
        return None
    _, town, village, grid = found.groups()
    if grid is not None:
        if town == "000":
            return None
        return "grid" if village != "000" else "site"
    if village != "000":
        return "village" if town != "000" else None
    return "township" if town != "000" else "county"


def parent(code: str) -> str | None:
    """The area that holds `code`: grid → village → township → county → None. A site belongs to no other area: whoever
    works in the whole township does not work at its sites' desks.
    """
    return {
        "grid": code.partition("-")[0],
        "village": code[:9] + "000",
        "township": code[:6] + "000000",
    }.get(level(code) or "")


def township_of(code: str) -> str | None:
    """The township of a grid, site, village or township; None for a county or no code."""
    return code[:9] + "000" if level(code) in ("grid", "site", "village", "township") else None


def village_of(code: str) -> str | None:
    """The village of a grid or village; None above that."""
    return code[:12] if level(code) in ("grid", "village") else None


def within(code: str, area: str) -> bool:
    """Whether `code` is `area` itself or lies below it."""
    at: str | None = code if level(code) else None
    while at is not None:
        if at == area:
            return True
        at = parent(at)
    return False
