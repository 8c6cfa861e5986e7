"""Life states: work on a record by somebody who could not know that it had been closed, and closings to be confirmed.

Moved out, died, duplicate, entered by mistake: each takes a person out of everyone's task. If somebody records a dose
for a person whom somebody else records as dead, neither knowing of the other, one of the two is wrong. Only what is
displayed takes part, since an author can have known no more than that (see `sync.saw`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sync import ids, saw, scopes, view
from sync.conflicts.found import Conflict, Option, option
from sync.conflicts.sight import Sight, said
from sync.outcomes import ConflictKind
from sync.policies import ENTITIES
from sync.state import Record, Stamp

LIFE = saw.LIFE
_OF_LIFE = frozenset({LIFE, "same_as"})
_NO_STAMP = Stamp(0)


def find(sight: Sight) -> Iterator[Conflict]:
    """One conflict for every closed record with unknowing work; participants are the closing and those edits."""
    below = scopes.children(sight.state) if sight.closed else {}
    for record, closings in sight.closed.values():
        work = [*_own(record), *_of_children(below.get(record.id, ()), sight)]
        met = [(c, w) for c in closings for w in work if _unknowing(c, record.edits[c].saw, w[0], w[1])]
        if met:
            yield _conflict(record, {c for c, _ in met}, {w[0]: w[2] for _, w in met})


def claims(sight: Sight) -> Iterator[Conflict]:
    """One for every record shown as closed of which no closing head has the office's authority."""
    for record, closings in sight.closed.values():
        if not view.contested(record, LIFE) and not any(record.edits[c].authority for c in closings):
            value, kind = view.shown(record, LIFE), ConflictKind.LIFE_CLAIM
            options = tuple(option(record, c, value) for c in closings)
            yield Conflict(f"{kind}:{record.id}", kind, record.id, LIFE, options, value, (record.id,), tuple(closings))


Work = tuple[str, tuple[str, ...], Option]


def _own(record: Record) -> Iterator[Work]:
    """The displayed edits of the record itself. Whoever wrote its life state has agreed, or is in a field review."""
    heads = record.plain(LIFE).heads
    by_edit: dict[str, dict[str, object]] = {}
    for name in record.fields.keys() - _OF_LIFE:
        for edit_id in saw.displayed(record, name):
            by_edit.setdefault(edit_id, {})[name] = view.shown(record, name)
    for edit_id, value in by_edit.items():
        if edit_id not in heads:
            yield edit_id, record.edits.get(edit_id, _NO_STAMP).saw, option(record, edit_id, value)


def _of_children(children: Iterable[Record], sight: Sight) -> Iterator[Work]:
    """The edits that put a child under the record, if the child still says something."""
    for child in children:
        entity = ENTITIES[child.entity]
        gone = entity.append_only and not sight.stands(child)
        cancelled = child.entity == "appointment" and said(child, "state") == "cancelled"
        if child.entity == "ruling" or entity.parent is None or gone or cancelled:
            continue
        for edit_id in saw.displayed(child, entity.parent):
            yield edit_id, child.edits.get(edit_id, _NO_STAMP).saw, option(child, edit_id, view.values(child))


def _unknowing(closed: str, closer_saw: tuple[str, ...], edit_id: str, saw: tuple[str, ...]) -> bool:
    """Neither author knew of the other's edit. A writer always knows their own."""
    return closed not in saw and edit_id not in closer_saw and ids.writer(closed) != ids.writer(edit_id)


def _conflict(record: Record, closings: set[str], work: Mapping[str, Option]) -> Conflict:
    kind, heads = ConflictKind.LIFE_STATE_UNKNOWN, record.plain(LIFE).heads
    names = sorted({*closings, *work}, key=ids.order)
    sides = [option(record, c, heads[c]) for c in sorted(closings, key=ids.order)]
    sides += [work[w] for w in sorted(work, key=ids.order)]
    records = tuple(sorted({side.record for side in sides}))
    shown = view.shown(record, LIFE)
    return Conflict(f"{kind}:{record.id}", kind, record.id, LIFE, tuple(sides), shown, records, tuple(names))
