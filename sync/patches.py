"""Patches: of a changed row only what changed, for a reader that already has the row (docs/protocol.md, L9).

The server keeps with each row in which change (seq) each of its fields changed last, as long as the row did not become
another one as a whole (`by`, `scope` or `entity`). From that it can say what a reader at any earlier seq lacks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sync import canonical

# Among the changes, beside the fields (one of which may be called "open"):
OPEN = "*open"  # the list of fields that wait for a reviewer
ENDED = "-"  # before a field: it had a base of its own and has it no more

Row = Mapping[str, Any]
Changes = dict[str, int]


def advance(before: Row, after: Row, changes: Mapping[str, int], seq: int) -> Changes | None:
    """The changes of a row that became `after` at `seq`; None if it became another one as a whole."""
    if any(before.get(key) != after.get(key) for key in ("by", "scope", "entity")):
        return None
    found = {**changes, **dict.fromkeys(_differing(before["values"], after["values"]), seq)}
    had, has = before.get("also", {}), after.get("also", {})
    found.update(dict.fromkeys(_differing(had, has), seq))
    found.update(dict.fromkeys((ENDED + name for name in had.keys() - has.keys()), seq))
    if before.get("open") != after.get("open"):
        found[OPEN] = seq
    return found


def patch(row: Row, changes: Mapping[str, int], after: int) -> dict[str, Any]:
    """What a reader that has the row as of `after` lacks: {"id", "values", "also", "open"}, without what is empty.

    None in `values`: the field has no value any more; None in `also`: it has no base of its own any more.
    """
    changed = {name for name, seq in changes.items() if seq > after}
    fields = sorted(name for name in changed if name != OPEN and name[:1] != ENDED)
    values, own = row["values"], row.get("also", {})
    also = {name: own.get(name) for name in fields if name in own or ENDED + name in changed}
    made: dict[str, Any] = {"id": row["id"]}
    if fields:
        made["values"] = {name: values.get(name) for name in fields}
    if also:
        made["also"] = also
    if OPEN in changed:
        made["open"] = row.get("open", [])
    return made


def apply(row: Row, change: Row) -> dict[str, Any]:
    """The row that `patch` makes of an older one."""
    values = _laid(row["values"], change.get("values", {}))
    also = _laid(row.get("also", {}), change.get("also", {}))
    opened = change.get("open", row.get("open", []))
    kept = {key: value for key, value in row.items() if key not in ("values", "also", "open")}
    return {**kept, "values": values, **({"also": also} if also else {}), **({"open": opened} if opened else {})}


def _laid(below: Row, above: Row) -> dict[str, Any]:
    return {name: value for name, value in {**below, **above}.items() if value is not None}


def _differing(before: Row, after: Row) -> list[str]:
    names = before.keys() | after.keys()
    return [name for name in names if not _same(before.get(name), after.get(name))]


def _same(one: object, other: object) -> bool:
    """Equal as JSON, where true is not 1."""
    if type(one) is not type(other):
        return False
    return one == other and (not isinstance(one, list | dict) or canonical.dumps(one) == canonical.dumps(other))
