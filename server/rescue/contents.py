"""What is in an envelope (docs/protocol.md, X4): its shape, and its edits by the phone that made them."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

import orjson

from server.errors import Problem
from server.limits import gunzip
from sync.shapes import storable

SAFE = 2**53 - 1
GZIP = b"\x1f\x8b"

Raw = Mapping[str, Any]


@dataclass(frozen=True)
class Contents:
    """`offset`: how far the phone's clock ran ahead of ours, as it last knew (ms), or None. `token`: SHA-256 of its
    token, hex; an unknown phone's is what the office registers it by. `person`: who it says that it belongs to.
    """

    writer: int
    epoch: str | None
    now: int
    offset: int | None
    token: str
    person: Mapping[str, str]
    edits: Sequence[Raw]

    def parts(self) -> list[tuple[int, list[Raw]]]:
        """The edits by writer, this phone's own first, each in ascending n."""

        def order(edit: Raw) -> tuple[bool, int, int]:
            return edit["device"] != self.writer, edit["device"], edit["n"]

        ordered = sorted(self.edits, key=order)
        return [(writer, list(edits)) for writer, edits in itertools.groupby(ordered, key=lambda edit: edit["device"])]

    def offset_at(self, receipt: int) -> int:
        """X6: the clock's offset. However long the envelope was carried, it was sealed before it was received."""
        least = self.now - receipt
        return least if self.offset is None else max(self.offset, least)


def packed(contents: Contents) -> bytes:
    """As a phone packs them; the reverse of `unpacked`."""
    told = {
        "writer": contents.writer, "epoch": contents.epoch, "now": contents.now, "offset": contents.offset,
        "token": contents.token, "person": contents.person, "edits": contents.edits,
    }  # fmt: skip
    return gzip.compress(orjson.dumps(told), mtime=0)


def unpacked(given: bytes, writer: int, count: int, cap: int) -> Contents:
    """Read contents of at most `cap` bytes; raises Problem too_large, rescue_damaged, malformed."""
    try:
        plain = gunzip(given, cap) if given[:2] == GZIP else given
        told = _json(plain)
    except (ValueError, RecursionError):
        raise Problem("rescue_damaged") from None
    except Problem as problem:
        raise Problem("rescue_damaged" if problem.code == "bad_compression" else problem.code) from None
    if not isinstance(told, dict) or told.get("writer") != writer or not isinstance(told.get("edits"), list):
        raise Problem("rescue_damaged")
    if len(told["edits"]) != count:
        raise Problem("rescue_damaged")
    now, offset, token = told.get("now"), told.get("offset"), told.get("token")
    if not integer(now) or not (offset is None or integer(offset)) or not _hash(token):
        raise Problem("malformed", {"path": "contents"})
    person, epoch = told.get("person"), told.get("epoch")
    named = person if isinstance(person, dict) else {}
    return Contents(
        writer=writer,
        epoch=epoch if isinstance(epoch, str) else None,
        now=now,
        offset=offset,
        token=token,
        person={name: str(storable(named[name], 0))[:100] for name in ("id", "name") if name in named},
        edits=list(_numbered(told["edits"], writer)),
    )


def _json(plain: bytes) -> Any:
    """Half an emoji in somebody's note breaks a rule of Unicode: read all the same, that one edit is held for it."""
    try:
        return orjson.loads(plain)
    except orjson.JSONDecodeError:
        return json.loads(plain.decode(), parse_int=lambda digits: int(digits) if len(digits) < 20 else float(digits))


def _numbered(edits: Sequence[Any], writer: int) -> Iterator[Raw]:
    """Each edit with its `device` and `id` in place (P1: they may be left out); everything else is push's to judge."""
    for edit in edits:
        if not isinstance(edit, dict):
            raise Problem("malformed", {"path": "edits"})
        device, n = edit.get("device", writer), edit.get("n")
        own = f"{device}.{n}"
        if type(device) is not int or type(n) is not int or not (0 < device < 2**31 and 0 < n < 2**31):
            raise Problem("malformed", {"path": "edits"})
        if edit.get("id", own) != own:
            raise Problem("malformed", {"path": "edits"})
        yield {**edit, "device": device, "id": own}


def integer(value: object) -> TypeGuard[int]:
    """A whole number that both languages hold exactly."""
    return type(value) is int and -SAFE <= value <= SAFE


def _hash(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")
