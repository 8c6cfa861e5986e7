"""Stored answers: a repeated edit gets the answer that it got the first time (docs/protocol.md, P4)."""

from __future__ import annotations

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange.answers import Answer
from server.store.tables import Edit, Quarantined


def stored(session: Session, edit_id: str, content: str) -> Answer | None:
    """The answer kept for this edit with this content; None if it is a fork not seen before."""
    applied = session.execute(select(Edit.hash, Edit.answer).where(Edit.id == edit_id).limit(1)).first()
    if applied is not None and applied.hash == content:
        return Answer(**orjson.loads(applied.answer))
    query = select(Quarantined.answer).where(
        Quarantined.id.in_((edit_id, f"{edit_id}~{content[:12]}")), Quarantined.hash == content
    )
    refused = session.scalar(query.limit(1))
    return Answer(**orjson.loads(refused)) if refused is not None else None
