"""The tree of areas as the office sees and changes it. Areas are township records, so phones learn of every change."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.store.tables import Area, Household


def names(session: Session) -> dict[str, str]:
    """Name of every area by code."""
    return {code: name for code, name in session.execute(select(Area.code, Area.name))}


def place(known: dict[str, str], code: str | None) -> str:
    """A grid as lists name it: "village · grid", or the grid alone if its name begins with the village's."""
    if not code:
        return ""
    village = code.partition("-")[0]
    own = known.get(code, code)
    above = known.get(village, village)
    return own if village == code or own.startswith(above) else f"{above} · {own}"


def township(session: Session) -> Area | None:
    """The township of this database, if it has been made."""
    return session.scalar(select(Area).where(Area.level == "township"))


def tree(session: Session) -> list[Area]:
    """All areas, parents before children, by code. Sites have a page of their own."""
    return sorted(session.scalars(select(Area).where(Area.level != "site")), key=lambda area: area.code)


def sizes(session: Session) -> dict[str, tuple[int, int]]:
    """Households and residents in each grid and village that has any (households that are gone are not counted)."""
    out: dict[str, tuple[int, int]] = {}
    found = session.execute(
        select(Household.grid, Household.village, func.count(), func.sum(Household.residents))
        .where(Household.life_state.in_(("active", "vacant")))
        .group_by(Household.grid, Household.village)
    )
    for grid, village, households, residents in found:
        out[grid] = (households, int(residents or 0))
        before = out.get(village, (0, 0))
        out[village] = (before[0] + households, before[1] + int(residents or 0))
    return out


def next_code(session: Session, level: str, parent: str) -> str:
    """The first free code under a parent: villages count in the last three digits, grids in the two after the dash."""
    taken = set(session.scalars(select(Area.code).where(Area.parent == parent)))
    if level == "village":
        candidates = [f"{parent[:9]}{number:03d}" for number in range(1, 1000)]
    else:
        candidates = [f"{parent}-{number:02d}" for number in range(1, 100)]
    for code in candidates:
        if code not in taken:
            return code
    raise Problem("bad_value", {"path": "parent"})


def known(session: Session, code: str) -> Area:
    """The area of a code. Raises Problem unknown_area."""
    area = session.get(Area, code)
    if area is None:
        raise Problem("unknown_area", {"code": code, "area": code})
    return area


def line(area: Area, size: tuple[int, int], people: list[dict[str, Any]]) -> dict[str, Any]:
    """One area as the tree shows it."""
    return {
        "code": area.code,
        "name": area.name,
        "level": area.level,
        "parent": area.parent,
        "households": size[0],
        "residents": size[1],
        "people": people,
    }
