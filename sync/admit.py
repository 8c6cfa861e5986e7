"""Everything for which an edit is refused for good, before it touches the state.

Each check looks only at the edit, the table of policies and records or edits that came before it by cause; so the same
edit is refused or admitted in whatever order unrelated edits arrive.
"""

from __future__ import annotations

from sync.edit import Change, Edit, Kind
from sync.heads import mark, parts
from sync.outcomes import Refusal, RefusalCode
from sync.policies import ENTITIES, KNOWN_SCHEMA, Entity, Policy, Rule, rule
from sync.shapes import OneOf, code
from sync.state import AWAITED, Record, State

_OF_THE_TABLE = frozenset(
    {RefusalCode.UNKNOWN_ENTITY, RefusalCode.BAD_VALUE, RefusalCode.DERIVED_FIELD, RefusalCode.APPEND_ONLY}
)
_KEEPS_WORDS = frozenset({Policy.LAST, Policy.FIXED})
LATER_WORD = 24  # characters of a word that a later schema adds to a closed list


def refusal(state: State, edit: Edit) -> Refusal | None:
    """Why `edit` cannot be applied to `state`, or None.

    What this table of records forbids, a later one may allow: an edit of a later schema then waits for the server.
    """
    found = _refusal(state, edit)
    if found is not None and edit.schema > KNOWN_SCHEMA and found.code in _OF_THE_TABLE:
        return Refusal(RefusalCode.SCHEMA_TOO_NEW, found.edit, found.path)
    return found


def _refusal(state: State, edit: Edit) -> Refusal | None:
    entity = ENTITIES.get(edit.entity)
    if entity is None:
        return Refusal(RefusalCode.UNKNOWN_ENTITY, edit.id, "entity")
    record = state.get(edit.record)
    found = _of_record(entity, record, edit)
    if found is not None:
        return Refusal(found, edit.id, "record")
    for name, change in edit.fields.items():
        code = _of_field(state, entity, record, edit, name, change)
        if code is not None:
            return Refusal(code, edit.id, name)
    if edit.kind is Kind.CREATE:
        for name, each in entity.fields.items():
            if each.required and (name not in edit.fields or edit.fields[name].value is None):
                return Refusal(RefusalCode.BAD_VALUE, edit.id, name)
    return None


def _of_record(entity: Entity, record: Record | None, edit: Edit) -> RefusalCode | None:
    if (entity.authority or edit.kind is Kind.DECIDE) and not edit.authority:
        return RefusalCode.NOT_AUTHORITY
    if edit.kind is Kind.CREATE:
        if record is not None:
            return RefusalCode.RECORD_EXISTS
        own = edit.record == edit.id or edit.record.startswith(edit.id + ":")
        return None if own or edit.authority else RefusalCode.NOT_AUTHORITY
    if record is None or record.entity != edit.entity:
        return RefusalCode.MISSING_RECORD
    return RefusalCode.APPEND_ONLY if entity.append_only and not _rejoins(entity, edit) else None


def _rejoins(entity: Entity, edit: Edit) -> bool:
    """Whether the office does no more than give a record to another person, which both turned out to be (ADR 19)."""
    rules = [entity.fields.get(name) for name in edit.fields]
    return edit.authority and all(each is not None and each.rejoined for each in rules)


def _of_field(
    state: State, entity: Entity, record: Record | None, edit: Edit, name: str, change: Change
) -> RefusalCode | None:
    each = rule(edit.entity, name, edit.schema)
    if each is None:
        return RefusalCode.UNKNOWN_FIELD
    if each.policy is Policy.DERIVED:
        return RefusalCode.DERIVED_FIELD
    if edit.kind is Kind.CREATE and change.value is None:
        return None
    if edit.kind is not Kind.CREATE and each.policy is Policy.FIXED and not (each.rejoined and edit.authority):
        return RefusalCode.APPEND_ONLY
    if not fits(each, change) and not (edit.schema > KNOWN_SCHEMA and _later_word(each, change)):
        return RefusalCode.BAD_VALUE
    if edit.schema > KNOWN_SCHEMA and name not in entity.fields and _of_a_set(change):
        return RefusalCode.BAD_VALUE
    if each.refers is not None:
        code = _of_reference(state, entity, edit, name, each, change.value)
        if code is not None:
            return code
    if record is not None and edit.kind is Kind.SET and not displayed_together(record, name, each, change):
        return RefusalCode.BASE_NOT_DISPLAYED
    return None


def fits(each: Rule, change: Change) -> bool:
    """Whether value and base have the form that this field asks for."""
    if each.policy is Policy.SET:
        return _fits_set(each, change)
    if not isinstance(change.base, tuple):
        return False
    if change.value is None:  # clears the field
        return each.policy in (Policy.LAST, Policy.REVIEW) and not each.required
    return each.shape(change.value)


def _later_word(each: Rule, change: Change) -> bool:
    """Whether this may be a new word of a closed list that can be kept unread: nobody has to join or choose it."""
    kept = each.policy in _KEEPS_WORDS and isinstance(each.shape, OneOf) and isinstance(change.base, tuple)
    return kept and code(change.value) and len(str(change.value)) <= LATER_WORD


def _of_a_set(change: Change) -> bool:
    """Whether an unknown field is changed as a set is: it could be kept as one value only, and would lose elements."""
    added = isinstance(change.value, dict) and bool(change.value) and change.value.keys() <= {"add", "remove"}
    return added or not isinstance(change.base, tuple)


def _fits_set(each: Rule, change: Change) -> bool:
    value = change.value
    if not isinstance(value, dict) or not value.keys() <= {"add", "remove"}:
        return False
    if isinstance(change.base, tuple) and change.base:
        return False
    adds, removes = parts(value)
    elements = [*adds, *removes]
    return 0 < len(elements) <= 200 and all(each.shape(e) for e in elements) and len(set(elements)) == len(elements)


def _of_reference(state: State, entity: Entity, edit: Edit, name: str, each: Rule, value: object) -> RefusalCode | None:
    target = state.get(value)
    if target is None or each.refers not in ("", target.entity):
        return RefusalCode.MISSING_RECORD
    if name == "voids" and entity.parent is not None:
        own = edit.fields.get(entity.parent)
        if own is None or not _belonged(target, entity, own.value):
            return RefusalCode.BAD_VALUE
    return None


def _belonged(target: Record, entity: Entity, owner: object) -> bool:
    """Whether the record is, or ever was, `owner`'s: who corrects it may not have heard that two people are one."""
    name = entity.parent or ""
    field, each = target.plain(name), entity.fields[name]
    return owner in field.heads.values() or (each.rejoined and mark(each, owner) in field.gone.values())


def displayed_together(record: Record, name: str, each: Rule, change: Change) -> bool:
    """The base check: whether the heads that an ordinary edit names can have been shown together as one value.

    They can if those that have arrived, living or replaced, held one value, or states that a machine joins.
    """
    if each.policy is Policy.SET or len(change.ids()) < 2:
        return True
    field = record.plain(name)
    marks = {mark(each, field.heads[name]) for name in change.ids() if name in field.heads}
    marks |= {field.gone[name] for name in change.ids() if field.gone.get(name, AWAITED) != AWAITED}
    return not each.machine.contested(marks) if each.machine is not None else len(marks) < 2
