"""What the campaign calls its groups and reasons: for the tables that go out (`campaign` reads those that come in)."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Record


def names_of(session: Session, what: str, lang: str) -> dict[str, str]:
    """Code → name of the campaign's `groups` or `reasons` in a language."""
    row = session.scalar(select(Record.row).where(Record.entity == "campaign").order_by(Record.id).limit(1))
    document = json.loads(row)["values"].get("document", {}) if row else {}
    key = "en" if lang == "en" else "zh"
    return {item["code"]: item.get(key) or item["code"] for item in document.get(what, [])}
