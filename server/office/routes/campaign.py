"""The campaign: which one is in force, and another one put in force, from a file or from what ships."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify
from marshmallow import fields, validate

from server.auth import office_required
from server.errors import Problem
from server.office import campaigns
from server.office.routes.township import DATE
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_campaign", __name__, url_prefix="/api/office/campaign")


class Chosen(Body):
    """A whole document, or an example that ships, moved to begin on `start`."""

    document = fields.Dict(load_default=None, allow_none=True)
    example = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 60))
    start = fields.String(load_default=None, allow_none=True, validate=DATE)


@blueprint.get("")
@office_required()
def show() -> Response:
    """The campaign in force and the examples."""
    return jsonify(campaigns.page(current()))


@blueprint.post("")
@office_required("admin")
@takes(Chosen)
def put(body: dict[str, Any]) -> Response:
    """Put a campaign in force; everybody's status is computed anew."""
    document = body["document"]
    if document is None:
        if body["example"] is None:
            raise Problem("bad_value", {"path": "document"})
        document = campaigns.example(body["example"], body["start"])
    campaigns.put(current(), g.account, document)
    return jsonify(campaigns.page(current()))
