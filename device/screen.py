"""What the person at the device sees: the server's rows with the device's own edits over them.

The bases follow along, so that an edit names exactly what its author was shown (docs/protocol.md, "Rows and bases").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from device import rows
from device.records import CLOSING, PARENT, SETS
from device.rows import Row
from device.storage import Reader

Base = list[str] | dict[str, list[str]]


class Screen:
    """One look at the storage, at which further entries can be laid (of a group that is being made)."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._own: dict[str, list[Mapping[str, Any]]] = {}
        for _, entry in sorted(reader.all("outbox").items()):
            self.lay(entry)

    def lay(self, entry: Mapping[str, Any]) -> None:
        """Show one more own edit."""
        if entry["edit"]["kind"] != "withdraw":
            self._own.setdefault(entry["edit"]["record"], []).append(entry)

    def row(self, record: str | None) -> Row | None:
        """The record as it is shown, or None."""
        if record is None:
            return None
        own = self._own.get(record, [])
        shown = rows.find(self._reader, record) or _born(own)
        for entry in own if shown is not None else ():
            assert shown is not None
            shown = _with(shown, entry["edit"])
        return shown

    def all(self) -> Iterator[Row]:
        """Every record that is shown."""
        for record in {**self._reader.all("rows"), **self._own}:
            shown = self.row(record)
            if shown is not None:
                yield shown

    def upwards(self, record: str | None) -> Iterator[Row]:
        """The record and those that it belongs to, one after the other."""
        passed: set[str] = set()
        while record is not None and record not in passed:
            passed.add(record)
            shown = self.row(record)
            if shown is None:
                return
            yield shown
            record = parent(shown)

    def bundle(self, record: str) -> set[str]:
        """Every edit id shown in the record and in all that belongs to it, reviews left out ("An edit", saw)."""
        shown = [row for row in self.all() if any(above["id"] == record for above in self.upwards(row["id"]))]
        return {name for row in shown if row["entity"] != "review" for name in ids(row)}


def parent(row: Row) -> str | None:
    """The id of the record that this one belongs to."""
    value = row["values"].get(PARENT.get(row["entity"], ""))
    return value if isinstance(value, str) else None


def closed(row: Row) -> bool:
    """Whether the record is shown as closed."""
    return row["values"].get("life_state") in CLOSING.get(row["entity"], ())


def base(row: Row, field: str) -> list[str]:
    """The base of a field that is no set (1, 2)."""
    return list(row.get("also", {}).get(field, [row["by"]] if field in row["values"] else []))


def base_of_element(row: Row, field: str, element: str) -> list[str]:
    """The base of one element of a set (3)."""
    also = row.get("also", {})
    return list(also[field].get(element, [])) if field in also else [row["by"]]


def ids(row: Row) -> Iterator[str]:
    """Every edit id that a row names, each as often as it does."""
    yield row["by"]
    for names in row.get("also", {}).values():
        for some in names.values() if isinstance(names, dict) else [names]:
            yield from some


def _born(own: list[Mapping[str, Any]]) -> Row | None:
    """A record that only this device has yet."""
    if not own or own[0]["edit"]["kind"] != "create":
        return None
    edit = own[0]["edit"]
    return {"id": edit["record"], "entity": edit["entity"], "scope": own[0]["scope"], "values": {}, "by": edit["id"]}


def _with(row: Row, edit: Mapping[str, Any]) -> Row:
    """The row with one own edit on top: its values are shown, and its id is their base."""
    values, also = dict(row["values"]), dict(row.get("also", {}))
    for field, change in edit["fields"].items():
        if (row["entity"], field) in SETS:
            also[field] = _elements(row, field, change["value"], edit["id"])
            values[field] = sorted(also[field])
        else:
            values[field] = change["value"]
            also[field] = [edit["id"]]
        if values[field] is None or values[field] == []:
            del values[field]
    return {**row, "values": values, "also": also}


def _elements(row: Row, field: str, change: Mapping[str, list[str]], own: str) -> dict[str, list[str]]:
    there = {element: base_of_element(row, field, element) for element in row["values"].get(field, [])}
    left = {element: names for element, names in there.items() if element not in change.get("remove", [])}
    return {**left, **{element: [own] for element in change.get("add", [])}}
