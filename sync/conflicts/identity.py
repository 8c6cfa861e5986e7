"""Two residents with one identity number. For the office only: a phone is never told that a number exists elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from sync import canonical, shapes
from sync.conflicts.found import Conflict, between
from sync.conflicts.sight import Sight, said
from sync.outcomes import ConflictKind
from sync.state import Record

_SETTLED = frozenset({"moved_out", "registered_only", "duplicate", "mistake"})


def find(sight: Sight) -> Iterator[Conflict]:
    """One conflict for every number that several residents show; who is settled elsewhere does not count."""
    by_number: dict[str, list[Record]] = {}
    for record in sight.residents:
        number = said(record, "id_number")
        if isinstance(number, str) and said(record, "life_state") not in _SETTLED:
            by_number.setdefault(normal(number), []).append(record)
    for number, residents in by_number.items():
        if len(residents) > 1:
            about = min(record.id for record in residents)
            yield between(ConflictKind.SAME_IDENTITY, canonical.digest(number, 12), about, residents)


@lru_cache(maxsize=4096)
def normal(number: str) -> str:
    """The number as compared: in the form that the present schema asks for, whoever wrote it and when."""
    return shapes.normal_identity(number)
