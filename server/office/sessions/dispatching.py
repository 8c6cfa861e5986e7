"""Dispatch: where places are short in the days to come, where they are empty, and where some could come from."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.office.sessions import board as boards
from sync.leases.terms import GENERAL, RESERVE

EMPTY = 0.2  # of a pool's places free, and it is named as empty
MOST_OFFERS = 5
Line = dict[str, Any]


def dispatch(session: Session, first: str, days: int, today: str) -> dict[str, Any]:
    """{short: [...], empty: [...]} of the open sessions of these days."""
    shown = boards.board(session, max(first, today), days, today)
    open_ones = [each for each in shown["sessions"] if each["state"] != "cancelled"]
    named = {each["code"]: each["name"] for each in shown["villages"]}
    short = [*_requested(open_ones, named), *_needed(open_ones, shown["villages"]), *_supplied(open_ones)]
    return {"from": shown["from"], "days": days, "short": short, "empty": _empty(open_ones, named)}


def _requested(sessions: list[Line], named: dict[str, str]) -> list[Line]:
    """More people of a village wait than there are free places that they may have: of the village, and for all."""
    found = []
    for each in sessions:
        general = each["general"]["free"]
        for village, cell in each["cells"].items():
            missing = cell["requested"] - cell["free"] - general
            general = max(0, general - max(0, cell["requested"] - cell["free"]))
            if missing > 0:
                found.append(
                    {**_head(each), "kind": "requested", "village": village, "village_name": named.get(village),
                     "missing": missing, "free_elsewhere": _offers(sessions, each, village)}
                )  # fmt: skip
    return found


def _needed(sessions: list[Line], villages: list[Line]) -> list[Line]:
    """More residents of a village need a product than it can still get places in all these days."""
    found = []
    for product in sorted({str(each["product"]) for each in sessions}):
        mine = [each for each in sessions if each["product"] == product]
        general = sum(each["general"]["free"] for each in mine)
        for village in villages:
            cells = [each["cells"].get(village["code"], {}) for each in mine]
            own = sum(cell.get("free", 0) + cell.get("leased", 0) for cell in cells)
            missing = village["need"].get(product, 0) - own
            if missing > general:
                found.append(
                    {"kind": "need", "product": product, "village": village["code"], "village_name": village["name"],
                     "missing": missing, "general": general, "free_elsewhere": []}
                )  # fmt: skip
    return sorted(found, key=lambda each: -each["missing"])


def _supplied(sessions: list[Line]) -> list[Line]:
    """A site whose open sessions have promised more than it has in stock: its first session is named."""
    found: dict[tuple[str, str], Line] = {}
    for each in sessions:
        if each["supply"]["left"] < 0:
            at = (str(each["site"]), str(each["product"]))
            found.setdefault(
                at, {**_head(each), "kind": "supply", "missing": -each["supply"]["left"], "free_elsewhere": []}
            )
    return list(found.values())


def _empty(sessions: list[Line], named: dict[str, str]) -> list[Line]:
    """Pools of which many places are still free, the emptiest first."""
    found = []
    for each in sessions:
        pools = {GENERAL: each["general"], RESERVE: each["reserve"], **each["cells"]}
        for pool, figures in pools.items():
            if figures["free"] and figures["free"] >= EMPTY * figures["quota"]:
                asked = each["requested"] - (figures.get("requested", 0) if pool not in (GENERAL, RESERVE) else 0)
                found.append(
                    {**_head(each), "pool": pool, "name": named.get(pool), "free": figures["free"],
                     "quota": figures["quota"], "capacity": each["capacity"], "requested_elsewhere": asked}
                )  # fmt: skip
    return sorted(found, key=lambda each: (-each["requested_elsewhere"], -each["free"]))


def _offers(sessions: list[Line], short: Line, village: str) -> list[Line]:
    """Free places that could serve instead: of other pools of the session, then of other sessions of the product."""
    found = []
    for each in sorted(sessions, key=lambda each: (each["id"] != short["id"], each["site"] != short["site"])):
        if each["product"] != short["product"]:
            continue
        for pool, figures in {GENERAL: each["general"], RESERVE: each["reserve"], **each["cells"]}.items():
            spare = figures["free"] - figures.get("requested", 0)
            same = each["id"] == short["id"] and pool in (village, GENERAL)
            if spare > 0 and not same and (each["id"] == short["id"] or pool in (village, GENERAL)):
                head = {name: each[name] for name in ("site_name", "on", "from")}
                found.append({"session": each["id"], "pool": pool, **head, "free": spare})
    return found[:MOST_OFFERS]


def _head(each: Line) -> Line:
    names = ("site", "site_name", "on", "from", "to", "product")
    return {"session": each["id"], **{name: each[name] for name in names}}
