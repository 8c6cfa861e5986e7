"""The phones' address for places: POST /api/sync/places (docs/protocol.md, T)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g

from server import clock
from server.auth import device_required
from server.exchange import recall, wire
from server.openapi import shapes
from server.openapi.saying import answers
from server.places import following, leasing
from server.places.wanted import PlacesRequest
from server.store.session import current
from sync.leases.terms import GRACE

blueprint = Blueprint("places", __name__, url_prefix="/api")


@blueprint.post("/sync/places")
@answers(shapes.PLACED)
@device_required
@wire.takes(PlacesRequest)
def places(asked: dict[str, Any]) -> dict[str, Any]:
    """T1–T5: what the phone gives back, holds and wants; answered with what it holds."""
    now, asker = clock.now_ms(), g.device
    following.before_answer()
    if asked["back"] and leasing.take_back(current(), asker, asked["back"], now):
        current().commit()  # those who wait come before whoever wants more
        following.before_answer()
    if asked["have"] and recall.restored_at(current()) is not None:
        leasing.take_up(current(), asker, asked["have"], now)
    reach = leasing.lend(current(), asker, asked["want"], now)
    return {
        **leasing.told(current(), asker, asked["want"], reach),
        "grace": GRACE,
        "now": now,
        "epoch": asker.epoch,
    }
