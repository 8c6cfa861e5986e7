"""The stored form of a record: one shared id for all that one edit set, the exceptions beside it.

    {"id", "entity", "created_by", "by": id, "values": {field: value},            fields with one head, by `by`
     "heads": {field: {id: value}},                                               all other heads
     "gone": {field: {id: mark}}, "sets": {field: {element: "+" (by `by`) | {id: mark}}},
     "edits": {id: [eff, authority 0/1, [saw …]]}}                                trailing defaults left out

Empty parts are left out. An imported record of 20 fields names its edit once as `by`, once as stamp. Which edit is `by`
follows from the heads alone, so equal states have equal stored forms.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sync import ids
from sync.state import LIVE, Elements, Field, Record, Stamp


def lives(record: Record) -> dict[str, int]:
    """{id of each live edit: how many fields and elements live by it}."""
    count = {record.by: len(record.values)} if record.values else {}
    for heads in record.heads.values():
        for name in heads:
            count[name] = count.get(name, 0) + 1
    for elements in record.sets.values():
        for marks in elements.values():
            if isinstance(marks, str):
                count[record.by] = count.get(record.by, 0) + 1
                continue
            for name, mark in marks.items():
                if mark == LIVE:
                    count[name] = count.get(name, 0) + 1
    return count


def commonest(count: Mapping[str, int], created_by: str) -> str:
    """The edit that most fields live by (ties: the later id); the creating edit if nothing lives."""
    if not count:
        return created_by
    most = max(count.values())
    among = [name for name, times in count.items() if times == most]
    return among[0] if len(among) == 1 else max(among, key=lambda name: (ids.order(name), name))


def written(record: Record, changed: Mapping[str, Field | Elements], edit_id: str, stamp: Stamp) -> Record:
    """The record with the fields of `changed` in the place of what it had, and the stamps of the edits that live."""
    values, heads, gone, sets = dict(record.values), dict(record.heads), dict(record.gone), dict(record.sets)
    for name, each in changed.items():
        if isinstance(each, Elements):
            sets[name] = each.marks
            continue
        values.pop(name, None)
        heads[name] = each.heads
        if each.gone:
            gone[name] = each.gone
    loose = Record(record.id, record.entity, record.created_by, record.by, values, heads, gone, sets)
    count = lives(loose)
    stamps = {**record.edits, edit_id: stamp}
    by = commonest(count, record.created_by)
    if by != record.by:
        values, heads, sets = _rebased(loose)
    _gather(by, values, heads, sets)
    edits = {name: stamps[name] for name in stamps if name in count}
    return Record(record.id, record.entity, record.created_by, by, values, heads, gone, sets, edits)


def _rebased(record: Record) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """(values, heads, sets) with every head named in full, as if no edit were shared."""
    heads = {**record.heads, **{name: {record.by: value} for name, value in record.values.items()}}
    return {}, heads, {name: record.elements(name).marks for name in record.sets}


def _gather(by: str, values: dict[str, Any], heads: dict[str, Any], sets: dict[str, Any]) -> None:
    """Put every field whose one head is `by` among the shared values, and every element that lives by it alone."""
    for name in [name for name, each in heads.items() if len(each) == 1 and by in each]:
        values[name] = heads.pop(name)[by]
    alone = {by: LIVE}
    for name, elements in sets.items():
        if alone in elements.values():
            sets[name] = {element: LIVE if marks == alone else marks for element, marks in elements.items()}


def pack(record: Record) -> dict[str, object]:
    """The stored form of `record`."""
    found: dict[str, object] = {
        "id": record.id, "entity": record.entity, "created_by": record.created_by, "by": record.by or record.created_by,
    }  # fmt: skip
    for name in ("values", "heads", "gone", "sets"):
        part = getattr(record, name)
        if part:
            found[name] = part
    if record.edits:
        found["edits"] = {name: _pack_stamp(stamp) for name, stamp in record.edits.items()}
    return found


def _pack_stamp(stamp: Stamp) -> list[object]:
    if stamp.saw:
        return [stamp.eff, int(stamp.authority), list(stamp.saw)]
    return [stamp.eff, 1] if stamp.authority else [stamp.eff]


def unpack(raw: Mapping[str, object]) -> Record:
    """The record of a stored form written by `pack`."""
    stored = cast(Mapping[str, Any], raw)
    part = stored.get
    return Record(
        stored["id"], stored["entity"], stored["created_by"], stored["by"], part("values", {}), part("heads", {}),
        part("gone", {}), part("sets", {}),
        {name: _unpack_stamp(item) for name, item in part("edits", {}).items()},
    )  # fmt: skip


def _unpack_stamp(item: list[Any]) -> Stamp:
    return Stamp(item[0], len(item) > 1 and bool(item[1]), tuple(item[2]) if len(item) > 2 else ())
