"""The columns of a snapshot: rows by kind of record and field, so that they compress to three quarters of rows.

    {"tables": [{"entity", "id": [...], "by": [...], "values": {field: [...]},  one entry a row in each list
                 "also": {"3": {...}}, "open": {"3": [...]}}]}          by place of the row, left out if empty

null in `values` says that the row has no such value: rows hold no nulls. The scope is that of the whole snapshot.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Row = Mapping[str, Any]
_SPARSE = ("also", "open")


def pack(rows: Iterable[Row]) -> dict[str, Any]:
    """The columns of `rows`; each table in the order of its rows."""
    by_entity: dict[str, list[Row]] = {}
    for row in rows:
        by_entity.setdefault(row["entity"], []).append(row)
    return {"tables": [_table(entity, some) for entity, some in sorted(by_entity.items())]}


def _table(entity: str, rows: list[Row]) -> dict[str, Any]:
    fields = sorted({name for row in rows for name in row["values"]})
    made: dict[str, Any] = {
        "entity": entity,
        "id": [row["id"] for row in rows],
        "by": [row["by"] for row in rows],
        "values": {name: [row["values"].get(name) for row in rows] for name in fields},
    }
    for key in _SPARSE:
        found = {str(place): row[key] for place, row in enumerate(rows) if row.get(key)}
        if found:
            made[key] = found
    return made


def unpack(packed: Mapping[str, Any], scope: str) -> list[dict[str, Any]]:
    """The rows of columns that `pack` made of a scope."""
    rows = []
    for table in packed["tables"]:
        values = table["values"]
        for place, (name, by) in enumerate(zip(table["id"], table["by"], strict=True)):
            row = {
                "id": name,
                "entity": table["entity"],
                "scope": scope,
                "values": {key: column[place] for key, column in values.items() if column[place] is not None},
                "by": by,
            }
            row.update({key: table[key][str(place)] for key in _SPARSE if str(place) in table.get(key, {})})
            rows.append(row)
    return rows
