"""Merging: one edit or one group into a state. Pure and total: any parsed edit on any state ends in one outcome.

A repeat changes nothing. What is refused changes nothing. Everything else depends on the set of applied edits only, so
any causally possible order of arrival gives the same state.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sync import admit, heads, packing, view
from sync.edit import Edit, Kind
from sync.outcomes import FieldOutcome, Outcome, Refusal, RefusalCode
from sync.policies import Policy, rule
from sync.state import Elements, Field, Record, Stamp, State

_NOTHING: Mapping[str, FieldOutcome] = {}


class Merged(NamedTuple):
    """What one edit did: the new state, the outcome, what became of each field, and why if it was refused."""

    state: State
    outcome: Outcome
    fields: Mapping[str, FieldOutcome] = _NOTHING
    refusal: Refusal | None = None


class Applied(NamedTuple):
    """What a group did. `results` are in the order of the edits; with a refusal the state is the one from before."""

    state: State
    outcomes: Mapping[str, Outcome]
    refusal: Refusal | None = None
    results: Sequence[Merged] = ()


def merge(state: State, edit: Edit) -> Merged:
    """Apply one edit (with its `eff` and `authority` stamped). Never raises."""
    if edit.kind is Kind.WITHDRAW:
        return Merged(state, Outcome.WITHDRAWN)
    record = state.get(edit.record)
    if already_applied(record, edit):
        return Merged(state, Outcome.REPEAT)
    refusal = admit.refusal(state, edit)
    if refusal is not None:
        return Merged(state, Outcome.REFUSED, {}, refusal)
    before = record or Record(edit.record, edit.entity, created_by=edit.id)
    changed = _changed(before, edit)
    after = packing.written(before, changed, edit.id, Stamp(edit.eff, edit.authority, edit.saw))
    fields = {name: _told(after, each, edit, name) for name, each in changed.items()}
    return Merged(state.put(after), _outcome(edit, fields), fields)


def apply_group(state: State, edits: Sequence[Edit]) -> Applied:
    """Apply edits that belong together, whole or not at all: one refusal refuses every one of them."""
    if not whole(edits):
        first = edits[0].id if edits else ""
        return _refused(state, edits, Refusal(RefusalCode.GROUP_BROKEN, first, "group"))
    reached, results = state, []
    for edit in edits:
        merged = merge(reached, edit)
        if merged.refusal is not None:
            return _refused(roll_back(state, reached), edits, merged.refusal)
        reached = merged.state
        results.append(merged)
    return Applied(reached, {e.id: r.outcome for e, r in zip(edits, results, strict=True)}, None, tuple(results))


def whole(edits: Sequence[Edit]) -> bool:
    """Whether these are all edits of one group, in order; or the rows of one import (one edit id, many records)."""
    if not edits:
        return False
    first = edits[0]
    if len(edits) == 1:
        return first.size == 1
    if all(edit.id == first.id for edit in edits):
        return len({edit.record for edit in edits}) == len(edits) and (len(edits) > 1 or first.size == 1)
    return len(edits) == first.size and all(
        (edit.device, edit.group, edit.size) == (first.device, f"{first.device}.{first.n}", first.size)
        and edit.n == first.n + place
        for place, edit in enumerate(edits)
    )


def already_applied(record: Record | None, edit: Edit) -> bool:
    """The duplicate check: whether this record has had this edit."""
    if record is None:
        return False
    if edit.kind is Kind.CREATE:
        return record.created_by == edit.id
    return any(record.has(name, edit.id) for name in edit.fields)


def roll_back(before: State, reached: State) -> State:
    """The state to keep when a group is refused half-way: the one from before, whatever had been reached."""
    return before


def _refused(state: State, edits: Sequence[Edit], refusal: Refusal) -> Applied:
    results = tuple(Merged(state, Outcome.REFUSED, {}, refusal) for _ in edits)
    return Applied(state, {edit.id: Outcome.REFUSED for edit in edits}, refusal, results)


def _changed(record: Record, edit: Edit) -> dict[str, Field | Elements]:
    """The fields that the edit writes, as they are then."""
    changed: dict[str, Field | Elements] = {}
    for name, change in edit.fields.items():
        each = rule(edit.entity, name)
        if each is None or (edit.kind is Kind.CREATE and change.value is None):
            continue
        if each.policy is Policy.SET:
            changed[name] = heads.replace_adds(record.elements(name), edit, change)
        else:
            changed[name] = heads.replace_heads(record.plain(name), each, edit, change)
    return changed


def _told(record: Record, became: Field | Elements, edit: Edit, name: str) -> FieldOutcome:
    if isinstance(became, Elements):
        return heads.told_of_set(became, edit, edit.fields[name])
    return heads.told(became, edit, lambda: (rule(edit.entity, name), view.shown(record, name)))


def _outcome(edit: Edit, fields: Mapping[str, FieldOutcome]) -> Outcome:
    became = set(fields.values())
    if edit.kind is Kind.CREATE:
        return Outcome.CREATED
    if FieldOutcome.REVIEW in became:
        return Outcome.REVIEW
    if became == {FieldOutcome.SUPERSEDED}:
        return Outcome.SUPERSEDED
    if became <= {FieldOutcome.SET}:
        return Outcome.CHANGED
    return Outcome.DECIDED if edit.kind is Kind.DECIDE else Outcome.MERGED
