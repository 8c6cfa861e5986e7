"""Where a record lives: its home follows from its displayed parents, so a moved household takes everything with it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from sync import view
from sync.edit import Edit, Kind
from sync.policies import ENTITIES, rule
from sync.state import Record, State


def parent(record: Record) -> str | None:
    """The id of the record that this one belongs to, as displayed; None for a household or a township record."""
    field = ENTITIES[record.entity].parent if record.entity in ENTITIES else None
    value = view.shown(record, field) if field is not None else None
    return value if isinstance(value, str) else None


def children(state: State) -> dict[str, list[Record]]:
    """{record id: the records that belong to it}, each list in the order of ids."""
    found: dict[str, list[Record]] = {}
    for name in sorted(state.records):
        above = parent(state.records[name])
        if above is not None:
            found.setdefault(above, []).append(state.records[name])
    return found


def home(state: State, record_id: str, township: str | None = None) -> str | None:
    """The grid's code (of a township record: `township`); None where a parent is missing or parents go in a circle."""
    seen: set[str] = set()
    at: str | None = record_id
    while at is not None and at not in seen:
        seen.add(at)
        record = state.get(at)
        if record is None or record.entity not in ENTITIES:
            return None
        if ENTITIES[record.entity].township:
            return township
        anchor = ENTITIES[record.entity].anchor
        if anchor is not None:
            scope = view.shown(record, anchor)
            return scope if isinstance(scope, str) else None
        at = parent(record)
    return None


def needed(edit: Edit) -> set[str]:
    """The ids that the state must hold, if they exist, before `edit` is merged: its record and those it refers to."""
    found = {edit.record}
    for name, change in edit.fields.items():
        each = rule(edit.entity, name) if edit.entity in ENTITIES else None
        if each is not None and each.refers is not None and isinstance(change.value, str):
            found.add(change.value)
    return found


def needed_by(group: Iterable[Edit]) -> set[str]:
    """`needed` of a whole group; a withdrawal needs nothing, for the edit it is about may have reached no record."""
    return {name for each in group if each.kind is not Kind.WITHDRAW for name in needed(each)}


def anchored(group: Iterable[Edit]) -> set[str]:
    """The scopes that these edits name themselves: a household's grid, the site of a desk."""
    found = set()
    for each in group:
        anchor = ENTITIES[each.entity].anchor if each.kind is not Kind.WITHDRAW and each.entity in ENTITIES else None
        value = each.fields[anchor].value if anchor is not None and anchor in each.fields else None
        if isinstance(value, str):
            found.add(value)
    return found


def touched(
    edit: Edit, home: Callable[[str], str | None], made: Collection[str] = (), township: str | None = None
) -> list[tuple[str | None, str | None]]:
    """The scopes that an edit touches, each with the record by which it does so: what its author must be granted.

    `home` tells a record's scope, None if there is no such record: then the pair is (None, record). A scope that the
    edit names comes first, without a record. Left out are the records that the edit's group makes (`made` and its own)
    and those that live in `township`, which everybody is granted.
    """
    if edit.kind is Kind.WITHDRAW or edit.entity not in ENTITIES:
        return []
    found: list[tuple[str | None, str | None]] = []
    found += [(scope, None) for scope in anchored([edit])]
    for name in sorted(needed(edit)):
        scope = home(name)
        own = scope is None and (name in made or (edit.kind is Kind.CREATE and name == edit.record))
        if not own and (scope is None or scope != township):
            found.append((scope, name))
    return found
