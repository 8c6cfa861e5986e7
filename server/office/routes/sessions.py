"""Sessions: listed, made, changed, moved, cancelled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server.auth import office_required
from server.office.routes.bodies import BASES, HOUR, MOST_PLACES, RECORD, day, text
from server.office.sessions import lines, moving, saving
from server.office.sessions.answering import settled, settled_before, today
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_sessions", __name__, url_prefix="/api/office/sessions")


class SessionBody(Body):
    """A session, whole; `bases` are the heads that the form showed."""

    site = fields.String(required=True, validate=RECORD)
    on = day()
    to = fields.String(required=True, validate=HOUR)
    product = fields.String(required=True, validate=validate.Length(1, 40))
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_PLACES))
    kind = fields.String(validate=validate.OneOf(("general", "special")))
    note = text(200)
    state = fields.String(load_default="open", validate=validate.OneOf(("open", "cancelled")))
    release = fields.Boolean()  # of earlier pages; nobody stays booked in a cancelled session any more
    bases = BASES
    # these are words of Python; they are fields of the wire all the same
    locals()["from"] = fields.String(required=True, validate=HOUR)
    locals()["for"] = text(100)


class CancelBody(Body):
    """`move_to`: the session in which its appointments ask for places; none: they are cancelled and listed."""

    move_to = fields.String(load_default=None, allow_none=True, validate=RECORD)
    bases = BASES


@blueprint.get("")
@office_required()
def listed() -> Response:
    """Sessions from `since` on (default: today), with how their places stand."""
    since = request.args.get("since") or today()
    return jsonify({"sessions": lines.listed(current(), None if since == "all" else since)})


@blueprint.post("")
@blueprint.post("/<record>")
@office_required()
@takes(SessionBody)
def put_session(body: dict[str, Any], record: str | None = None) -> Response:
    """A new session, or a changed one. Its places are made or resized with it; one that is moved tells its people."""
    settled_before()
    bases = body.pop("bases", None)
    body.pop("release", None)
    _, told = saving.put(current(), g.account, record, body, bases, today())
    return jsonify({"sessions": lines.listed(settled(), today()), "told": len(told)})


@blueprint.post("/<record>/cancel")
@office_required()
@takes(CancelBody)
def cancel(body: dict[str, Any], record: str) -> Response:
    """Nothing takes place; its appointments are moved to another session, or cancelled and listed."""
    settled_before()
    concerned = saving.cancel(current(), g.account, record, body["move_to"], body.get("bases"), today())
    session = settled()
    return jsonify({"sessions": lines.listed(session, today()), **moving.became(session, concerned, body["move_to"])})


@blueprint.get("/<record>/targets")
@office_required()
def targets(record: str) -> Response:
    """Where its appointments could go: the nearest day first."""
    return jsonify({"sessions": moving.targets(current(), record, today())})
