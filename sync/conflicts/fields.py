"""Conflicts inside one field: different values where the policy asks for a person, or states that do not join."""

from __future__ import annotations

from collections.abc import Iterator

from sync import ids, view
from sync.conflicts.found import Conflict, option
from sync.conflicts.sight import Sight
from sync.outcomes import ConflictKind
from sync.policies import rule
from sync.state import Record


def find(sight: Sight) -> Iterator[Conflict]:
    """One conflict for every contested field of every record; its participants are the heads."""
    for record in sight.crowded:
        for name in record.heads:
            if view.contested(record, name):
                yield _of(record, name)


def _of(record: Record, name: str) -> Conflict:
    each = rule(record.entity, name)
    machine = each is not None and each.machine is not None
    kind = ConflictKind.MACHINE_REVIEW if machine else ConflictKind.FIELD_REVIEW
    heads = record.plain(name).heads
    names = tuple(sorted(heads, key=ids.order))
    options = tuple(option(record, head, heads[head]) for head in names)
    shown = view.shown(record, name)
    return Conflict(f"{kind}:{record.id}:{name}", kind, record.id, name, options, shown, (record.id,), names)
