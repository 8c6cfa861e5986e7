"""The phones' addresses of rescue: what to seal for, and bringing another phone's envelope (docs/protocol.md, X)."""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import Any

from flask import Blueprint, g

from server import clock, limits
from server.auth import device_known
from server.openapi import shapes
from server.openapi.saying import answers
from server.rescue import book, key
from server.store.session import reads

blueprint = Blueprint("rescue", __name__, url_prefix="/api")

RETRY_SECONDS = 5


def rate() -> str:
    """How often one address may bring envelopes: a village behind one router may."""
    return "60 per minute"


@blueprint.get("/rescue/key")
@answers(shapes.RESCUE_KEY)
def rescue_key() -> dict[str, Any]:
    """The township's public rescue key. It is no secret: also a phone that is not known here (any more) may ask."""
    public = key.point(key.private().public_key())
    return {"id": key.name(public), "public": base64.b64encode(public).decode()}


@blueprint.post("/sync/rescue")
@answers(
    shapes.CARRIED,
    "malformed", "bad_compression", "too_large",
    "rescue_not_envelope", "rescue_newer", "rescue_other_key", "rescue_damaged", "rescue_not_genuine",
    takes="application/octet-stream",
)  # fmt: skip
@limits.limiter.limit(rate)
@reads  # the batches of an envelope are transactions of their own
@device_known
def carried() -> dict[str, Any]:
    """X5, X6: an envelope in (its bytes), counts out; nothing of what was in it."""
    line, counts = book.bring(limits.body(), book.Carrier(g.account.id, g.device.id))
    answer: dict[str, Any] = {"edits": line.edits, **asdict(counts), "now": clock.now_ms()}
    if counts.failed:
        answer["retry_after"] = RETRY_SECONDS
    return answer
