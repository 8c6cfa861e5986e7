"""How one change alters one field: it removes exactly the heads that it names and becomes a head itself.

Named ids are remembered whether or not they have arrived; an edit that arrives after it was replaced never becomes a
head. So a field is a function of which edits were applied, not of their order.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from sync import canonical
from sync.edit import Change, Edit
from sync.outcomes import FieldOutcome
from sync.policies import Policy, Rule
from sync.state import AWAITED, LIVE, REMOVED, REMOVER, Elements, Field

_MARK_LENGTH = 4


def mark(rule: Rule, value: object) -> str:
    """A short mark by which values of one field are told apart: a machine's state itself, else 16 bits of a hash."""
    if rule.policy is Policy.MACHINE:
        return str(value)
    return _of_text(value) if isinstance(value, str) else canonical.digest(value, _MARK_LENGTH)


@lru_cache(maxsize=10_000)
def _of_text(value: str) -> str:
    return canonical.digest(value, _MARK_LENGTH)


def replace_heads(field: Field, rule: Rule, edit: Edit, change: Change) -> Field:
    """The field after `change`: the named heads gone, the new value a head unless it was replaced already."""
    heads, gone = dict(field.heads), dict(field.gone)
    for name in change.ids():
        if name in heads:
            gone[name] = mark(rule, heads.pop(name))
        else:
            gone.setdefault(name, AWAITED)
    if edit.id in gone:
        gone[edit.id] = mark(rule, change.value)
    else:
        heads[edit.id] = change.value
    return Field(heads, gone)


def replace_adds(elements: Elements, edit: Edit, change: Change) -> Elements:
    """The set after `change`: the named adds of each touched element gone, the new ones live unless replaced."""
    adds, removes = parts(change.value)
    marks = {element: dict(known) for element, known in elements.marks.items()}
    for element in {*adds, *removes}:
        known = marks.setdefault(element, {})
        for name in change.by_element(element):
            known[name] = REMOVED if known.get(name) == LIVE else known.get(name, AWAITED)
        if element in removes:
            known[edit.id] = REMOVER
        else:
            known[edit.id] = REMOVED if edit.id in known else LIVE
    return Elements(marks)


def parts(value: object) -> tuple[list[str], list[str]]:
    """The elements that a set field's value adds and removes; nothing if it has another form."""
    if not isinstance(value, dict):
        return [], []
    adds, removes = value.get("add", []), value.get("remove", [])
    return (adds, removes) if isinstance(adds, list) and isinstance(removes, list) else ([], [])


def told(field: Field, edit: Edit, look: Callable[[], tuple[Rule | None, object]]) -> FieldOutcome:
    """What became of the change that `replace_heads` has just put into `field`; `look` tells the field's rule and what
    it now shows, where that matters.
    """
    if edit.id not in field.heads:
        return FieldOutcome.SUPERSEDED
    if len(field.heads) == 1:
        return FieldOutcome.DECIDED if edit.kind == "decide" else FieldOutcome.SET
    marks = {canonical.dumps(value) for value in field.heads.values()}
    if len(marks) == 1:
        return FieldOutcome.AGREED
    rule, shown = look()
    assert rule is not None
    if rule.machine is not None:
        contested = rule.machine.contested(str(value) for value in field.heads.values())
        return FieldOutcome.REVIEW if contested else FieldOutcome.JOINED
    if rule.policy is Policy.REVIEW:
        return FieldOutcome.REVIEW
    return FieldOutcome.WON if canonical.dumps(shown) == canonical.dumps(field.heads[edit.id]) else FieldOutcome.LOST


def told_of_set(elements: Elements, edit: Edit, change: Change) -> FieldOutcome:
    """The same for a set field."""
    adds, removes = parts(change.value)
    own = [element for element in adds if edit.id in elements.adds(element)]
    if not own and not removes:
        return FieldOutcome.SUPERSEDED
    met = [e for e in adds if set(elements.adds(e)) != {edit.id}] + [e for e in removes if elements.adds(e)]
    return FieldOutcome.JOINED if met else FieldOutcome.SET
