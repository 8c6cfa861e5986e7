"""From what somebody wants to save to edits (docs/protocol.md, "An edit"): numbers, groups, bases and what was seen.

Everything here happens inside the transaction that stores the edits and takes their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from device import places
from device.records import ANCHOR, CLOSING, PARENT, SETS, order
from device.screen import Screen, base, base_of_element, closed
from device.storage import Transaction

Edit = dict[str, Any]
DEFAULTS: Edit = {"size": 1, "schema": 1, "lease": None, "saw": []}


class Group:
    """Edits that belong together: all of them reach the township, or none.

    A `create` returns the id that its record will have, for the others of the group to refer to. `now`: the server's
    time as far as the device can vouch for it, else None.
    """

    def __init__(self, write: Transaction, at: int, schema: int, now: int | None = None) -> None:
        self._write, self._at, self._schema, self._now = write, at, schema, now
        self._writer: int = write.get("meta", "identity")["writer"]
        self._first: int = write.get("meta", "n", 0) + 1
        self._screen = Screen(write)
        self._entries: list[dict[str, Any]] = []

    def create(self, entity: str, values: Mapping[str, Any], lease: Mapping[str, Any] | None = None) -> str:
        """A new record; values that are None are left out. `lease`: by which a ticket is given. Returns its id."""
        fields = {
            name: {"value": {"add": sorted(value)}, "base": {}} if (entity, name) in SETS else _plain(value, [])
            for name, value in values.items()
            if value is not None
        }
        own = f"{self._writer}.{self._n}"
        above = self._screen.row(values.get(PARENT.get(entity, "")))
        scope = values.get(ANCHOR[entity]) if entity in ANCHOR else above and above["scope"]
        self._add("create", entity, own, fields, self._saw(entity, None, values), scope or "", lease)
        return own

    def book(self, resident: str, session: str, number: int) -> str:
        """An appointment for a dose (T4): confirmed with a ticket that this device holds, else requested. Its id."""
        asked = {"resident": resident, "session": session, "number": number}
        found = places.free(self._write, session, self._now)
        if found is None:
            return self.create("appointment", {**asked, "state": "requested"})
        places.give(self._write, found)
        lease = {"id": found.lease, "until": found.until, "proof": found.proof}
        return self.create("appointment", {**asked, "state": "confirmed", "ticket": found.number}, lease)

    def set(self, record: str, values: Mapping[str, Any]) -> None:
        """Change fields of a record that is shown; None clears one, a set is given whole. What is so already is left
        out. Raises KeyError if the record is not shown.
        """
        row = self._screen.row(record)
        if row is None:
            raise KeyError(record)
        entity, shown = row["entity"], row["values"]
        fields: dict[str, Any] = {}
        for name, value in values.items():
            if (entity, name) in SETS:
                had, wanted = set(shown.get(name, [])), set(value or [])
                change = {"add": sorted(wanted - had), "remove": sorted(had - wanted)}
                bases = {element: base_of_element(row, name, element) for element in change["remove"]}
                if had != wanted:
                    fields[name] = _plain({word: some for word, some in change.items() if some}, bases)
            elif value != shown.get(name):
                fields[name] = _plain(value, base(row, name))
        if fields:
            self._add("set", entity, record, fields, self._saw(entity, record, values), row["scope"])

    def finish(self) -> list[str]:
        """Store the group and its numbers; returns the ids of its edits (none if nothing was to be changed)."""
        for entry in self._entries:
            entry["edit"]["size"] = len(self._entries)
            self._write.put("outbox", entry["edit"]["n"], entry)
        self._write.put("meta", "n", self._n - 1)
        return [entry["edit"]["id"] for entry in self._entries]

    @property
    def _n(self) -> int:
        return self._first + len(self._entries)

    def _add(
        self, kind: str, entity: str, record: str, fields: dict[str, Any], saw: list[str], scope: str,
        lease: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        edit: Edit = {
            "id": f"{self._writer}.{self._n}", "device": self._writer, "n": self._n,
            "group": f"{self._writer}.{self._first}", "size": 1, "at": self._at, "kind": kind, "entity": entity,
            "record": record, "fields": fields, "saw": saw, "schema": self._schema, "lease": lease,
        }  # fmt: skip
        self._entries.append({"edit": edit, "scope": scope, "state": "unsent"})
        self._screen.lay(self._entries[-1])

    def _saw(self, entity: str, record: str | None, values: Mapping[str, Any]) -> list[str]:
        seen: set[str] = set()
        for start in (record, values.get(PARENT.get(entity, ""))):
            for row in self._screen.upwards(start):
                seen |= set(base(row, "life_state")) if closed(row) else set()
        if record is not None and values.get("life_state") in CLOSING.get(entity, ()):
            seen |= self._screen.bundle(record)
        return sorted(seen, key=order)


def lean(edit: Mapping[str, Any]) -> Edit:
    """An edit as it travels: without what the receiver knows anyhow (P1). It is the same edit."""
    known = {"id", "device", *(key for key, value in DEFAULTS.items() if edit[key] == value)}
    known |= {"group"} if edit["group"] == edit["id"] else set()
    known |= {"record"} if edit["kind"] == "create" else set()
    fields = {name: change if change["base"] else {"value": change["value"]} for name, change in edit["fields"].items()}
    return {**{key: value for key, value in edit.items() if key not in known}, "fields": fields}


def _plain(value: object, bases: object) -> dict[str, object]:
    return {"value": value, "base": bases}
