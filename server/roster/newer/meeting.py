"""A row that meets a resident, and what comes of it: shapes, and the records as they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange.answers import ImportedChange, ImportedRow
from server.exchange.book import chunks
from server.roster.newer.compare import Compared
from server.store.tables import Record as Row
from sync import ids, saw, view
from sync.state import Record


class Met(NamedTuple):
    """A row and the resident whom it meets. `household` is the file's: the row of its first member. `stays`: the record
    that stays of the resident, where the office has found two to be one person ("": the same).
    """

    row: int
    household: int
    grid: str
    resident: str
    body: Mapping[str, Any]
    stays: str = ""

    @property
    def person(self) -> str:
        """The record that is compared, and written."""
        return self.stays or self.resident


@dataclass(frozen=True)
class Noted:
    """A difference to be shown. `record` is whose field it is; None: a record that was taken back, or is not there."""

    resident: str
    entity: str
    record: str | None
    field: str
    ours: Any
    theirs: Any
    ours_by: str | None = None
    reviewed: bool = False


class Turn(NamedTuple):
    """What a row says of a field otherwise than the record, for the page. `kind`: "changed" is written at once,
    "differs" waits for a clerk, "review" for the inbox.
    """

    kind: str
    entity: str
    field: str
    before: Any
    after: Any


@dataclass
class Outcome:
    """What comes of one row. `resident` is remembered with the row, `person` is the record that stays of them."""

    resident: str
    person: str = ""
    changes: list[ImportedChange] = field(default_factory=list)
    fresh: list[ImportedRow] = field(default_factory=list)
    noted: list[Noted] = field(default_factory=list)
    before: dict[tuple[str, str], Any] = field(default_factory=dict)  # (record, field) → what is shown now

    def turns(self) -> list[Turn]:
        """Field by field what the row says otherwise, and what comes of it."""
        reviewed = {(each.record, each.field) for each in self.noted if each.reviewed}
        written = [
            Turn("changed", change.entity, name, self.before.get((change.record, name)), value)
            for change in self.changes
            for name, (value, _) in change.fields.items()
            if (change.record, name) not in reviewed
        ]
        return written + [
            Turn("review" if each.reviewed else "differs", each.entity, each.field, each.ours, each.theirs)
            for each in self.noted
        ]

    @property
    def state(self) -> str:
        """The row's state: whether anything comes in that is shown at once."""
        reviewed = {(each.record, each.field) for each in self.noted if each.reviewed}
        written = {(change.record, name) for change in self.changes for name in change.fields}
        return "changed" if self.fresh or written - reviewed else "unchanged"

    def compared(self, record: Record, found: Compared) -> None:
        """Take over what a comparison with a record has found."""
        entity = record.entity
        if found.fields:
            self.changes.append(ImportedChange(record.id, entity, found.fields))
            self.before |= {(record.id, name): view.shown(record, name) for name in found.fields}
        for each in found.differing:
            by = spoke_last(record, each.field)
            said = (entity, record.id, each.field, each.ours, each.theirs, by, each.reviewed)
            self.noted.append(Noted(self.person or self.resident, *said))


class There(NamedTuple):
    """A record as it stands, with its scope and what it belongs to."""

    record: Record
    scope: str
    parent: str | None


def read(session: Session, by: Any, names: Iterable[str], entities: Sequence[str] = ()) -> dict[str, There]:
    """Records by id or by parent (`by` is the column), as the engine has them."""
    found: dict[str, There] = {}
    for some in chunks(sorted(set(names))):
        query = select(Row.id, Row.scope, Row.parent, Row.state).where(by.in_(some))
        if entities:
            query = query.where(Row.entity.in_(entities))
        for name, scope, parent, state in session.execute(query):
            found[name] = There(Record.from_json(orjson.loads(state)), scope, parent)
    return found


def spoke_last(record: Record, name: str) -> str | None:
    """The edit that stands behind what is shown of a field; None for nothing."""
    names = saw.displayed(record, name)
    return max(names, key=ids.order) if names else None
