"""Sites by a plain form: listed, added, changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify
from marshmallow import fields, validate

from server.auth import office_required
from server.office.routes.bodies import BASES, DATE, text
from server.office.sessions import sites
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_township", __name__, url_prefix="/api/office")

__all__ = ["BASES", "DATE", "blueprint"]

KINDS = ("fixed", "temporary", "mobile")


class SiteBody(Body):
    """A site, whole; `bases` are the heads that the form showed."""

    name = text(60, required=True)
    kind = fields.String(required=True, validate=validate.OneOf(KINDS))
    address = text(120)
    phone = text(40)
    hospital = text(60)
    hospital_phone = text(40)
    area = text(20)
    open = fields.Boolean(load_default=True)
    bases = BASES


@blueprint.get("/sites")
@office_required()
def listed() -> Response:
    """All sites, each with its code and how many accounts work at its desks."""
    return jsonify({"sites": sites.listed(current())})


@blueprint.post("/sites")
@blueprint.post("/sites/<record>")
@office_required()
@takes(SiteBody)
def put_site(body: dict[str, Any], record: str | None = None) -> Response:
    """A new site, or a changed one; `bases` are what the form was filled from."""
    bases = body.pop("bases", None)
    sites.put(current(), g.account, record, body, bases)
    return jsonify({"sites": sites.listed(current())})
