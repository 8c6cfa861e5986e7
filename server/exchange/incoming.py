"""The edits of a push as they come in: numbered, parsed one by one, so that a bad one stops nobody else's (P1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from server.errors import Problem
from sync import canonical, edit, scopes, upcast
from sync.edit import Edit, Malformed
from sync.shapes import storable

_SIMPLE = (str, int, bool, type(None))  # written alike by every encoder, unlike numbers with a point
DEEPEST = 40  # levels of JSON that are kept of an edit


@dataclass(frozen=True)
class Incoming:
    """One edit of a batch: raw in full, parsed if it has the shape of an edit, the hash of what was sent.

    `parsed` is in today's schema; `too_old` says that the one it was sent with is no longer accepted. `needs` are the
    records that it touches or refers to.
    """

    raw: Mapping[str, Any]
    id: str
    n: int
    parsed: Edit | None
    content: str
    too_old: bool = False
    needs: frozenset[str] = frozenset()


def incoming(raw: Mapping[str, Any], device: int, today: str) -> Incoming:
    """One raw edit, on the day `today`. Its number must be readable and the device's own, else nothing of the batch can
    be answered.
    """
    whole = edit.full(raw, device)
    own, n, name = whole["device"], whole.get("n"), whole["id"]
    if type(own) is not int or own != device or type(n) is not int or n < 1 or name != f"{device}.{n}":
        raise Problem("malformed", {"path": "edits", "why": "id, device and n must be this phone's own"})
    try:
        sent = edit.parse(whole)
    except Malformed:
        return Incoming(whole, name, n, None, canonical.digest(authored(whole)))
    too_old = upcast.too_old(sent.schema, today)
    parsed = upcast.upcast(sent)
    needs = frozenset(scopes.needed_by([parsed]))
    return Incoming(whole, name, n, parsed, _content(sent), too_old, needs)


def _content(sent: Edit) -> str:
    """`edit.content_hash`, a good deal faster for what most edits hold: texts, whole numbers, flags."""
    if any(type(change.value) not in _SIMPLE for change in sent.fields.values()) or sent.lease is not None:
        return edit.content_hash(sent)
    return hashlib.sha256(orjson.dumps(edit.wire(sent), option=orjson.OPT_SORT_KEYS)).hexdigest()


def authored(raw: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of an edit that is not applied, in a form that can be kept and shown: all but what the server itself
    had added. Of one that has no edit's shape this is what is hashed.
    """
    return {
        str(storable(name, 0)): storable(value, DEEPEST) for name, value in raw.items() if name not in ("eff", "ack")
    }


def group_at(edits: Sequence[Incoming], place: int) -> list[Incoming]:
    """The members of the group that begins at `place`, as far as the batch holds them in order."""
    first = edits[place]
    if first.parsed is None or first.parsed.group != first.parsed.id:
        return [first]
    members = [first]
    for each in edits[place + 1 : place + first.parsed.size]:
        group = each.parsed.group if each.parsed else each.raw.get("group")
        if each.n != members[-1].n + 1 or group != first.parsed.id:
            break
        members.append(each)
    return members


def cut_short(edits: Sequence[Incoming], place: int, group: Sequence[Incoming]) -> bool:
    """Whether the batch ends before the group that begins at `place` does."""
    first = edits[place].parsed
    return first is not None and first.group == first.id and len(group) < first.size and edits[-1] is group[-1]


def group_of(members: Sequence[Incoming]) -> str:
    """The group under which these are kept: the one that they name, so that halves find each other."""
    first = members[0]
    return first.parsed.group if first.parsed is not None else first.id
