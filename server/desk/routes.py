"""The desk's own addresses: /api/desk/*. Steps in docs/protocol.md, K."""

from __future__ import annotations

import time
from typing import Any

import structlog
from flask import Blueprint, current_app, g, request
from marshmallow import EXCLUDE, Schema, fields, validate

from server import clock, rates
from server.auth import device_required
from server.desk import cards, told
from server.errors import Problem
from server.exchange import wire
from server.exchange.granted import granted
from server.openapi.saying import answers
from server.places import following
from server.rules.days import plus_days
from server.store.session import current, reads
from sync import areas
from sync.conflicts.identity import normal

blueprint = Blueprint("desk", __name__, url_prefix="/api/desk")
ROLE = "site"
LEAST = 6  # signs of a number that may be looked for

log = structlog.get_logger("desk")


class FindRequest(Schema):
    """POST /api/desk/find."""

    class Meta:
        unknown = EXCLUDE

    id_number = fields.String(required=True, validate=validate.Length(LEAST, 40))


@blueprint.get("/list")
@answers(told.LISTED, "not_allowed", "bad_value", "scope_not_granted")
@device_required
def listing() -> dict[str, Any]:
    """K2: the cards of one day and the next."""
    codes = _sites()
    today = clock.today(current_app.config["TZ"])
    on = request.args.get("on", today)
    if on not in (plus_days(today, -1), today, plus_days(today, 1)):
        raise Problem("bad_value", {"path": "on"})
    following.before_answer()
    return {"now": clock.now_ms(), "on": on, "cards": cards.expected(current(), codes, on)}


@blueprint.post("/find")
@answers(told.FOUND, "not_allowed", "too_many_requests")
@reads
@device_required
@wire.takes(FindRequest)
def find(asked: dict[str, Any]) -> dict[str, Any]:
    """K3: one person, by the exact number on the paper."""
    codes = _sites()
    wait = 0
    if current_app.config["RATELIMIT_ENABLED"]:
        what = f"desk.find {g.device.id}"
        wait = rates.hit(current_app.extensions["ruhu_rates"], what, current_app.config["FIND_LIMIT"], time.time())
    if wait:
        raise Problem("too_many_requests", {"retry_after": wait})
    card = cards.one(current(), codes, normal(asked["id_number"]), clock.today(current_app.config["TZ"]))
    log.info("desk_find", device=g.device.id, account=g.device.account, found=card is not None)
    return {"card": card}


def _sites() -> list[str]:
    """The sites granted to the desk that asks, or the one that it names of them. Raises not_allowed,
    scope_not_granted.
    """
    if g.device.role != ROLE:
        raise Problem("not_allowed")
    scopes = granted(current(), g.device.account, g.device.role)
    mine = [code for code in scopes if areas.level(code) == "site"]
    named = request.args.get("site")
    if named is not None and named not in mine:
        raise Problem("scope_not_granted")
    return mine if named is None else [named]
