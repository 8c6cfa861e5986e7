"""The sealed envelope (docs/protocol.md, X1–X3): bytes only. What is inside is `contents`, who brought it `bringing`.

header: one line of JSON that ends with a line feed: format, key, writer, count, time; nothing personal. 65 bytes: the
sender's fresh public key (P-256, uncompressed point). 12 bytes: the nonce. The rest: AES-256-GCM of 32 bytes of HMAC
and the packed contents; all that stands before is authenticated with it.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import json
import os
import re
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from server.errors import Problem
from server.rescue import key
from server.rescue.contents import integer

FORMAT = "rescue"
VERSION = 1
LONGEST_HEADER = 1024
LONGEST = 1024 * 1024  # bytes of an envelope
POINT, NONCE, MAC, TAG = 65, 12, 32, 16
INFO = b"ruhu rescue 1"
BEGIN, END = "-----BEGIN RUHU RESCUE-----", "-----END RUHU RESCUE-----"
_ARMOUR = re.compile(f"{BEGIN}([^-]*)({END})?")


@dataclass(frozen=True)
class Header:
    """What anybody can read of an envelope: the writer number, how many edits, when by the phone's clock."""

    key: str
    writer: int
    edits: int
    at: int


@dataclass(frozen=True)
class Opened:
    """An envelope that was sealed for us: `said` is what its HMAC is made over, `packed` its contents."""

    header: Header
    said: bytes
    mac: bytes
    packed: bytes

    def proves(self, token_hash: str) -> bool:
        """Whether the phone with this token (SHA-256, hex) has sealed it."""
        wanted = hmac.digest(bytes.fromhex(token_hash), self.said + self.packed, "sha256")
        return hmac.compare_digest(wanted, self.mac)


def unarmoured(given: bytes) -> bytes:
    """The envelope in what was given: its bytes, or a text that holds it between its two lines."""
    if len(given) > 2 * LONGEST:
        raise Problem("too_large")
    found = _ARMOUR.search(given.decode("ascii", "ignore")) if BEGIN.encode() in given else None
    if found is None:
        return given
    if not found[2]:
        raise Problem("rescue_damaged")
    text = "".join(found[1].split())
    try:
        plain = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise Problem("rescue_damaged") from None
    if base64.b64encode(plain).decode() != text:
        raise Problem("rescue_damaged")
    return plain


def armoured(envelope: bytes) -> str:
    """The envelope as a text that survives mail and chat."""
    text = base64.b64encode(envelope).decode()
    lines = [text[at : at + 76] for at in range(0, len(text), 76)]
    return "\n".join([BEGIN, *lines, END, ""])


def header(envelope: bytes) -> Header:
    """X1: the readable part; raises Problem rescue_not_envelope, too_large."""
    if len(envelope) > LONGEST:
        raise Problem("too_large")
    line, feed, _ = envelope[: LONGEST_HEADER + 1].partition(b"\n")
    try:
        told: Any = json.loads(line) if feed else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("ruhu") != FORMAT or type(told.get("version")) is not int:
        raise Problem("rescue_not_envelope")
    if told["version"] != VERSION:
        raise Problem("rescue_newer")
    name, writer, edits, at = (told.get(each) for each in ("key", "writer", "edits", "at"))
    if not isinstance(name, str) or not (integer(writer) and integer(edits) and integer(at)):
        raise Problem("rescue_not_envelope")
    return Header(name, writer, edits, at)


def opened(envelope: bytes, own: ec.EllipticCurvePrivateKey) -> Opened:
    """X3: open what was sealed for `own`; raises Problem rescue_not_envelope, rescue_other_key, rescue_damaged."""
    read = header(envelope)
    public = key.point(own.public_key())
    if read.key != key.name(public):
        raise Problem("rescue_other_key")
    start = envelope.index(b"\n") + 1
    said, sealed = envelope[: start + POINT + NONCE], envelope[start + POINT + NONCE :]
    if len(sealed) < MAC + TAG:
        raise Problem("rescue_damaged")
    fresh = said[start : start + POINT]
    try:
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), fresh)
        plain = AESGCM(_secret(own.exchange(ec.ECDH(), sender), fresh, public)).decrypt(said[-NONCE:], sealed, said)
    except (ValueError, InvalidTag):
        raise Problem("rescue_damaged") from None
    return Opened(read, said, plain[:MAC], plain[MAC:])


def sealed(
    packed: bytes,
    head: Header,
    token_hash: str,
    public: bytes,
    *,
    fresh: ec.EllipticCurvePrivateKey | None = None,
    nonce: bytes | None = None,
) -> bytes:
    """X2: what a phone does, for tests and for devices in Python. `fresh` and `nonce` are for fixed examples only."""
    sender = fresh or ec.generate_private_key(ec.SECP256R1())
    names = {"ruhu": FORMAT, "version": VERSION, "key": head.key, "writer": head.writer}
    line = json.dumps(names | {"edits": head.edits, "at": head.at}, separators=(",", ":")).encode() + b"\n"
    point = key.point(sender.public_key())
    said = line + point + (nonce or os.urandom(NONCE))
    township = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    secret = _secret(sender.exchange(ec.ECDH(), township), point, public)
    mac = hmac.digest(bytes.fromhex(token_hash), said + packed, "sha256")
    return said + AESGCM(secret).encrypt(said[-NONCE:], mac + packed, said)


def _secret(shared: bytes, fresh: bytes, public: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, fresh + public, INFO).derive(shared)
