"""The week board: sessions × villages, with what is broken down, given out, held by phones, asked for and supplied."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from server.office.sessions import breakdown, counts, lines, need, remote, supply, workdays
from server.office.sessions.counts import Asked, Share
from sync.leases.terms import GENERAL, RESERVE

FIGURES = ("capacity", "given", "requested", "leased", "free", "frozen", "double", "attended", "missed")


def day_after(first: str, days: int) -> str:
    """The day that follows so many days."""
    return (date.fromisoformat(first) + timedelta(days=days)).isoformat()


def board(
    session: Session, first: str, days: int, today: str, site: str | None = None, product: str | None = None
) -> dict[str, Any]:
    """Everything on the board of these days, of one site or product if they are named."""
    until = day_after(first, days)
    held = [
        row
        for row in lines.rows(session, first, until)
        if site in (None, row["values"].get("site")) and product in (None, row["values"].get("product"))
    ]
    names = {row["id"] for row in held}
    standing, asked = counts.shares(session, names), counts.asked(session, names)
    double, left = counts.doubled(session, names), supply.state_of(session, today)
    sites = lines.site_names(session)
    out = []
    for row in held:
        mine, of = standing.get(row["id"], {}), asked.get(row["id"], {})
        at = (str(row["values"].get("site")), str(row["values"].get("product")))
        pools = counts.by_pool(mine)
        out.append(
            {
                **lines.head(row, sites),
                "capacity": counts.total(mine).quota,
                **counts.line(mine, of, double.get(row["id"], 0)),
                "reserve": pools[RESERVE].shown(),
                "general": pools[GENERAL].shown(),
                "cells": _cells(pools, of),
                "supply": left.get(at, supply.state(0, 0)),
            }
        )
    named, far, needed = breakdown.villages(session), remote.read(session), need.by_village(session, until)
    return {
        "from": first,
        "days": [day.shown() for day in workdays.days(first, days)],
        "villages": [
            {"code": code, "name": name, "remote": code in far, "need": needed.get(code, {})}
            for code, name in named.items()
        ],
        "sessions": out,
        "total": total(out),
    }


def total(sessions: list[dict[str, Any]]) -> dict[str, int]:
    """The figures of all sessions that are not cancelled."""
    taken = [each for each in sessions if each["state"] != "cancelled"]
    return {name: sum(each[name] for each in taken) for name in FIGURES}


def _cells(pools: Mapping[str, Share], of: Mapping[str, Asked]) -> dict[str, dict[str, int]]:
    """A session's villages, where something is not 0."""
    found = {}
    for village in sorted({*pools, *of} - {GENERAL, RESERVE}):
        mine, people = pools.get(village, Share()), of.get(village)
        cell = {
            **mine.shown(),
            "requested": people.states["requested"] if people else 0,
            "people": people.people if people else 0,
        }
        if any(cell.values()):
            found[village] = cell
    return found
