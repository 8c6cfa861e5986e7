"""The workload's records and operations as Ruhu's: one record for one record, one edit for one operation.

What Ruhu has a field for goes into that field. The rest (`dose1`, `contra`, `status`, `updated_at` …) travels as
fields of a later app version, which the server keeps and sends back unread; so every value of the workload is carried,
and no record more or less than the peers have.
"""

from __future__ import annotations

import calendar
import json
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

LATER_SCHEMA = 99

WORDS: dict[str, Any] = json.loads((Path(__file__).parent / "words.json").read_text(encoding="utf-8"))
STRUCTURE = ("id", "kind", "scope")
IN_THE_AREA = ("village", "grid")  # names that Ruhu keeps once, in the area's own record

Values = dict[str, Any]


def values(record: Mapping[str, Any], grid: str, ids: Mapping[str, str]) -> Values:
    """The fields of a whole record. `ids`: {the workload's id: the record's id in Ruhu}."""
    return {**_links(record, grid, ids), **changed(record["kind"], record)}


def changed(kind: str, part: Mapping[str, Any]) -> Values:
    """The fields of some of a record's columns, empty ones as None."""
    found: Values = {}
    for name, value in part.items():
        if name in STRUCTURE or name in IN_THE_AREA or name in _LINKS[kind]:
            continue
        found |= _FIELDS[kind].get(name, _plain)(name, value)
    return {name: None if value == "" else value for name, value in found.items()}


def _links(record: Mapping[str, Any], grid: str, ids: Mapping[str, str]) -> Values:
    kind = record["kind"]
    if kind == "household":
        return {"grid": grid}
    if kind == "resident":
        return {"household": ids[record["household"]], "id_kind": "id_card"}
    if kind == "visit":
        return {"household": ids[record["household"]], "on": record["at"][:10], "at": _ms(record["at"])}
    place = ".".join((WORDS["site"][record["site"]], record["slot"].lower(), WORDS["brand"][record["brand"]]))
    return {"resident": ids[record["resident"]], "session": place, "number": record["dose"], "state": "requested"}


def _ms(stamp: str) -> int:
    return calendar.timegm(time.strptime(stamp, "%Y-%m-%dT%H:%M:%SZ")) * 1000


def _plain(name: str, value: Any) -> Values:
    return {name: value}


def _groups(_: str, value: str) -> Values:
    return {"groups": [WORDS["group"][value]]}


def _willingness(_: str, value: str) -> Values:
    willing, step = WORDS["willingness"][value]
    return {"willingness": willing, "next_step": step}


def _outcome(_: str, value: str) -> Values:
    outcome, step = WORDS["outcome"][value]
    return {"outcome": outcome, "next_step": step}


_LINKS = {
    "household": (), "resident": ("household",), "visit": ("household", "at"),
    "appointment": ("resident", "site", "slot", "brand", "dose", "state"),
}  # fmt: skip
_FIELDS: dict[str, dict[str, Any]] = {
    "household": {"dwelling": lambda _, v: {"dwelling": WORDS["dwelling"][v]}, "address": lambda _, v: {"lane": v}},
    "resident": {
        "sex": lambda _, v: {"sex": "m" if v == WORDS["male"] else "f"}, "idno": lambda _, v: {"id_number": v},
        "relation": lambda _, v: {"relation": WORDS["relation"][v]},
        "register": lambda _, v: {"residency": WORDS["residency"][v]},
        "group": _groups, "will": _willingness, "reason": lambda _, v: {"reason": WORDS["reason"].get(v)},
    },
    "visit": {"result": _outcome},
    "appointment": {},
}  # fmt: skip


def operations(
    work: Mapping[str, Any], grid: str, ids: dict[str, str]
) -> Iterator[tuple[str | None, str, Values, str | None]]:
    """One day's operations as (record or None, entity, values, the workload's id of what is new)."""
    for edit in work["edits"]:
        yield ids[edit["id"]], "resident", changed("resident", edit["set"]), None
    for record in work["new"]:
        given = values(record, grid, ids)
        yield None, record["kind"], {name: value for name, value in given.items() if value is not None}, record["id"]


def bare(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows as bare JSON records, for the floor: their ids, kinds and values, nothing of the sync."""
    return [{"id": row["id"], "kind": row["entity"], **row["values"]} for row in rows]
