"""Supply: what the sites received and what left them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify
from marshmallow import fields, validate

from server.auth import office_required
from server.office.routes.bodies import BASES, RECORD, day, text
from server.office.sessions import entries
from server.office.sessions.answering import today
from server.office.sessions.supply import KINDS
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_supply", __name__, url_prefix="/api/office/supply")


class EntryBody(Body):
    """An entry, whole; `to` is the other site of a transfer; `bases` are the heads that the form showed."""

    site = fields.String(required=True, validate=RECORD)
    product = fields.String(required=True, validate=validate.Length(1, 40))
    batch = text(40)
    doses = fields.Integer(required=True, strict=True, validate=validate.Range(1, 1_000_000))
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    to = fields.String(allow_none=True, validate=RECORD)
    on = day()
    expires = day(required=False)
    note = text(200)
    bases = BASES


@blueprint.get("")
@office_required()
def shown() -> Response:
    """What every site has, by product and batch, and the entries."""
    return jsonify(entries.shown(current(), today()))


@blueprint.post("")
@blueprint.post("/<record>")
@office_required()
@takes(EntryBody)
def put(body: dict[str, Any], record: str | None = None) -> Response:
    """A new entry, or a corrected one."""
    bases = body.pop("bases", None)
    entries.put(current(), g.account, record, body, bases)
    return jsonify(entries.shown(current(), today()))
