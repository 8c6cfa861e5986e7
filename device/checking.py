"""Digests and repair (docs/protocol.md, D): does this device hold what the server holds? If not, it fetches it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from device import rows
from device.wire import Steps, ask, post

if TYPE_CHECKING:
    from device.device import Device

BUCKETS = 16


def check(device: Device, digests: Mapping[str, str]) -> Steps[int]:
    """Compare with the digests of the last page; returns how many scopes differed and have been put right."""
    different = [s for s, digest in sorted(digests.items()) if digest != of_rows(rows.of_scope(device.storage, s))]
    for scope in different:
        yield from _repair(device, scope)
    return len(different)


def _repair(device: Device, scope: str) -> Steps[None]:
    sorted_in: list[list[rows.Row]] = [[] for _ in range(BUCKETS)]
    for row in rows.of_scope(device.storage, scope):
        sorted_in[bucket(row["id"])].append(row)
    asked = {"scope": scope, "buckets": [of_rows(some) for some in sorted_in]}
    told = yield from ask(post("/api/sync/repair", asked, device.identity["token"]))
    if told["epoch"] != device.identity["epoch"]:
        return  # another life of the database: the next pull tells
    with device.storage.transaction() as write:
        for index in told["buckets"]:
            rows.drop(write, scope, [row["id"] for row in sorted_in[index]])
        rows.put(write, told["rows"])


def of_rows(some: Iterable[rows.Row]) -> str:
    """`"<count>.<sum>"`: the sum of the rows' hashes modulo 2^64."""
    hashes = [_hash(row) for row in some]
    return f"{len(hashes)}.{sum(hashes) % 2**64:016x}"


def bucket(record: str) -> int:
    """The first hexadecimal digit of the hash of a record's id."""
    return hashlib.sha256(record.encode()).digest()[0] >> 4


def _hash(row: rows.Row) -> int:
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
