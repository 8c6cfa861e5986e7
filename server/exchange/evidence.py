"""What a phone's row says of edits that this database has lost: pure of the store, one row at a time (B4)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from sync import ids, view
from sync.edit import Kind
from sync.policies import ENTITIES, Policy, rule
from sync.state import Record

NEVER = frozenset({"review"})  # the server's own


def looks_right(row: Mapping[str, Any]) -> bool:
    """Whether this is a row of a record that could be brought back."""
    name, entity, by, values = row.get("id"), row.get("entity"), row.get("by"), row.get("values")
    known = ENTITIES.get(entity) if isinstance(entity, str) else None
    return (
        ids.is_record(name) and ids.is_edit(by) and isinstance(values, dict) and _bases(row.get("also", {}))
        and known is not None and not known.township and entity not in NEVER
    )  # fmt: skip


def _bases(also: object) -> bool:
    """Whether this has the form of `also`: lists of ids by field, of a set by element."""
    by_field = list(also.values()) if isinstance(also, dict) else [None]
    lists = [each for base in by_field for each in (base.values() if isinstance(base, dict) else [base])]
    return all(isinstance(each, list) and all(isinstance(name, str) for name in each) for each in lists)


def maker(record: str) -> str:
    """The id of the edit that made a record."""
    return record.partition(":")[0]


def names(row: Mapping[str, Any]) -> set[str]:
    """The edit ids that a row names."""
    found = {str(row["by"]), maker(str(row["id"]))}
    for base in row.get("also", {}).values():
        lists = base.values() if isinstance(base, dict) else [base]
        found.update(str(name) for each in lists if isinstance(each, list) for name in each)
    return {name for name in found if ids.is_edit(name)}


def of_missing(row: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that make a record again which is not there at all: all that the row shows."""
    return {
        name: {"value": {"add": value} if _is_set(row["entity"], name) else value, "base": _none(row["entity"], name)}
        for name, value in row["values"].items()
        if _writable(row["entity"], name, value)
    }


def of_differing(row: Mapping[str, Any], record: Record, lost: Collection[str]) -> dict[str, dict[str, Any]]:
    """{lost edit: fields} where the row shows, by a lost edit, something else than the record does."""
    found: dict[str, dict[str, Any]] = {}
    also = row.get("also", {})
    for name in {*row["values"], *also}:
        each = rule(record.entity, name)
        if each is None or each.policy in (Policy.DERIVED, Policy.FIXED):
            continue
        value, shown = row["values"].get(name), view.shown(record, name)
        if each.policy is Policy.SET:
            for edit, elements in _added(row, name, value, shown, lost).items():
                found.setdefault(edit, {})[name] = {"value": {"add": elements}, "base": {}}
            continue
        base = also.get(name, [row["by"]])
        by = next((edit for edit in base if edit in lost), None) if isinstance(base, list) else None
        if by is None or value == shown or _replaced(record, name, by):
            continue
        if value is None and (each.required or each.policy not in (Policy.LAST, Policy.REVIEW)):
            continue
        if value is None or each.shape(value):
            found.setdefault(by, {})[name] = {"value": value, "base": view.all_heads(record, name)}
    return found


def _added(
    row: Mapping[str, Any], name: str, value: object, shown: object, lost: Collection[str]
) -> dict[str, list[str]]:
    """{lost edit: elements that it had added and that are not shown}."""
    found: dict[str, list[str]] = {}
    bases = row.get("also", {}).get(name)
    for element in value if isinstance(value, list) else []:
        if not isinstance(element, str) or (isinstance(shown, list) and element in shown):
            continue
        base = bases.get(element) if isinstance(bases, dict) else [row["by"]]
        by = next((edit for edit in base or () if edit in lost), None)
        if by is not None and _writable(row["entity"], name, [element]):
            found.setdefault(by, []).append(element)
    return found


def _replaced(record: Record, name: str, by: str) -> bool:
    """Whether somebody who knew the lost edit has replaced it since."""
    return by in record.plain(name).gone


def kind(record: Record | None, fields: Collection[str]) -> str:
    """What the evidence becomes: a creation, a decision where a reviewer is waited for, else a change."""
    if record is None:
        return Kind.CREATE
    return Kind.DECIDE if any(view.contested(record, name) for name in fields) else Kind.SET


def _is_set(entity: str, name: str) -> bool:
    each = rule(entity, name)
    return each is not None and each.policy is Policy.SET


def _none(entity: str, name: str) -> Any:
    return {} if _is_set(entity, name) else []


def _writable(entity: str, name: str, value: object) -> bool:
    each = rule(entity, name)
    if each is None or each.policy is Policy.DERIVED or value is None:
        return False
    if each.policy is Policy.SET:
        return isinstance(value, list) and bool(value) and all(each.shape(element) for element in value)
    return each.shape(value)


def key(lost: str, record: str) -> str:
    """The id under which evidence is kept: of the lost edit, beside which the edit itself may still come."""
    return f"{lost}~{hashlib.sha256(record.encode()).hexdigest()[:12]}"
