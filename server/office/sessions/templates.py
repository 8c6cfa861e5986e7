"""Templates of sessions: a site's weekdays, bands and places, kept by the office, made into a week in one step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.office import township
from server.office.sessions.workdays import Day
from server.store.tables import SessionTemplate

Json = Mapping[str, Any]


def listed(session: Session) -> list[dict[str, Any]]:
    """All templates by name."""
    found = session.scalars(select(SessionTemplate).order_by(SessionTemplate.name, SessionTemplate.id))
    return [{"id": each.id, "name": each.name, "body": json.loads(each.body)} for each in found]


def put(session: Session, number: int | None, name: str, body: Json) -> None:
    """Make or change a template. Raises Problem unknown_record, bad_value."""
    township.record_of(session, "site", str(body["site"]))
    for place, band in enumerate(body["bands"]):
        if band["from"] >= band["to"]:
            raise Problem("bad_value", {"path": f"body.bands.{place}.to"})
        if sum((band.get("pools") or {}).values()) > band["capacity"]:
            raise Problem("bad_value", {"path": f"body.bands.{place}.pools"})
    kept = SessionTemplate() if number is None else of(session, number)
    kept.name, kept.body = name, json.dumps(body, ensure_ascii=False)
    session.add(kept)
    session.flush()


def remove(session: Session, number: int) -> None:
    """Forget a template; its sessions stay."""
    session.delete(of(session, number))
    session.flush()


def of(session: Session, number: int) -> SessionTemplate:
    """A template. Raises Problem unknown_record."""
    found = session.get(SessionTemplate, number)
    if found is None:
        raise Problem("unknown_record")
    return found


def sessions(number: int, body: Json, days: Sequence[Day]) -> Iterator[tuple[Day, Json, dict[str, Any]]]:
    """What a template makes of these days: (day, band, the session's values), holidays included."""
    for day in days:
        weekday = day.as_weekday if body.get("makeup", True) else day.weekday
        for band in body["bands"]:
            if weekday in band["days"]:
                yield day, band, _values(number, body, day, band)


def closed(body: Json, day: Day) -> bool:
    """Whether the template's site is closed on that day."""
    return day.kind == "holiday" and body.get("holidays", "skip") == "skip"


def _values(number: int, body: Json, day: Day, band: Json) -> dict[str, Any]:
    own = {name: band[name] for name in ("from", "to", "product", "capacity")}
    whose = {name: body[name] for name in ("site", "kind", "for") if body.get(name) is not None}
    return {**whose, "on": day.on, **own, "state": "open", "template": str(number)}
