"""An envelope as a series of QR codes (docs/protocol.md, X5), written from the document: cutting and joining."""

from __future__ import annotations

import hashlib

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def cut(envelope: bytes, size: int) -> list[str]:
    """The texts of the codes."""
    name = hashlib.sha256(envelope).hexdigest()[:8].upper()
    parts = [envelope[at : at + size] for at in range(0, len(envelope), size)]
    return [f"RUHU1:{name}:{place}:{len(parts)}:{base45(part)}" for place, part in enumerate(parts, 1)]


def joined(texts: list[str]) -> bytes:
    """The envelope of all its codes, in any order."""
    parts = {int(text.split(":", 4)[2]): text.split(":", 4)[4] for text in texts}
    return b"".join(unbase45(parts[place]) for place in sorted(parts))


def base45(data: bytes) -> str:
    """RFC 9285."""
    out = ""
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        number, digits = int.from_bytes(pair, "big"), 3 if len(pair) == 2 else 2
        for _ in range(digits):
            number, digit = divmod(number, 45)
            out += ALPHABET[digit]
    return out


def unbase45(text: str) -> bytes:
    """RFC 9285, backwards."""
    out = b""
    for at in range(0, len(text), 3):
        three = text[at : at + 3]
        number = sum(ALPHABET.index(sign) * 45**place for place, sign in enumerate(three))
        out += number.to_bytes(len(three) - 1, "big")
    return out
