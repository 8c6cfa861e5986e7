"""The shape of a conflict, the same for every kind, so that one inbox can show them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync import ids, view
from sync.outcomes import ConflictKind
from sync.state import Record, Stamp


@dataclass(frozen=True, slots=True)
class Option:
    """One side: the edit, the record it is on, what it says, its writer and its effective time (ms)."""

    edit: str
    record: str
    value: object
    by: int
    at: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """`key` names the place of the conflict and stays while participants change; `names` are the participants (edit or
    record ids) that a ruling must name all; `shown` is what is displayed meanwhile."""

    key: str
    kind: ConflictKind
    about: str
    field: str | None
    options: tuple[Option, ...]
    shown: object
    records: tuple[str, ...]
    names: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Plain JSON with these names; each option {"edit","record","value","by","at"}."""
        options = [{"edit": o.edit, "record": o.record, "value": o.value, "by": o.by, "at": o.at} for o in self.options]
        return {
            "key": self.key, "kind": str(self.kind), "about": self.about, "field": self.field, "options": options,
            "shown": self.shown, "records": list(self.records), "names": list(self.names),
        }  # fmt: skip


def option(record: Record, edit_id: str, value: object) -> Option:
    """One side that an edit on `record` stands for."""
    return Option(edit_id, record.id, value, ids.writer(edit_id), record.edits.get(edit_id, Stamp(0)).eff)


def between(kind: ConflictKind, place: str, about: str, records: Iterable[Record]) -> Conflict:
    """A conflict between whole records; its participants are the records."""
    taking_part = sorted(records, key=lambda record: record.id)
    names = tuple(record.id for record in taking_part)
    options = tuple(option(record, record.created_by, view.values(record)) for record in taking_part)
    return Conflict(f"{kind}:{place}", kind, about, None, options, None, names, names)
