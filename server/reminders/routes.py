"""The phones' address of reminders (docs/protocol.md, N)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, g
from marshmallow import EXCLUDE, Schema, fields, validate

from server import clock
from server.auth import device_required
from server.exchange import wire
from server.openapi import shapes
from server.openapi.saying import answers
from server.reminders import key, subscribing
from server.store.session import current
from server.words import LANGUAGES

blueprint = Blueprint("reminders", __name__, url_prefix="/api")

REMINDERS = shapes.keys({"key": shapes.STRING, "on": shapes.FLAG})


class Subscription(Schema):
    """What a browser was given by its push service, and the language of its screen."""

    class Meta:
        unknown = EXCLUDE

    endpoint = fields.String(required=True, validate=validate.Length(1, 500))
    p256dh = fields.String(required=True, validate=validate.Length(1, 200))
    auth = fields.String(required=True, validate=validate.Length(1, 100))
    lang = fields.String(load_default=LANGUAGES[0], validate=validate.OneOf(LANGUAGES))


class RemindersRequest(Schema):
    """POST /api/sync/reminders. Without the key: only asked; null: no reminders."""

    class Meta:
        unknown = EXCLUDE

    subscription = fields.Nested(Subscription, allow_none=True)


@blueprint.post("/sync/reminders")
@answers(REMINDERS)
@device_required
@wire.takes(RemindersRequest)
def reminders(asked: dict[str, Any]) -> dict[str, Any]:
    """N1: where this phone's reminders go, or that it wants none; and by which key it subscribes."""
    if asked.get("subscription"):
        subscribing.subscribe(current(), g.device.id, asked["subscription"], clock.now_ms())
    elif "subscription" in asked:
        subscribing.unsubscribe(current(), g.device.id)
    return {"key": key.public(), "on": subscribing.is_on(current(), g.device.id)}
