"""What the server signs for phones: acknowledgements and cursors. One key each, derived from the secret in `var/`."""

from __future__ import annotations

import hashlib
import hmac
from functools import lru_cache

from flask import current_app


def key(purpose: str) -> bytes:
    """The key of one purpose, derived from the secret."""
    secret = current_app.config["SECRET_KEY"]
    return _derived(secret if isinstance(secret, bytes) else str(secret).encode(), purpose)


@lru_cache(maxsize=32)
def _derived(material: bytes, purpose: str) -> bytes:
    return hmac.digest(material, b"ruhu:" + purpose.encode(), hashlib.sha256)


def ack(edit_id: str, content: str, eff: int) -> str:
    """The signed acknowledgement of an edit (by content hash) and its effective time; lasts over a restored backup."""
    return hmac.digest(key("ack"), f"{edit_id}|{content}|{eff}".encode(), hashlib.sha256).hex()[:32]


def ack_holds(edit_id: str, content: str, eff: object, given: object) -> bool:
    """Whether this server signed that acknowledgement."""
    if type(eff) is not int or not isinstance(given, str) or not given.isascii():
        return False
    return hmac.compare_digest(ack(edit_id, content, eff), given)
