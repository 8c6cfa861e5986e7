"""The oracle's other half: whether an edit is to be refused, given the plain list of edits applied before it."""

from __future__ import annotations

from itertools import combinations

from sync.edit import Edit
from sync.machines import REVIEW
from sync.policies import ENTITIES, Policy, rule
from tests.sync.oracle import distinct


def refuses(applied: list[Edit], edit: Edit) -> bool:
    """Whether an edit is to be refused, given the edits applied before it: by the rules of the design, one by one."""
    entity = ENTITIES.get(edit.entity)
    if edit.kind == "withdraw":
        return False
    if entity is None or ((entity.authority or edit.kind == "decide") and not edit.authority):
        return True
    mine = [e for e in applied if e.record == edit.record]
    if edit.kind == "create":
        if mine or not (edit.authority or edit.record == edit.id):
            return True
        if any(r.required and (f not in edit.fields or edit.fields[f].value is None) for f, r in entity.fields.items()):
            return True
    elif not mine or mine[0].entity != edit.entity or (entity.append_only and not _another_owner(edit)):
        return True
    return any(_field_refused(applied, mine, edit, name) for name in edit.fields)


def _owned(edit: Edit) -> bool:
    return edit.authority and edit.entity in ("dose", "appointment", "contraindication")


def _another_owner(edit: Edit) -> bool:
    """The office has found that two records are of one person."""
    return _owned(edit) and set(edit.fields) == {"resident"}


def _field_refused(applied: list[Edit], mine: list[Edit], edit: Edit, name: str) -> bool:
    each, change = rule(edit.entity, name, edit.schema), edit.fields[name]
    if each is None or each.policy is Policy.DERIVED:
        return True
    if edit.kind == "create" and change.value is None:
        return False
    if edit.kind != "create" and each.policy is Policy.FIXED and not (name == "resident" and _owned(edit)):
        return True
    if each.policy is Policy.SET:
        value = change.value
        if not isinstance(value, dict) or not isinstance(change.base, dict | tuple) or set(value) - {"add", "remove"}:
            return True
        elements = list(value.get("add", [])) + list(value.get("remove", []))
        return not elements or len(elements) != len(set(map(str, elements))) or not all(map(each.shape, elements))
    if not isinstance(change.base, tuple):
        return True
    if change.value is None:
        if each.required or each.policy not in (Policy.LAST, Policy.REVIEW):
            return True
    elif not each.shape(change.value):
        return True
    if each.refers is not None and change.value is not None:
        target = [e for e in applied if e.record == change.value]
        if not target or (each.refers and target[0].entity != each.refers):
            return True
        parent = entity_parent = ENTITIES[edit.entity].parent
        if name == "voids" and not any(
            parent in e.fields and e.fields[entity_parent].value == edit.fields[parent].value for e in target
        ):
            return True
    if edit.kind != "set":
        return False
    shown = distinct([e.fields[name].value for e in mine if e.id in change.base and name in e.fields])
    if each.policy is Policy.MACHINE:
        return any(each.machine.join(a, b) == REVIEW for a, b in combinations(shown, 2))
    return len(shown) > 1
