"""What is shown of a record: one value a field, the row that phones hold, and the bases that a next edit names."""

from __future__ import annotations

from collections.abc import Iterable

from sync import canonical, ids
from sync.packing import commonest
from sync.policies import Policy, Rule, rule
from sync.state import Elements, Field, Record, Stamp

_NO_STAMP = Stamp(0)


def shown(record: Record, name: str) -> object:
    """The displayed value of a field (a set: its sorted elements); None if it has none or was cleared."""
    each = rule(record.entity, name)
    if each is None or each.policy is Policy.SET:
        return record.elements(name).members() or None
    field = record.plain(name)
    return _shown(record, field, each) if field.heads else None


def contested(record: Record, name: str) -> bool:
    """Whether the heads of a field need a reviewer."""
    each, field = rule(record.entity, name), record.plain(name)
    if each is None or len(field.heads) < 2:
        return False
    if each.machine is not None:
        return each.machine.contested(str(value) for value in field.heads.values())
    return each.policy is Policy.REVIEW and len({canonical.dumps(value) for value in field.heads.values()}) > 1


def values(record: Record) -> dict[str, object]:
    """All displayed values, sorted by field, without what is empty."""
    pairs = ((name, shown(record, name)) for name in sorted(record.fields))
    return {name: value for name, value in pairs if value is not None}


def bases(record: Record, name: str) -> list[str] | dict[str, list[str]]:
    """What an ordinary edit names as base: the heads that hold the displayed value; for a set the adds by element.

    A state machine without conflict shows the join of all its heads, so there it is all of them.
    """
    found = record.fields.get(name)
    if isinstance(found, Elements):
        return {element: _sorted(found.adds(element)) for element in found.members()}
    field, each = record.plain(name), rule(record.entity, name)
    if each is None or len(field.heads) < 2:
        return _sorted(field.heads)
    if each.machine is not None and not contested(record, name):
        return _sorted(field.heads)
    text = canonical.dumps(_shown(record, field, each))
    return _sorted(head for head, value in field.heads.items() if canonical.dumps(value) == text)


def all_heads(record: Record, name: str) -> list[str] | dict[str, list[str]]:
    """What a decision names as base: every head that there is."""
    found = record.fields.get(name)
    return bases(record, name) if isinstance(found, Elements) else _sorted(record.plain(name).heads)


def row(record: Record, scope: str | None = None, open_fields: Iterable[str] | None = None) -> dict[str, object]:
    """The wire row {"id","entity","scope","values","by","also","open"}; empty `also` and `open` are left out.

    `by` is the edit of most fields; `also` lists the bases of the other ones. `open_fields` are the fields whose review
    is open (a ruling may have closed one); without it, those that are contested.
    """
    by = commonest(record)
    also: dict[str, object] = {}
    for name in sorted(record.fields):
        base = bases(record, name)
        if isinstance(base, dict):
            if any(names != [by] for names in base.values()):
                also[name] = base
        elif base and base != [by]:
            also[name] = base
    opened = sorted((name for name in record.fields if contested(record, name)) if open_fields is None else open_fields)
    made: dict[str, object] = {"id": record.id, "entity": record.entity, "values": values(record), "by": by}
    if scope is not None:
        made["scope"] = scope
    return {**made, **({"also": also} if also else {}), **({"open": opened} if opened else {})}


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(names, key=ids.order)


def _shown(record: Record, field: Field, each: Rule) -> object:
    if each.machine is not None:
        return each.machine.shown(str(value) for value in field.heads.values())
    best = max(field.heads, key=lambda name: _rank(record, each, name))
    return field.heads[best]


def _rank(record: Record, each: Rule, name: str) -> tuple[bool, int, tuple[int, int]]:
    """Later wins, the id breaks ties; where a person will decide, the office's value is shown first meanwhile."""
    stamp = record.edits.get(name, _NO_STAMP)
    return each.policy is Policy.REVIEW and stamp.authority, stamp.eff, ids.order(name)
