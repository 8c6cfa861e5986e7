"""A row as phones are shown it: its canonical text, the hash of that, and which of its fields changed when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import orjson

from sync import digest, patches

_OTHERWISE = re.compile(rb"[0-9](?:\.0[,}\]]|e-6)")  # numbers that JavaScript may write in another way


class Shown(NamedTuple):
    """What is stored of a row beside the record's state; see `server.store.tables.Record`."""

    scope: str
    row: str
    hash: int
    since: int
    changes: str


def shown(row: Mapping[str, Any], seq: int, before: Shown | None) -> Shown:
    """`row` as it is stored when it changes at `seq`, after it was `before` (None: it is new)."""
    text = _canonical(row)
    scope = str(row["scope"])
    told = text.decode()
    if before is not None and before.scope == scope and told == before.row:
        return before
    if before is None or before.scope != scope or before.since == seq:
        return Shown(scope, told, digest.text_hash(text), seq, "")
    known = orjson.loads(before.changes) if before.changes else {}
    changes = patches.advance(orjson.loads(before.row), orjson.loads(text), known, seq)
    since, kept = (seq, "") if changes is None else (before.since, orjson.dumps(changes).decode())
    return Shown(scope, told, digest.text_hash(text), since, kept)


def shown_with(row: Mapping[str, Any], seq: int, before: Shown, fields: Iterable[str]) -> Shown:
    """The same for a row of which it is known that at most these fields changed, and nothing else: not its scope, nor
    `by`, nor which fields wait for a reviewer. Saves comparing it with the row that was.
    """
    text = _canonical(row)
    known = orjson.loads(before.changes) if before.changes else {}
    own = row.get("also", {})
    for name in fields:
        known[name] = seq
        if name not in own:  # a set may have had bases of its own, and has none any more
            known[patches.ENDED + name] = seq
    if "name" in known:
        known["initials"] = known["name"]
    return Shown(before.scope, text.decode(), digest.text_hash(text), before.since, orjson.dumps(known).decode())


def _canonical(row: object) -> bytes:
    """The text of `sync.canonical`, of which a phone makes the same hash: in JavaScript 1.0 is written 1, and
    1e-6 is 0.000001.
    """
    text = orjson.dumps(row, option=orjson.OPT_SORT_KEYS)
    if _OTHERWISE.search(text):
        text = orjson.dumps(_otherwise(orjson.loads(text)), option=orjson.OPT_SORT_KEYS)
    return text


def _otherwise(value: Any) -> Any:
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, float) and 1e-6 <= abs(value) < 1e-5:
        return orjson.Fragment(format(Decimal(repr(value)), "f"))
    if isinstance(value, list):
        return [_otherwise(each) for each in value]
    return {name: _otherwise(each) for name, each in value.items()} if isinstance(value, dict) else value
