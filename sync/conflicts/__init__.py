"""What needs a person, found from the state alone: any order of arrival that gives one state gives the same conflicts.

`find` looks at whatever records the state holds. A ruling (a reviewer's "this is fine as it is") silences a conflict
whose participants it names all; a new participant reopens it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from sync.conflicts import doses, fields, identity, lives
from sync.conflicts.found import Conflict, Option
from sync.conflicts.sight import look
from sync.state import State

__all__ = ["Conflict", "Option", "claims", "find", "silenced"]


def find(state: State, limits: Mapping[str, object] | None = None) -> list[Conflict]:
    """Every open conflict, sorted by key. `limits` = {"dose_interval_days": {product: days, "*": days}}."""
    sight = look(state)
    days = doses.intervals(limits or {})
    return _open(state, chain(fields.find(sight), doses.find(sight, days), lives.find(sight), identity.find(sight)))


def claims(state: State) -> list[Conflict]:
    """Records closed without the office's authority and not yet confirmed by a ruling, sorted by key."""
    return _open(state, lives.claims(look(state)))


def silenced(state: State, conflict: Conflict) -> bool:
    """Whether a ruling in the state names the conflict and all its participants."""
    for record in state.records.values():
        if record.entity == "ruling" and conflict.key in record.plain("key").heads.values():
            for names in record.plain("names").heads.values():
                if isinstance(names, list) and set(conflict.names) <= set(names):
                    return True
    return False


def _open(state: State, found: Iterable[Conflict]) -> list[Conflict]:
    return sorted((each for each in found if not silenced(state, each)), key=lambda each: each.key)
