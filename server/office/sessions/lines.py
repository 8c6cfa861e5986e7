"""Sessions as the office's pages show them: what the record says, the site's name, and how the places stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.office import township
from server.office.sessions import counts

HEAD = ("site", "on", "from", "to", "product", "kind", "for", "state", "template", "note")
Row = dict[str, Any]


def order(row: Row) -> tuple[str, str, str, str]:
    """Sessions by day, time and site."""
    values = row["values"]
    return str(values.get("on", "")), str(values.get("from", "")), str(values.get("site", "")), str(row["id"])


def rows(session: Session, since: str | None = None, until: str | None = None) -> list[Row]:
    """Sessions from a day until before another, in order of time."""
    found = [
        row
        for row in township.rows(session, "session")
        if (since is None or str(row["values"].get("on", "")) >= since)
        and (until is None or str(row["values"].get("on", "")) < until)
    ]
    return sorted(found, key=order)


def row_of(session: Session, name: str) -> Row:
    """One session's row. Raises Problem unknown_record."""
    return township.loaded(township.record_of(session, "session", name))


def site_names(session: Session) -> dict[str, str]:
    """Name of every site by its record."""
    return {row["id"]: str(row["values"].get("name", "")) for row in township.rows(session, "site")}


def head(row: Row, sites: dict[str, str]) -> dict[str, Any]:
    """A session's own facts, flat, with the site's name."""
    values = row["values"]
    shown = {name: values.get(name) for name in HEAD}
    shown["kind"], shown["state"] = values.get("kind") or "general", values.get("state") or "open"
    return {"id": row["id"], "site_name": sites.get(str(values.get("site")), ""), **shown}


def counted(session: Session, found: Iterable[Row]) -> list[Row]:
    """The rows with their figures beside: `booked` are the live appointments, with a place or without."""
    listed = list(found)
    names = {row["id"] for row in listed}
    standing, asked = counts.shares(session, names), counts.asked(session, names)
    double = counts.doubled(session, names)
    out = []
    for row in listed:
        name = row["id"]
        figures = counts.line(standing.get(name, {}), asked.get(name, {}), double.get(name, 0))
        states = counts.states(asked.get(name, {}))
        out.append({**row, **figures, "booked": sum(states[each] for each in counts.LIVE)})
    return out


def listed(session: Session, since: str | None) -> list[Row]:
    """All sessions from a day on, with their figures."""
    return counted(session, rows(session, since))


def open_ones(found: Iterable[Row]) -> list[Row]:
    """Those that are not cancelled."""
    return [row for row in found if row["values"].get("state", "open") != "cancelled"]


def need_open(row: Row, today: str) -> None:
    """Raises Problem session_over for a session that is cancelled or past: nobody can be given a place there."""
    values = row["values"]
    if values.get("state") == "cancelled" or str(values.get("on", "")) < today:
        raise Problem("session_over", {"session": row["id"], "on": values.get("on")})


def known(session: Session, names: Collection[str]) -> list[Row]:
    """The rows of these sessions in order of time. Raises Problem unknown_record."""
    return sorted((row_of(session, name) for name in set(names)), key=order)
