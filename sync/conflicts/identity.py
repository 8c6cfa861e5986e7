"""Two residents with one identity number. For the office only: a phone is never told that a number exists elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from sync import canonical, shapes, view
from sync.conflicts.found import Conflict, between
from sync.outcomes import ConflictKind
from sync.state import Record, State

_SETTLED = frozenset({"moved_out", "registered_only", "duplicate", "mistake"})


def find(state: State) -> Iterator[Conflict]:
    """One conflict for every number that several residents show; who is settled elsewhere does not count."""
    by_number: dict[str, list[Record]] = {}
    for record in state.records.values():
        number = view.shown(record, "id_number") if record.entity == "resident" else None
        if isinstance(number, str) and view.shown(record, "life_state") not in _SETTLED:
            by_number.setdefault(normal(number), []).append(record)
    for number, residents in by_number.items():
        if len(residents) > 1:
            about = min(record.id for record in residents)
            yield between(ConflictKind.SAME_IDENTITY, canonical.digest(number, 12), about, residents)


def normal(number: str) -> str:
    """The number as compared: in the form that the present schema asks for, whoever wrote it and when."""
    return shapes.normal_identity(number)
