"""The phones' addresses for places (docs/protocol.md, T): /api/sync/places, and a cadre's /api/sync/quotas."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, g

from server import clock
from server.auth import device_required
from server.exchange import recall, wire
from server.openapi.placed import PLACED, QUOTAS
from server.openapi.saying import answers
from server.places import following, leasing, village
from server.places.wanted import PlacesRequest, QuotasRequest
from server.store.session import current
from sync.leases.terms import GRACE

QUOTA_REFUSALS = ("quota_below_given", "quota_above_capacity")

blueprint = Blueprint("places", __name__, url_prefix="/api")


@blueprint.post("/sync/places")
@answers(PLACED)
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
        **leasing.told(current(), asker, asked["want"], reach, now),
        "grace": GRACE,
        "now": now,
        "epoch": asker.epoch,
    }


@blueprint.post("/sync/quotas")
@answers(QUOTAS, "not_allowed", "unknown_record", "session_over", "bad_value", *QUOTA_REFUSALS)
@device_required
@wire.takes(QuotasRequest)
def quotas(asked: dict[str, Any]) -> dict[str, Any]:
    """T11: how the places of a cadre's villages are shared out among canvassers, after sharing those of one session."""
    today = clock.today(current_app.config["TZ"])
    following.before_answer()
    if asked["share"] is not None:
        to = asked["share"]
        village.share(current(), g.device, to["session"], to["village"], to["accounts"], today)
    return {"sessions": village.shared(current(), g.device, today), "now": clock.now_ms()}
