"""Words of groups in a roster → the campaign's codes: by the code itself, or its name in either language."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.roster.text import solid
from server.store.tables import Record


def words_of_groups(session: Session | None) -> dict[str, str]:
    """Every known word of the campaign's groups → its code; {} before there is a campaign."""
    if session is None:
        return {}
    row = session.scalar(select(Record.row).where(Record.entity == "campaign").order_by(Record.id).limit(1))
    document = json.loads(row)["values"].get("document", {}) if row else {}
    words: dict[str, str] = {}
    for group in document.get("groups", []):
        for word in (group["code"], group.get("zh"), group.get("en")):
            if word:
                words[solid(word)] = group["code"]
    return words


def names_of(session: Session, what: str, lang: str) -> dict[str, str]:
    """Code → name of the campaign's `groups` or `reasons` in a language."""
    row = session.scalar(select(Record.row).where(Record.entity == "campaign").order_by(Record.id).limit(1))
    document = json.loads(row)["values"].get("document", {}) if row else {}
    key = "en" if lang == "en" else "zh"
    return {item["code"]: item.get(key) or item["code"] for item in document.get(what, [])}
