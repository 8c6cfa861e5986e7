"""Keeping what was refused: the edit whole, why, and what it waits for (docs/protocol.md, Q1–Q3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange.answers import Answer
from server.exchange.book import Book
from server.store.tables import Quarantined
from sync import scopes
from sync.edit import Edit, Kind
from sync.outcomes import RefusalCode

UNDECIDED = ("held", "waiting")


def hold(
    book: Book,
    raw: Mapping[str, Any],
    code: RefusalCode,
    *,
    account: int,
    content: str,
    offset: int,
    depends_on: str | None = None,
    group: str | None = None,
) -> Answer:
    """Keep one refused edit; returns its answer. Nothing of its scope is told."""
    writer, n = int(raw["device"]), int(raw["n"])
    edit_id = f"{writer}.{n}"
    record = raw.get("record") if isinstance(raw.get("record"), str) else None
    record = record if record and len(record) <= 48 else None
    home = book.homes.get(record) if record else None
    answer = Answer(edit_id, n, record or "", "refused", "refused", code=str(code))
    fork = code is RefusalCode.FORK
    book.session.add(
        Quarantined(
            id=f"{edit_id}~{content[:12]}" if fork else edit_id,
            writer=writer,
            n=n,
            group_id=group or edit_id,
            account=account,
            scope=home.scope if home else _grid(raw),
            record=record,
            code=str(code),
            body=orjson.dumps(dict(raw)).decode(),
            hash=content,
            offset=offset,
            answer=orjson.dumps(answer).decode(),
            state="waiting" if depends_on else "held",
            depends_on=depends_on,
            at=book.receipt,
        )
    )
    book.session.flush()
    return answer


def awaited(book: Book, group: Sequence[Edit]) -> str | None:
    """The id of a quarantined edit that makes a record which this group needs, or None."""
    own = {each.record for each in group if each.kind is Kind.CREATE}
    needed: set[str] = set().union(*(scopes.needed(each) for each in group if each.kind is not Kind.WITHDRAW), set())
    return creation_held(book.session, needed - own - book.homes.keys())


def creation_held(session: Session, records: Collection[str]) -> str | None:
    """The quarantined, undecided creation of one of these records."""
    if not records:
        return None
    query = select(Quarantined.id, Quarantined.body).where(
        Quarantined.record.in_(sorted(records)), Quarantined.state.in_(UNDECIDED)
    )
    for name, body in session.execute(query.order_by(Quarantined.n)):
        if orjson.loads(body).get("kind") == Kind.CREATE:
            return str(name)
    return None


def _grid(raw: Mapping[str, Any]) -> str | None:
    """The grid that an edit on a household names, if it has that form."""
    fields = raw.get("fields")
    named = fields.get("grid") if isinstance(fields, dict) else None
    value = named.get("value") if isinstance(named, dict) else None
    return value if isinstance(value, str) and len(value) <= 20 else None
