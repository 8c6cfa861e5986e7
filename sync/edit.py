"""What an edit is, and the only door through which foreign JSON becomes one.

`parse` checks shape, never meaning: whether the entity, the fields and the values make sense is for `sync.admit`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sync import canonical, ids
from sync.shapes import plain


class Kind(StrEnum):
    """What an edit does."""

    CREATE = "create"
    SET = "set"
    WITHDRAW = "withdraw"
    DECIDE = "decide"


Base = tuple[str, ...] | Mapping[str, tuple[str, ...]]


class Malformed(Exception):
    """The JSON is no edit: `code` is always "malformed", `path` says where, `args[0]` what is wrong."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.code = "malformed"
        self.path = path


class Change(NamedTuple):
    """One field's new value and the heads it replaces: ids, or for a set field ids by element."""

    value: object
    base: Base = ()

    def ids(self) -> tuple[str, ...]:
        """The ids named for a field that is no set; () for a set."""
        return self.base if isinstance(self.base, tuple) else ()

    def named(self) -> int:
        """How many ids are named in all."""
        return len(self.base) if isinstance(self.base, tuple) else sum(len(names) for names in self.base.values())

    def by_element(self, element: str) -> tuple[str, ...]:
        """The ids named for one element of a set."""
        return () if isinstance(self.base, tuple) else self.base.get(element, ())


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit with its wire names; `eff` (ms) and `authority` (made at the office) are the server's, see `stamp`."""

    id: str
    device: int
    n: int
    group: str
    size: int
    at: int
    kind: Kind
    entity: str
    record: str
    fields: Mapping[str, Change] = field(default_factory=dict)
    saw: tuple[str, ...] = ()
    schema: int = 1
    lease: object = None
    eff: int = 0
    authority: bool = False

    def named(self) -> Iterator[str]:
        """Every id that some field names as base."""
        for change in self.fields.values():
            yield from change.ids()
            if not isinstance(change.base, tuple):
                for names in change.base.values():
                    yield from names


def stamp(edit: Edit, eff: int, authority: bool) -> Edit:
    """The same edit with what only the server may say."""
    return Edit(
        edit.id, edit.device, edit.n, edit.group, edit.size, edit.at, edit.kind, edit.entity, edit.record, edit.fields,
        edit.saw, edit.schema, edit.lease, eff, authority,
    )  # fmt: skip


def as_json(edit: Edit) -> dict[str, object]:
    """The stored form: the wire form plus `eff` and `authority`."""
    return {**wire(edit), "eff": edit.eff, "authority": edit.authority}


def from_json(raw: object) -> Edit:
    """Read the stored form back, trusting its `eff` and `authority`. Never for what a phone sent."""
    parsed = parse(raw)
    stored = raw if isinstance(raw, dict) else {}
    return stamp(parsed, int(stored.get("eff", 0)), stored.get("authority") is True)


def wire(edit: Edit) -> dict[str, object]:
    """The wire form, as phones send it."""
    return {
        "id": edit.id, "device": edit.device, "n": edit.n, "group": edit.group, "size": edit.size, "at": edit.at,
        "kind": str(edit.kind), "entity": edit.entity, "record": edit.record,
        "fields": {name: {"value": each.value, "base": _base_json(each.base)} for name, each in edit.fields.items()},
        "saw": list(edit.saw), "schema": edit.schema, "lease": edit.lease,
    }  # fmt: skip


def content_hash(edit: Edit) -> str:
    """SHA-256 of the canonical wire form, without eff and authority: one id with two hashes is a fork."""
    return canonical.digest(wire(edit))


def _base_json(base: Base) -> object:
    return list(base) if isinstance(base, tuple) else {element: list(names) for element, names in base.items()}


MAX_TIME = 2**53 - 1
MAX_GROUP = 500
MAX_FIELDS = 60
MAX_BASES = 200
MAX_SAW = 5000
MAX_NAMED = 5000  # bases of one edit, all fields together
_KINDS = {str(kind): kind for kind in Kind}
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


def full(raw: Mapping[str, Any], device: int) -> dict[str, Any]:
    """An edit as pushed by `device`, with what it left out because it had its default (docs/protocol.md, P1)."""
    own = f"{device}.{raw.get('n')}"
    made = {"record": own} if raw.get("kind") == Kind.CREATE else {}
    return {
        "id": own, "device": device, "group": own, "size": 1, **made, "schema": 1, "lease": None, "saw": [], **raw,
    }  # fmt: skip


