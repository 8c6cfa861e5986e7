"""One canonical JSON form, so that equal things have equal text, equal hashes and equal rows everywhere."""

from __future__ import annotations

import hashlib
import json

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def dumps(value: object) -> str:
    """Compact JSON text with sorted keys; raises ValueError for NaN and infinities."""
    return _ENCODER.encode(value)


def digest(value: object, length: int = 64) -> str:
    """The first `length` hexadecimal characters of the SHA-256 of the canonical text."""
    return hashlib.sha256(dumps(value).encode()).hexdigest()[:length]
