"""Two records of one person (ADR 19): what an edit says of the one that stays, when its author made it on the one that
had been closed as a duplicate, without knowing that.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync import heads, view
from sync.edit import Change, Edit
from sync.policies import Policy, Rule, rule
from sync.state import REMOVER, Elements, Record

LIFE, DUPLICATE, SAME_AS = "life_state", "duplicate", "same_as"
_OF_THE_RECORD = frozenset({DUPLICATE, "mistake"})  # life states that speak of the record and not of the person


def joined_to(record: Record) -> str | None:
    """The record that the office has joined this one to, as shown; None if it stands for itself."""
    if view.shown(record, LIFE) != DUPLICATE:
        return None
    closing = record.plain(LIFE).heads
    sure = any(value == DUPLICATE and record.edits[name].authority for name, value in closing.items())
    target = view.shown(record, SAME_AS)
    return target if sure and isinstance(target, str) else None


def of_the_record(edit: Edit) -> bool:
    """Whether an edit says of the record itself that it should not be there: that cannot be said of another one."""
    return LIFE in edit.fields and edit.fields[LIFE].value in _OF_THE_RECORD


def carried(closed: Record, stays: Record, edit: Edit, unknowing: Mapping[str, Edit]) -> dict[str, Change]:
    """What `edit`, which has been applied to `closed`, says of `stays`: {field: change}, {} if nothing.

    `unknowing`: all such edits by id. What the author (or one of them before) replaced on the one record is replaced on
    the other as well, if that shows the same; else both values stand beside each other, as if said at the same time.
    """
    found: dict[str, Change] = {}
    for name, change in edit.fields.items():
        each = rule(edit.entity, name)
        if each is None or name == SAME_AS or (name == LIFE and change.value in _OF_THE_RECORD):
            continue
        if each.policy is Policy.SET:
            made = _of_set(closed.elements(name), stays.elements(name), edit)
        else:
            made = _of_field(closed, stays, name, each, edit, unknowing)
        if made is not None:
            found[name] = made
    return found


def _of_set(closed: Elements, stays: Elements, edit: Edit) -> Change | None:
    adds = [element for element in closed.members() if edit.id in closed.adds(element) and not stays.adds(element)]
    gone = [element for element, marks in closed.marks.items() if marks.get(edit.id) == REMOVER]
    removes = sorted(element for element in gone if stays.adds(element) and not closed.adds(element))
    value = {part: each for part, each in (("add", adds), ("remove", removes)) if each}
    return Change(value, {element: stays.adds(element) for element in removes}) if value else None


def _of_field(
    closed: Record, stays: Record, name: str, each: Rule, edit: Edit, unknowing: Mapping[str, Edit]
) -> Change | None:
    field = closed.plain(name)
    if edit.id not in field.heads:
        return None  # it has been replaced by somebody who knew it
    value, shown = edit.fields[name].value, view.shown(stays, name)
    if value == shown:
        return None
    base = view.bases(stays, name)
    assert isinstance(base, list)
    sequential = heads.mark(each, shown) in _replaced(closed, name, edit, unknowing)
    return Change(value, tuple(base) if sequential else ())


def _replaced(closed: Record, name: str, edit: Edit, unknowing: Mapping[str, Edit]) -> set[str]:
    """Marks of the values that the author, or those unknowing ones whose edits they replaced, had before them."""
    gone, marks = closed.plain(name).gone, set()
    queue, met = list(edit.fields[name].ids()), set()
    while queue:
        base = queue.pop()
        if base in met:
            continue
        met.add(base)
        marks.add(gone.get(base, ""))
        if base in unknowing and name in unknowing[base].fields:
            queue += unknowing[base].fields[name].ids()
    return marks - {""}
