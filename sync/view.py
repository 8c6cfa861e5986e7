"""What is shown of a record: one value a field, the row that phones hold, and the bases that a next edit names."""

from __future__ import annotations

from collections.abc import Iterable

from sync import canonical, ids
from sync.policies import Policy, Rule, rule
from sync.state import Field, Record, Stamp

_NO_STAMP = Stamp(0)


def shown(record: Record, name: str) -> object:
    """The displayed value of a field (a set: its sorted elements); None if it has none or was cleared."""
    if name in record.values:
        return record.values[name]
    each = rule(record.entity, name)
    if each is None or each.policy is Policy.SET:
        return record.elements(name).members() or None
    field = record.plain(name)
    return _shown(record, field, each) if field.heads else None


def contested(record: Record, name: str) -> bool:
    """Whether the heads of a field need a reviewer."""
    heads = record.heads.get(name, ())
    if len(heads) < 2:
        return False
    each, found = rule(record.entity, name), record.heads[name].values()
    if each is None:
        return False
    if each.machine is not None:
        return each.machine.contested(str(value) for value in found)
    return each.policy is Policy.REVIEW and len({canonical.dumps(value) for value in found}) > 1


def values(record: Record) -> dict[str, object]:
    """All displayed values, without what is empty."""
    found = {name: value for name, value in record.values.items() if value is not None}
    for part in (record.heads, record.sets):
        for name in part:
            value = shown(record, name)
            if value is not None:
                found[name] = value
    return found


def bases(record: Record, name: str) -> list[str] | dict[str, list[str]]:
    """What an ordinary edit names as base: the heads that hold the displayed value; for a set the adds by element.

    A state machine without conflict shows the join of all its heads, so there it is all of them.
    """
    if name in record.values:
        return [record.by]
    if name in record.sets:
        found = record.elements(name)
        return {element: _sorted(found.adds(element)) for element in found.members()}
    field = record.plain(name)
    if len(field.heads) < 2:
        return list(field.heads)
    each = rule(record.entity, name)
    if each is None or (each.machine is not None and not contested(record, name)):
        return _sorted(field.heads)
    text = canonical.dumps(_shown(record, field, each))
    return _sorted(head for head, value in field.heads.items() if canonical.dumps(value) == text)


def all_heads(record: Record, name: str) -> list[str] | dict[str, list[str]]:
    """What a decision names as base: every head that there is."""
    return bases(record, name) if name in record.sets else _sorted(record.plain(name).heads)


def row(record: Record, scope: str | None = None, open_fields: Iterable[str] | None = None) -> dict[str, object]:
    """The wire row {"id","entity","scope","values","by","also","open"}; empty `also` and `open` are left out.

    `by` is the edit of most fields; `also` lists the bases of the other ones. `open_fields` are the fields whose review
    is open (a ruling may have closed one); without it, those that are contested.
    """
    shows = {name: value for name, value in record.values.items() if value is not None}
    # what was cleared shows nothing, but has a base
    also: dict[str, object] = {name: [record.by] for name, value in record.values.items() if value is None}
    opened: list[str] = []
    for name, heads in record.heads.items():
        if len(heads) == 1:  # by another edit than `by`
            ((only, value),) = heads.items()
            base = [only]
        else:
            value, base = shown(record, name), bases(record, name)  # type: ignore[assignment]
            if contested(record, name):
                opened.append(name)
        if value is not None:
            shows[name] = value
        if base and (value is None or base != [record.by]):
            also[name] = base
    for name in record.sets:
        elements = bases(record, name)
        if elements:
            shows[name] = list(elements)
            if any(names != [record.by] for names in elements.values()):  # type: ignore[union-attr]
                also[name] = elements
    opened = sorted(opened if open_fields is None else open_fields)
    made: dict[str, object] = {"id": record.id, "entity": record.entity, "values": shows, "by": record.by}
    if scope is not None:
        made["scope"] = scope
    if also:
        made["also"] = also
    if opened:
        made["open"] = opened
    return made


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
