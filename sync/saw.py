"""What an author was shown, as ids: the `saw` of an edit, by which it is known who could not know of a closing.

An ordinary edit says which closings of its subjects it was made in view of; an edit that closes a record says all that
was shown of the record and of what belongs to it. Devices compute the same from rows (`by` and `also`); the office's
edits get it here.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync import ids, scopes, view
from sync.policies import ENTITIES, closing
from sync.state import Record, State

LIFE = "life_state"


def displayed(record: Record, field: str) -> list[str]:
    """The edits that the displayed value of one field rests on."""
    bases = view.bases(record, field)
    return sorted({i for names in bases.values() for i in names}, key=ids.order) if isinstance(bases, dict) else bases


def closings(record: Record) -> list[str]:
    """The edits by which the record is shown as closed; [] if it is not."""
    if LIFE not in record.values and LIFE not in record.heads:
        return []
    if record.entity not in ENTITIES or view.shown(record, LIFE) not in closing(record.entity):
        return []
    return displayed(record, LIFE)


def bundle(state: State, record_id: str) -> list[str]:
    """All edits that are displayed in the record and in the records that belong to it."""
    record = state.get(record_id)
    shown = [*([record] if record is not None else []), *scopes.children(state).get(record_id, [])]
    return sorted({i for each in shown for field in each.fields for i in displayed(each, field)}, key=ids.order)


def of_draft(state: State, entity: str, record_id: str | None, values: Mapping[str, object]) -> list[str]:
    """The `saw` of an edit made in view of `state`: on `record_id` (None: it makes a record), writing `values`."""
    parent = values.get(ENTITIES[entity].parent or "")
    subjects = [found for found in (state.get(record_id), state.get(parent)) if found is not None]
    seen = {i for subject in subjects for i in closings(subject)}
    if record_id is not None and values.get(LIFE) in closing(entity):
        seen |= set(bundle(state, record_id))
    return sorted(seen, key=ids.order)
