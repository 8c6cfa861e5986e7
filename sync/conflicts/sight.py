"""One look at all records, sorted into what each kind of conflict asks for.

Conflicts are looked for after every change of a household, and mostly there is none: so whoever cannot take part in a
conflict is left out here once, by what is stored of it, before anything about it is worked out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync import view
from sync.policies import ENTITIES
from sync.saw import closings
from sync.state import Record, State

_WRITTEN_ONCE = frozenset(name for name, entity in ENTITIES.items() if entity.append_only)


@dataclass(frozen=True, slots=True)
class Sight:
    """The records of a state that may take part in a conflict, in no particular order."""

    state: State
    crowded: Sequence[Record]  # some field has several heads
    closed: Mapping[str, tuple[Record, Sequence[str]]]  # by id, with the edits that close it
    residents: Sequence[Record]
    booked: Mapping[object, Sequence[Record]]  # appointments by resident
    doses: Mapping[object, Sequence[Record]]  # live ones, by resident
    voided: Mapping[str, Sequence[Record]]  # by id, the records that void it
    withdrawn: frozenset[str] = field(default_factory=frozenset)  # records that only take another one back

    def stands(self, record: Record) -> bool:
        """Whether an append-only record still says something: not voided, and no mere retraction."""
        return record.id not in self.voided and record.id not in self.withdrawn


def look(state: State) -> Sight:
    """Sort the records of `state`."""
    crowded: list[Record] = []
    closed: dict[str, tuple[Record, Sequence[str]]] = {}
    residents: list[Record] = []
    doses: list[Record] = []
    booked: dict[object, list[Record]] = {}
    voided: dict[str, list[Record]] = {}
    withdrawn: set[str] = set()
    for record in state.records.values():
        values, heads, entity = record.values, record.heads, record.entity
        for each in heads.values() if heads else ():
            if len(each) > 1:
                crowded.append(record)
                break
        if entity == "resident":
            residents.append(record)
        elif entity == "appointment":
            booked.setdefault(said(record, "resident"), []).append(record)
        elif entity == "dose":
            doses.append(record)
        if "life_state" in values or "life_state" in heads:
            names = closings(record)
            if names:
                closed[record.id] = (record, names)
        if entity in _WRITTEN_ONCE and (heads or "voids" in values or "retract" in values):
            _taken_back(record, voided, withdrawn)
    live: dict[object, list[Record]] = {}
    for dose in doses:
        if dose.id not in voided and dose.id not in withdrawn:
            live.setdefault(said(dose, "resident"), []).append(dose)
    return Sight(state, crowded, closed, residents, booked, live, voided, frozenset(withdrawn))


def said(record: Record, name: str) -> object:
    """What is shown of a field, None if nothing (`view.shown`; most often a look into one place)."""
    values = record.values
    if name in values:
        return values[name]
    return view.shown(record, name) if name in record.heads else None


def _taken_back(record: Record, voided: dict[str, list[Record]], withdrawn: set[str]) -> None:
    """Voiding is for good: voiding the correction does not undo it."""
    target = said(record, "voids")
    if isinstance(target, str):
        voided.setdefault(target, []).append(record)
    if said(record, "retract") is True:
        withdrawn.add(record.id)
