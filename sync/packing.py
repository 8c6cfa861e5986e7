"""The stored form of a record: one shared id for all that one edit set, the exceptions beside it.

    {"id", "entity", "created_by", "by": id, "values": {field: value},            fields with one head, by `by`
     "heads": {field: {id: value}},                                               all other heads
     "gone": {field: {id: mark}}, "sets": {field: {element: "+" (by `by`) | {id: mark}}},
     "edits": {id: [eff, authority 0/1, [saw …]]}}                                trailing defaults left out

Empty parts are left out. An imported record of 20 fields names its edit once as `by`, once as stamp.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

from sync import ids
from sync.state import LIVE, Elements, Field, Record, Stamp


def commonest(record: Record) -> str:
    """The edit that most fields live by (ties: the later id); the creating edit if nothing lives."""
    count = Counter(name for each in record.fields.values() for name in each.live())
    return max(count, key=lambda name: (count[name], ids.order(name), name), default=record.created_by)


def pack(record: Record) -> dict[str, object]:
    """The stored form of `record`."""
    by = commonest(record)
    values: dict[str, object] = {}
    heads: dict[str, object] = {}
    gone: dict[str, object] = {}
    sets: dict[str, object] = {}
    for name, each in record.fields.items():
        if isinstance(each, Elements):
            sets[name] = {e: LIVE if marks == {by: LIVE} else dict(marks) for e, marks in each.marks.items()}
            continue
        if len(each.heads) == 1 and by in each.heads:
            values[name] = each.heads[by]
        else:
            heads[name] = dict(each.heads)
        if each.gone:
            gone[name] = dict(each.gone)
    edits = {name: _pack_stamp(stamp) for name, stamp in record.edits.items()}
    parts = {"values": values, "heads": heads, "gone": gone, "sets": sets, "edits": edits}
    kept = {name: part for name, part in parts.items() if part}
    return {"id": record.id, "entity": record.entity, "created_by": record.created_by, "by": by, **kept}


def _pack_stamp(stamp: Stamp) -> list[object]:
    if stamp.saw:
        return [stamp.eff, int(stamp.authority), list(stamp.saw)]
    return [stamp.eff, 1] if stamp.authority else [stamp.eff]


def unpack(raw: Mapping[str, object]) -> Record:
    """The record of a stored form written by `pack`."""
    stored = cast(Mapping[str, Any], raw)
    by: str = stored["by"]
    gone: dict[str, dict[str, str]] = stored.get("gone", {})
    fields: dict[str, Field | Elements] = {
        name: Field({by: value}, gone.get(name, {})) for name, value in stored.get("values", {}).items()
    }
    for name, heads in stored.get("heads", {}).items():
        fields[name] = Field(heads, gone.get(name, {}))
    for name, elements in stored.get("sets", {}).items():
        fields[name] = Elements({e: {by: LIVE} if marks == LIVE else marks for e, marks in elements.items()})
    edits = {name: _unpack_stamp(item) for name, item in stored.get("edits", {}).items()}
    return Record(stored["id"], stored["entity"], stored["created_by"], fields, edits)


def _unpack_stamp(item: list[Any]) -> Stamp:
    return Stamp(item[0], len(item) > 1 and bool(item[1]), tuple(item[2]) if len(item) > 2 else ())
