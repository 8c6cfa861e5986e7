"""The server's last word on records, as it comes by rows, patches and departures (docs/protocol.md, L3, L4).

Every scope is a copy of its own: a record that moves leaves one and enters the other, in whichever order the two are
told, so rows are kept by record *and* scope. In step, each record is held once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from device.storage import Reader, Transaction

Row = dict[str, Any]


def find(reader: Reader, record: str) -> Row | None:
    """The row of a record; of one that is on its way between two scopes, the one that came last."""
    copies: dict[str, Row] = reader.get("rows", record, {})
    return list(copies.values())[-1] if copies else None


def everything(reader: Reader) -> Iterator[Row]:
    """All rows."""
    for copies in reader.all("rows").values():
        yield from copies.values()


def of_scope(reader: Reader, scope: str) -> list[Row]:
    """The rows of one scope."""
    return [copies[scope] for copies in reader.all("rows").values() if scope in copies]


def scopes(reader: Reader) -> set[str]:
    """The scopes of which there are rows."""
    return {scope for copies in reader.all("rows").values() for scope in copies}


def put(write: Transaction, rows: Iterable[Row]) -> None:
    """A row replaces the one before it as a whole."""
    for row in rows:
        others = _without(write.get("rows", row["id"], {}), row["scope"])
        write.put("rows", row["id"], {**others, row["scope"]: row})


def drop(write: Transaction, scope: str, records: Iterable[str]) -> None:
    """Records that left a scope (L4)."""
    for record in records:
        copies = write.get("rows", record, {})
        if scope in copies:
            write.put("rows", record, _without(copies, scope) or None)


def drop_scope(write: Transaction, scope: str) -> None:
    """A whole scope (L6)."""
    drop(write, scope, [row["id"] for row in of_scope(write, scope)])


def patch(write: Transaction, patches: Iterable[Mapping[str, Any]]) -> int:
    """Changed fields of rows that are held; returns how many were not held: a difference, which the digests show."""
    unknown = 0
    for each in patches:
        copies: dict[str, Row] = write.get("rows", each["id"], {})
        put(write, [patched(row, each) for row in copies.values()])
        unknown += not copies
    return unknown


def patched(row: Row, change: Mapping[str, Any]) -> Row:
    """The row with a patch applied: null takes a value or a base away, `open` is told when it changed."""
    told = {**row, "values": _laid(row["values"], change.get("values", {}))}
    told["also"] = _laid(row.get("also", {}), change.get("also", {}))
    told["open"] = change.get("open", row.get("open", []))
    return {key: value for key, value in told.items() if value or key not in ("also", "open")}


def _laid(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**under, **over}.items() if value is not None}


def _without(copies: Mapping[str, Row], scope: str) -> dict[str, Row]:
    return {other: row for other, row in copies.items() if other != scope}
