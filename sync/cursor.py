"""The pull cursor: how far a device has come in every scope; signed for one device, so none can be invented."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from sync import areas, canonical

_MAC_BYTES = 16
_MAX_TEXT = 100_000


class BadCursor(Exception):
    """The text is no cursor that was sealed for this device with this key."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Epoch of the database, version of the device's grants, and the last sequence seen in each scope."""

    epoch: str
    grants_version: int
    scopes: Mapping[str, int] = field(default_factory=dict)


def seal(cursor: Cursor, key: bytes, device: int) -> str:
    """The cursor as opaque text for `device`: base64url of the mac and the canonical JSON."""
    body = canonical.dumps([cursor.epoch, cursor.grants_version, dict(cursor.scopes)]).encode()
    return base64.urlsafe_b64encode(_mac(body, key, device) + body).decode()


def open_(text: object, key: bytes, device: int) -> Cursor:
    """Read a sealed cursor; raises BadCursor for anything that `seal` did not make for this key and device."""
    if not isinstance(text, str) or len(text) > _MAX_TEXT:
        raise BadCursor("no text of a cursor's length")
    try:
        sealed = base64.b64decode(text.encode("ascii"), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as problem:
        raise BadCursor("not base64url") from problem
    mac, body = sealed[:_MAC_BYTES], sealed[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(body, key, device)):
        raise BadCursor("the signature does not fit")
    epoch, version, scopes = json.loads(body)
    return Cursor(epoch, version, {scope: seq for scope, seq in scopes.items() if areas.level(scope)})


def _mac(body: bytes, key: bytes, device: int) -> bytes:
    return hmac.new(key, b"cursor:%d:" % device + body, hashlib.sha256).digest()[:_MAC_BYTES]