def parse(raw: object) -> Edit:
    """An `Edit` from the wire's JSON; raises `Malformed`. `eff`, `ack`, `authority` and unknown keys are ignored."""
    if not isinstance(raw, dict):
        raise Malformed("", "not an object")
    device, n = _number(raw, "device", 1, 10**10 - 1), _number(raw, "n", 1, 10**10 - 1)
    if raw.get("id") != f"{device}.{n}":
        raise Malformed("id", "is not device.n")
    size = _number(raw, "size", 1, MAX_GROUP)
    group = raw.get("group")
    if not isinstance(group, str) or not ids.is_edit(group):
        raise Malformed("group", "is no edit id")
    first = ids.order(group)
    if first[0] != device or not first[1] <= n < first[1] + size:
        raise Malformed("group", "does not hold this edit")
    kind = _KINDS.get(raw["kind"]) if isinstance(raw.get("kind"), str) else None
    if kind is None:
        raise Malformed("kind", "is none of create, set, withdraw, decide")
    record = raw.get("record")
    if not isinstance(record, str) or not ids.is_record(record):
        raise Malformed("record", "is no record id")
    lease = raw.get("lease")
    if not plain(lease):
        raise Malformed("lease", "is no plain JSON")
    return Edit(
        id=f"{device}.{n}", device=device, n=n, group=group, size=size, at=_number(raw, "at", 0, MAX_TIME),
        kind=kind, entity=_word(raw.get("entity"), "entity"), record=record,
        fields=_fields(raw.get("fields"), kind, f"{device}.{n}"), saw=_names(raw.get("saw", []), "saw", MAX_SAW),
        schema=_number(raw, "schema", 1, 10_000), lease=lease,
    )  # fmt: skip


def _number(raw: Mapping[str, object], key: str, least: int, most: int) -> int:
    value = raw.get(key)
    if type(value) is not int or not least <= value <= most:
        raise Malformed(key, f"is no integer from {least} to {most}")
    return value


def _word(value: object, path: str) -> str:
    if not isinstance(value, str) or not _is_word(value):
        raise Malformed(path, "is no name")
    return value


@lru_cache(maxsize=1000)
def _is_word(text: str) -> bool:
    return _WORD.fullmatch(text) is not None


def _names(value: object, path: str, most: int) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > most or not all(ids.is_edit(name) for name in value):
        raise Malformed(path, f"is no list of at most {most} edit ids")
    return tuple(sorted(set(value), key=ids.order) if len(value) > 1 else value)


def _fields(raw: object, kind: Kind, own: str) -> dict[str, Change]:
    if not isinstance(raw, dict) or len(raw) > MAX_FIELDS:
        raise Malformed("fields", f"is no object of at most {MAX_FIELDS} fields")
    if (not raw) != (kind is Kind.WITHDRAW):
        raise Malformed("fields", "a withdrawal has none, every other edit at least one")
    fields = {_word(name, "fields"): _change(change, f"fields.{name}", kind, own) for name, change in raw.items()}
    if sum(change.named() for change in fields.values()) > MAX_NAMED:
        raise Malformed("fields", f"name more than {MAX_NAMED} bases")
    return fields


def _change(raw: object, path: str, kind: Kind, own: str) -> Change:
    if not isinstance(raw, dict) or "value" not in raw or not plain(raw["value"]):
        raise Malformed(path, "has no plain value")
    base = raw.get("base", [])
    if base in ([], {}):  # one and the same edit, whichever of them it was sent with, or neither
        return Change(raw["value"])
    if isinstance(base, dict):
        if len(base) > MAX_BASES or not all(plain(element) for element in base):
            raise Malformed(f"{path}.base", "has too many elements")
        elements = {str(element): _names(names, f"{path}.base", MAX_BASES) for element, names in base.items()}
        named = {name for names in elements.values() for name in names}
        change = Change(raw["value"], elements)
    else:
        names = _names(base, f"{path}.base", MAX_BASES)
        named = set(names)
        change = Change(raw["value"], names)
    if own in named or (named and kind is Kind.CREATE):
        raise Malformed(f"{path}.base", "names the edit itself, or the edit creates and names anything")
    return change
