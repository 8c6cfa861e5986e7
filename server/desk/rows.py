"""Records as the desk's work reads them: by columns, for the ledger writes past what a session has loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.tables import Record

Values = Mapping[str, Any]
CHUNK = 400


class Found(NamedTuple):
    """A record as it is shown."""

    id: str
    entity: str
    scope: str
    parent: str | None
    root: str
    values: Values


_COLUMNS = (Record.id, Record.entity, Record.scope, Record.parent, Record.root, Record.row)


def find(session: Session, record: object, entity: str) -> Found | None:
    """The record of this kind, or None."""
    rows = by_id(session, [record] if isinstance(record, str) else [])
    return rows[0] if rows and rows[0].entity == entity else None


def by_id(session: Session, ids: Iterable[str]) -> list[Found]:
    """The records of these ids that there are."""
    return list(_read(session, Record.id, ids))


def children(session: Session, parents: Iterable[str]) -> dict[str, list[Found]]:
    """{parent: what belongs to it}, in the order of ids."""
    found: dict[str, list[Found]] = {}
    for each in sorted(_read(session, Record.parent, parents)):
        found.setdefault(str(each.parent), []).append(each)
    return found


def of_kind(session: Session, entity: str) -> list[Found]:
    """All records of a kind, of which there are few."""
    return [_found(row) for row in session.execute(select(*_COLUMNS).where(Record.entity == entity))]


def _read(session: Session, column: Any, wanted: Iterable[str]) -> Iterator[Found]:
    ids = sorted(set(wanted))
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        yield from map(_found, session.execute(select(*_COLUMNS).where(column.in_(some))))


def _found(row: Any) -> Found:
    name, entity, scope, parent, root, content = row
    return Found(name, entity, scope, parent, root, orjson.loads(content)["values"])
