"""Digests: whether a phone and the server hold the same rows of a scope, in a few bytes (docs/protocol.md, D).

The hash of a row is the first 8 bytes of the SHA-256 of its canonical JSON. A scope's digest is how many rows it has
and the sum of their hashes modulo 2^64, so that one changed row changes it without reading the others. To find what
differs, the records are dealt by their ids into 16 buckets, each with a digest of its own.

Sums and hashes are signed (−2^63 … 2^63 − 1), as databases keep them; written, they are 16 hexadecimal digits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sync import canonical

BUCKETS = 16
_BITS = 1 << 64


def text_hash(text: bytes) -> int:
    """The signed 64 bit hash of a row whose canonical JSON is `text`."""
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "big", signed=True)


def row_hash(row: object) -> int:
    """The signed 64 bit hash of a row."""
    return text_hash(canonical.dumps(row).encode())


def add(total: int, change: int) -> int:
    """`total + change` modulo 2^64, signed."""
    return (total + change + (_BITS >> 1)) % _BITS - (_BITS >> 1)


def told(rows: int, total: int) -> str:
    """A digest as it travels: "<count>.<16 hexadecimal digits>"."""
    return f"{rows}.{total % _BITS:016x}"


def bucket(record: str) -> int:
    """The bucket of a record: the first hexadecimal digit of the SHA-256 of its id."""
    return hashlib.sha256(record.encode()).digest()[0] >> 4


def buckets(hashes: Iterable[tuple[str, int]]) -> list[str]:
    """The digests of the 16 buckets of a scope, from (record id, hash of its row)."""
    counts, sums = [0] * BUCKETS, [0] * BUCKETS
    for record, each in hashes:
        place = bucket(record)
        counts[place] += 1
        sums[place] = add(sums[place], each)
    return [told(count, total) for count, total in zip(counts, sums, strict=True)]
