"""The campaign in force and the sessions' dates, read once per transaction, and the rules applied with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Record

log = structlog.get_logger("judging")

Json = Mapping[str, Any]


class Judging:
    """Judges residents on `today`; without a campaign everybody is `not_eligible`, why `no_campaign`."""

    def __init__(self, campaign: Json | None, sessions: Mapping[str, Json], today: str) -> None:
        self.campaign = campaign
        self.sessions = sessions  # record id → values
        self.today = today

    def __call__(
        self, resident: Json, doses: Sequence[Json], contraindications: Sequence[Json], appointments: Sequence[Json]
    ) -> dict[str, Any]:
        """The judgement of `server.rules.judge`; one that the rules cannot make says so and stops nobody else's."""
        from server.rules import judge

        if self.campaign is None:
            return {"status": "not_eligible", "why": "no_campaign"}
        dated = [self._dated(each) for each in appointments]
        try:
            return judge(dict(self.campaign), dict(resident), list(doses), list(contraindications), dated, self.today)
        except Exception as error:  # data of a later schema, or a broken campaign: the record itself is safe
            log.error("unjudged", record=resident.get("id"), kind=type(error).__name__)
            return {"status": "not_eligible", "why": "unjudged"}

    def _dated(self, appointment: Json) -> dict[str, Any]:
        """The appointment as the rules read it: with the date and state of its session."""
        session = self.sessions.get(str(appointment.get("session")), {})
        return {**appointment, "on": session.get("on"), "session_state": session.get("state")}


def judging(session: Session, today: str) -> Judging:
    """The judging of this transaction; `forget` it when a campaign or session has changed."""
    kept = session.info.get("judging")
    if isinstance(kept, Judging) and kept.today == today:
        return kept
    made = Judging(campaign(session), _sessions(session), today)
    session.info["judging"] = made
    return made


def forget(session: Session) -> None:
    """The campaign or a session has changed in this transaction."""
    session.info.pop("judging", None)


def campaign(session: Session) -> dict[str, Any] | None:
    """The document of the township's campaign (of several: the one with the last id)."""
    query = select(Record.row).where(Record.entity == "campaign").order_by(Record.id.desc()).limit(1)
    row = session.scalar(query)
    if row is None:
        return None
    document: dict[str, Any] | None = orjson.loads(row)["values"].get("document")
    return document


def interval_days(document: Json | None, default: int) -> dict[str, int]:
    """The engine's limit of doses too near, {product: days, "*": days}, from the campaign's least intervals."""
    from server.rules import minimum_intervals

    try:
        return {"*": default, **minimum_intervals(dict(document or {}))}
    except (KeyError, TypeError, ValueError, AttributeError):  # none, or a broken one: it must not stop a day's work
        return {"*": default}


def _sessions(session: Session) -> dict[str, Json]:
    rows = session.scalars(select(Record.row).where(Record.entity == "session"))
    return {row["id"]: row["values"] for row in map(orjson.loads, rows)}
