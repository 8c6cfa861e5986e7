"""What a session's record says, as places need it: how many there are, whether it takes place, when it begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from flask import current_app, has_app_context
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.store.tables import Record

NEVER = 0  # of a session without a date: nothing is lent of it


@dataclass(frozen=True)
class Facts:
    """One session: `begins` and `ends` in ms (the end of its day, if no time is told)."""

    id: str
    capacity: int
    open: bool
    begins: int
    ends: int
    values: Mapping[str, Any] = field(default_factory=dict)


def facts(session: Session, names: Iterable[str]) -> dict[str, Facts]:
    """Those of `names` that are records of sessions."""
    found: dict[str, Facts] = {}
    for some in chunks(sorted(set(names))):
        rows = session.execute(select(Record.id, Record.row).where(Record.id.in_(some), Record.entity == "session"))
        found |= {name: of_values(name, orjson.loads(row)["values"]) for name, row in rows}
    return found


def of_values(name: str, values: Mapping[str, Any]) -> Facts:
    """The facts that these values of a session's record tell."""
    capacity = values.get("capacity")
    begins, ends = _moments(values)
    return Facts(
        name, capacity if type(capacity) is int else 0, values.get("state", "open") == "open", begins, ends, values
    )


def _moments(values: Mapping[str, Any]) -> tuple[int, int]:
    on = values.get("on")
    if not isinstance(on, str):
        return NEVER, NEVER
    day = datetime.fromisoformat(on).replace(tzinfo=ZoneInfo(_zone()))
    midnight = _ms(day + timedelta(days=1))
    begins = _at(day, values.get("from"))
    return (_ms(day) if begins is None else begins), midnight


def _at(day: datetime, told: object) -> int | None:
    if not isinstance(told, str):
        return None
    hour, _, minute = told.partition(":")
    return _ms(day.replace(hour=int(hour), minute=int(minute)))


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _zone() -> str:
    return str(current_app.config["TZ"]) if has_app_context() else "Asia/Shanghai"
