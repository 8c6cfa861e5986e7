"""Keeping what was refused: the edit whole, why, and what it waits for (docs/protocol.md, Q1–Q3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select

from server.exchange.answers import Answer
from server.exchange.book import Book, chunks
from server.store.tables import Quarantined
from sync import areas, ids, scopes
from sync.edit import Edit, Kind
from sync.outcomes import RefusalCode
from sync.policies import ENTITIES

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
    record = record if record and ids.is_record(record) else None
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
            scope=home.scope if home else _anchored(raw),
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


def awaited(book: Book, group: Sequence[Edit], account: int) -> dict[str, str]:
    """The records that this group of an account's edits needs and that are not there because the same account's
    creation of them is held or waits: {record id: id of that edit}, first of them first.
    """
    own = {each.record for each in group if each.kind is Kind.CREATE}
    missing = scopes.needed_by(group) - own - book.homes.keys()
    found: dict[str, str] = {}
    for some in chunks(sorted(missing)):  # a phone's creation has its record's id; a fork's has not
        query = select(Quarantined.id, Quarantined.body).where(
            Quarantined.id.in_(some), Quarantined.account == account, Quarantined.state.in_(UNDECIDED)
        )
        found |= {name: name for name, body in book.session.execute(query) if _creates(body)}
    return dict(sorted(found.items(), key=lambda item: ids.order(item[1])))


def _creates(body: str) -> bool:
    return bool(orjson.loads(body).get("kind") == Kind.CREATE)


def _anchored(raw: Mapping[str, Any]) -> str | None:
    """The scope that an edit on a household, or on a desk's record, names, if it has that form."""
    entity, fields = ENTITIES.get(str(raw.get("entity"))), raw.get("fields")
    named = fields.get(entity.anchor) if isinstance(fields, dict) and entity is not None and entity.anchor else None
    value = named.get("value") if isinstance(named, dict) else None
    return value if areas.level(value) in ("grid", "site") else None
