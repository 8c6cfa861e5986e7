"""Whether a group of edits can be known to leave every conflict as it is, from the records that it names alone.

Conflicts are a matter of a whole household: two doses, work on somebody who has died. But most of a day's edits, a
telephone, a note, a visit, cannot open or close any. For these the household need not be read. What is not known to be
calm is looked at whole; so this may be too careful, never too careless (`calm` ⇒ `conflicts.find` finds the same).
"""

from __future__ import annotations

from collections.abc import Iterable

from sync import saw, view
from sync.edit import Edit, Kind
from sync.policies import ENTITIES
from sync.state import Record, State

# Kinds of records whose coming or changing is itself looked at for conflicts.
_LOOKED_AT = frozenset({"dose", "appointment", "ruling", "review"})
SIBLINGS = ("appointment", "dose")  # conflicts among these are conflicts of one resident's
# Fields that say whether a record counts, or that take another record's place.
_VOIDING = frozenset({"voids", "same_as"})
_WEIGHTY = frozenset({"life_state", "same_as", "voids", "grid", "household", "resident"})


def calm(before: State, after: State, group: Iterable[Edit]) -> bool:
    """Whether the conflicts of `after` are those of `before`, wherever they are looked for. The states hold at least
    the records that the edits name.
    """
    return all(calm_alone(before, after, each) for each in group)


def weighty(edit: Edit) -> bool:
    """Whether it shows from the edit alone that it is not calm: its household will be needed."""
    if edit.kind is Kind.CREATE:
        return edit.entity in _LOOKED_AT or not _VOIDING.isdisjoint(edit.fields)
    return edit.kind is not Kind.WITHDRAW and (edit.entity in _LOOKED_AT or not _WEIGHTY.isdisjoint(edit.fields))


def beside(edit: Edit) -> str | None:
    """The resident beside whose other doses and appointments this new one must be seen, and nothing else; None if the
    edit is of another kind.
    """
    if edit.kind is not Kind.CREATE or edit.entity not in SIBLINGS or "voids" in edit.fields:
        return None
    above = edit.fields.get("resident")
    return above.value if above is not None and isinstance(above.value, str) else None


def calm_alone(before: State, after: State, edit: Edit) -> bool:
    """The same for one edit of the group."""
    if edit.kind is Kind.WITHDRAW:
        return True
    record = after.get(edit.record)
    if edit.kind is Kind.DECIDE or weighty(edit) or ENTITIES[edit.entity].township or record is None:
        return False
    if edit.kind is Kind.CREATE:
        return _welcome(after, record, edit)
    return not saw.closings(record) and not any(_contested(before, record, name) for name in edit.fields)


def _welcome(after: State, record: Record, edit: Edit) -> bool:
    """A new record stirs nothing if it counts, voids nothing, and its parent is not closed."""
    if saw.closings(record):
        return False
    field = ENTITIES[edit.entity].parent
    if field is None:
        return True
    parent = after.get(view.shown(record, field))
    return parent is not None and not saw.closings(parent)


def _contested(before: State, record: Record, name: str) -> bool:
    earlier = before.get(record.id)
    return view.contested(record, name) or (earlier is not None and view.contested(earlier, name))
