"""The sessions of a week, or of several, from templates in one step: looked at first, then made, all or none.

Made twice, nothing is made the second time: a session of the same site, day, time and product that is open stands for
the template's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from server.office.sessions import lines, pools, saving, supply, templates, workdays
from server.store.tables import Account

SAME = ("site", "on", "from", "product")
Entry = dict[str, Any]


def plan(
    session: Session, numbers: Sequence[int], first: str, days: int, skip: Collection[str], today: str
) -> tuple[list[workdays.Day], list[Entry]]:
    """What the templates would make of these days. An entry's `state`: new, exists, past, holiday or skipped."""
    calendar = workdays.days(first, days)
    there = {
        tuple(row["values"].get(field) for field in SAME): row["id"]
        for row in lines.open_ones(lines.rows(session, calendar[0].on))
    }
    entries: list[Entry] = []
    for number in dict.fromkeys(numbers):
        body = json.loads(templates.of(session, number).body)
        for day, band, values in templates.sessions(number, body, calendar):
            key = tuple(values.get(field) for field in SAME)
            state = _state(day, body, key in there, skip, today)
            entries.append({"template": number, "state": state, "id": there.get(key), "values": values, "band": band})
            if state == "new":
                there[key] = ""  # two templates that say the same make one session
    return calendar, sorted(entries, key=lambda entry: lines.order({"id": "", **entry}))


def _state(day: workdays.Day, body: templates.Json, exists: bool, skip: Collection[str], today: str) -> str:
    if exists:
        return "exists"
    if day.on < today:
        return "past"
    if day.on in skip:
        return "skipped"
    return "holiday" if templates.closed(body, day) else "new"


def make(session: Session, by: Account, entries: Sequence[Entry], today: str) -> list[str]:
    """Make the new ones, with their places broken down as the template says. Raises Problem beyond_supply."""
    new = [entry for entry in entries if entry["state"] == "new"]
    supply.within(session, today, {f"new:{place}": entry["values"] for place, entry in enumerate(new)})
    names = saving.make(session, by, [entry["values"] for entry in new])
    for name, entry in sorted(zip(names, new, strict=True), key=lambda made: made[0]):
        entry["id"] = name
        if wanted := entry["band"].get("pools"):
            pools.allot(session, name, wanted, {})
    return names


def shown(session: Session, calendar: Sequence[workdays.Day], entries: Sequence[Entry], today: str) -> dict[str, Any]:
    """The plan as the page shows it, with what it would do to each site's supply."""
    sites = lines.site_names(session)
    out = []
    for entry in entries:
        head = lines.head({"id": entry["id"] or None, "values": entry["values"]}, sites)
        capacity = entry["values"]["capacity"]
        out.append({**head, "capacity": capacity, "template": entry["template"], "state": entry["state"]})
    after = _supply(session, entries, today, sites)
    return {"days": [day.shown() for day in calendar], "sessions": out, "supply": after}


def _supply(session: Session, entries: Sequence[Entry], today: str, sites: dict[str, str]) -> list[dict[str, Any]]:
    standing = supply.state_of(session, today)
    wanted: dict[supply.At, int] = {}
    for entry in entries:
        at = (str(entry["values"]["site"]), str(entry["values"]["product"]))
        new = entry["state"] == "new" and not entry["id"]
        wanted[at] = wanted.get(at, 0) + (entry["values"]["capacity"] if new else 0)
    out = []
    for (site, product), more in sorted(wanted.items()):
        now = standing.get((site, product), supply.state(0, 0))
        after = now["planned"] + more
        out.append(
            {"site": site, "site_name": sites.get(site, ""), "product": product, **now, "with": after,
             "short": max(0, after - now["in_stock"])}
        )  # fmt: skip
    return out
