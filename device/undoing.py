"""Taking back what has never been put into a request (docs/protocol.md, "An edit", withdraw).

A withdrawn edit keeps its number. What stands on it is put right as if it had never been: bases that name it become
what it had replaced, and edits of a record that it would have created go with it, each with its group.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from device import places
from device.storage import Transaction

Entry = dict[str, Any]


class Sent(Exception):
    """It may have reached the server: it is undone by another edit, never altered."""


def withdraw(write: Transaction, group: str) -> list[str]:
    """Withdraw a group, and those that cannot be without it; returns the ids of all edits withdrawn."""
    entries = [dict(entry) for _, entry in sorted(write.all("outbox").items())]
    mine = [entry for entry in entries if entry["edit"]["group"] == group]
    if not mine or any(entry["state"] != "unsent" for entry in mine):
        raise Sent(group)
    unsent = [e for e in entries if e["state"] == "unsent" and e["edit"]["kind"] != "withdraw"]
    gone = _with_it(group, unsent)
    taken = [entry for entry in unsent if entry["edit"]["group"] in gone]
    for entry in unsent:
        if entry in taken:
            edit = {**entry["edit"], "kind": "withdraw", "fields": {}, "saw": [], "lease": None}
            places.regain(write, entry["edit"])
        else:
            edit = entry["edit"]
            for out in reversed(taken):
                edit = _as_if_never(edit, out["edit"])
        write.put("outbox", edit["n"], {**entry, "edit": edit})
    return [entry["edit"]["id"] for entry in taken]


def _with_it(group: str, unsent: list[Entry]) -> set[str]:
    """The groups that go: this one, and later ones that stand on a record which one of them would have made."""
    gone = {group}
    while True:
        made = {e["edit"]["record"] for e in unsent if e["edit"]["group"] in gone and e["edit"]["kind"] == "create"}
        more = {e["edit"]["group"] for e in unsent if _touches(e["edit"], made)} - gone
        if not more:
            return gone
        gone |= more


def _touches(edit: Mapping[str, Any], records: set[str]) -> bool:
    def names(value: object) -> bool:
        return value in records if isinstance(value, str) else isinstance(value, list) and any(map(names, value))

    return edit["record"] in records or any(names(change["value"]) for change in edit["fields"].values())


def _as_if_never(edit: Mapping[str, Any], out: Mapping[str, Any]) -> dict[str, Any]:
    """The edit as its author would have made it, had `out` not come before."""
    fields = {}
    for name, change in edit["fields"].items():
        replaced = out["fields"].get(name, {}).get("base", [])
        fields[name] = {"value": change["value"], "base": _bases(change["base"], out["id"], replaced)}
    return {**edit, "fields": fields, "saw": [seen for seen in edit["saw"] if seen != out["id"]]}


def _bases(bases: Any, out: str, replaced: Any) -> Any:
    if isinstance(bases, dict):
        by = replaced if isinstance(replaced, dict) else {}
        return {element: _swapped(names, out, by.get(element, [])) for element, names in bases.items()}
    return _swapped(bases, out, replaced if isinstance(replaced, list) else [])


def _swapped(names: list[str], out: str, instead: list[str]) -> list[str]:
    return list(dict.fromkeys(each for name in names for each in (instead if name == out else [name])))
