"""The pull cursor: how far a device has come in every scope; signed for one device, so none can be invented.

It travels twice with every pull, and random bytes do not shrink, so it is packed: a mac of 12 bytes, the epoch, the
version of the grants, and of each scope in ascending order the distance of its code from the one before and its seq.
After two zeros the same follows of where an unfinished run of pages began.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sync import areas

_MAC_BYTES = 12
_MAX_TEXT = 100_000
_HEX, _PLAIN = 1, 0  # how the epoch is written
_GRIDS = 101  # a code of 12 digits, or one of its 100 grids


class BadCursor(Exception):
    """The text is no cursor that was sealed for this device with this key."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Epoch of the database, version of the device's grants, and the last sequence seen in each scope.

    `began`: of a scope whose changes take several pages, the sequence from which these pages began.
    """

    epoch: str
    grants_version: int
    scopes: Mapping[str, int] = field(default_factory=dict)
    began: Mapping[str, int] = field(default_factory=dict)


def seal(cursor: Cursor, key: bytes, device: int) -> str:
    """The cursor as opaque text for `device`: base64url of the mac and the packed cursor."""
    body = _pack(cursor)
    return base64.urlsafe_b64encode(_mac(body, key, device) + body).rstrip(b"=").decode()


def open_(text: object, key: bytes, device: int) -> Cursor:
    """Read a sealed cursor; raises BadCursor for anything that `seal` did not make for this key and device."""
    if not isinstance(text, str) or len(text) > _MAX_TEXT:
        raise BadCursor("no text of a cursor's length")
    try:
        sealed = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (UnicodeEncodeError, binascii.Error) as problem:
        raise BadCursor("not base64url") from problem
    mac, body = sealed[:_MAC_BYTES], sealed[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(body, key, device)):
        raise BadCursor("the signature does not fit")
    return _unpack(body)


def _mac(body: bytes, key: bytes, device: int) -> bytes:
    return hmac.new(key, b"cursor:2:%d:" % device + body, hashlib.sha256).digest()[:_MAC_BYTES]


def _pack(cursor: Cursor) -> bytes:
    epoch = cursor.epoch.encode()
    packed, way = (bytes.fromhex(cursor.epoch), _HEX) if _is_hex(cursor.epoch) else (epoch, _PLAIN)
    made = bytearray(_number(len(packed) * 2 + way) + packed + _number(cursor.grants_version))
    made += _steps(cursor.scopes)
    if cursor.began:
        made += _number(0) + _number(0) + _steps(cursor.began)
    return bytes(made)


def _steps(scopes: Mapping[str, int]) -> bytes:
    made, last = bytearray(), 0
    for place, seq in sorted((_place(scope), seq) for scope, seq in scopes.items() if areas.level(scope)):
        made += _number(place - last) + _number(seq)
        last = place
    return bytes(made)


def _unpack(body: bytes) -> Cursor:
    length = next(_numbers(body))
    start = len(_number(length))
    packed, rest = body[start : start + length // 2], body[start + length // 2 :]
    epoch = packed.hex() if length % 2 == _HEX else packed.decode()
    version, *numbers = _numbers(rest)
    scopes: dict[str, int] = {}
    began: dict[str, int] = {}
    found, place = scopes, 0
    for step, seq in zip(numbers[::2], numbers[1::2], strict=True):
        if step == 0:
            found, place = began, 0
        else:
            place += step
            found[_scope(place)] = seq
    return Cursor(epoch, version, scopes, began)


def _is_hex(text: str) -> bool:
    try:
        return bytes.fromhex(text).hex() == text
    except ValueError:
        return False


def _place(scope: str) -> int:
    area, _, grid = scope.partition("-")
    return int(area) * _GRIDS + (int(grid) + 1 if grid else 0)


def _scope(place: int) -> str:
    area, grid = divmod(place, _GRIDS)
    return f"{area:012d}-{grid - 1:02d}" if grid else f"{area:012d}"


def _number(value: int) -> bytes:
    """A number ≥ 0 in groups of 7 bits, the lowest first; all but the last have their highest bit set."""
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)


def _numbers(packed: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in packed:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0
