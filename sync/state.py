"""What the engine remembers of a record: for every field its heads and what has been superseded.

A head is an edit that nobody who knew it has replaced. Superseded ids are kept, also of edits that have not arrived
yet, so that the order of arrival does not matter; an arrived one keeps a short mark of its value, by which the base
check can still compare. Of an edit itself only what later judgements need is kept, and only while it lives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sync import canonical

LIVE, REMOVED, AWAITED, REMOVER = "+", "x", "", "-"  # marks of an edit on one element of a set


_NOTHING: Mapping[str, Any] = {}  # never changed: a part that is empty


class Field(NamedTuple):
    """A field that is no set: heads {edit id: value} and superseded {edit id: mark of its value, "" = not arrived}."""

    heads: Mapping[str, object] = _NOTHING
    gone: Mapping[str, str] = _NOTHING

    def live(self) -> Iterator[str]:
        """The ids of the edits that this field shows or keeps beside what it shows."""
        return iter(self.heads)

    def has(self, edit_id: str) -> bool:
        """Whether that edit has been applied here."""
        return edit_id in self.heads or self.gone.get(edit_id, AWAITED) != AWAITED


class Elements(NamedTuple):
    """A set field: {element: {edit id: mark}}, see the marks above. An element is in the set while an add is LIVE."""

    marks: Mapping[str, Mapping[str, str]] = _NOTHING

    def adds(self, element: str) -> tuple[str, ...]:
        """The live adds of one element."""
        return tuple(name for name, mark in self.marks.get(element, {}).items() if mark == LIVE)

    def members(self) -> list[str]:
        """The elements of the set, sorted."""
        return sorted(element for element in self.marks if self.adds(element))

    def live(self) -> Iterator[str]:
        """The ids of the live adds (an id may come more than once)."""
        for element in self.marks:
            yield from self.adds(element)

    def has(self, edit_id: str) -> bool:
        """Whether that edit has been applied here."""
        return any(marks.get(edit_id, AWAITED) != AWAITED for marks in self.marks.values())


class Stamp(NamedTuple):
    """What is kept of a live edit: eff (ms), whether the office made it, and the ids that its author was shown."""

    eff: int
    authority: bool = False
    saw: tuple[str, ...] = ()


class Record(NamedTuple):
    """One record: its fields' heads, and the stamps of the edits that live in them.

    It is held as it is stored (see `sync.packing`): most fields have one head, and most of those the same one, `by`. So
    reading a record costs nothing, and an edit touches the fields that it names. None of its parts is ever changed in
    place.
    """

    id: str
    entity: str
    created_by: str
    by: str = ""  # the edit that most fields live by
    values: Mapping[str, object] = _NOTHING  # of the fields whose one head is `by`
    heads: Mapping[str, Mapping[str, object]] = _NOTHING  # of all other fields that are no sets
    gone: Mapping[str, Mapping[str, str]] = _NOTHING
    sets: Mapping[str, Mapping[str, str | Mapping[str, str]]] = _NOTHING
    edits: Mapping[str, Stamp] = _NOTHING

    @property
    def fields(self) -> dict[str, Field | Elements]:
        """Every field that anybody has written."""
        return {name: self.elements(name) if name in self.sets else self.plain(name) for name in self.names()}

    def names(self) -> Iterator[str]:
        """The names of the fields that anybody has written."""
        yield from self.values
        yield from self.heads
        yield from self.sets

    def has(self, name: str, edit_id: str) -> bool:
        """Whether that edit has been applied to that field."""
        if name in self.sets:
            return self.elements(name).has(edit_id)
        if (name in self.values and edit_id == self.by) or edit_id in self.heads.get(name, _NOTHING):
            return True
        return bool(self.gone.get(name, _NOTHING).get(edit_id, AWAITED) != AWAITED)

    def plain(self, name: str) -> Field:
        """A field that is no set; an empty one if nobody has written it."""
        gone = self.gone.get(name, _NOTHING)
        if name in self.values:
            return Field({self.by: self.values[name]}, gone)
        return Field(self.heads.get(name, _NOTHING), gone)

    def elements(self, name: str) -> Elements:
        """A set field; an empty one if nobody has written it."""
        marks = self.sets.get(name, _NOTHING)
        return Elements({element: {self.by: LIVE} if each == LIVE else each for element, each in marks.items()})

    def live(self) -> set[str]:
        """The ids of all live edits."""
        from sync.packing import lives

        return set(lives(self))

    def as_json(self) -> dict[str, object]:
        """The compact stored form, see `sync.packing`."""
        from sync.packing import pack

        return pack(self)

    @staticmethod
    def from_json(raw: Mapping[str, object]) -> Record:
        """The record of a stored form."""
        from sync.packing import unpack

        return unpack(raw)


@dataclass(frozen=True, slots=True)
class State:
    """Some records that belong together: what one merge may look at. Never changed in place."""

    records: Mapping[str, Record] = field(default_factory=dict)

    def get(self, record_id: object) -> Record | None:
        """The record with that id, if it is here."""
        return self.records.get(record_id) if isinstance(record_id, str) else None

    def put(self, *records: Record) -> State:
        """The state with these records added or replaced."""
        return State({**self.records, **{record.id: record for record in records}})

    def as_json(self) -> dict[str, object]:
        """{record id: stored form}."""
        return {name: record.as_json() for name, record in self.records.items()}

    @staticmethod
    def from_json(raw: Mapping[str, object]) -> State:
        """The state of `as_json`."""
        return State({name: Record.from_json(item) for name, item in raw.items() if isinstance(item, dict)})

    def canonical(self) -> str:
        """Canonical text: equal for equal states, whatever order the edits came in."""
        return canonical.dumps(self.as_json())
