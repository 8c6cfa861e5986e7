"""Sites and sessions by a plain form: listed, added, changed, cancelled."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request
from marshmallow import fields, validate

from server import clock
from server.auth import office_required
from server.errors import Problem
from server.exchange import ledger, publish
from server.office import township
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_township", __name__, url_prefix="/api/office")

DATE = validate.Regexp(r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")
HOUR = validate.Regexp(r"^([01]\d|2[0-3]):[0-5]\d$")
KINDS = ("fixed", "temporary", "mobile")
BASES = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))


def text(most: int, required: bool = False) -> fields.String:
    """A string field of at most `most` characters."""
    if required:
        return fields.String(required=True, validate=validate.Length(1, most))
    return fields.String(allow_none=True, validate=validate.Length(max=most))


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


class SessionBody(Body):
    """A session, whole; `bases` are the heads that the form showed. `release`: its appointments are cancelled too."""

    site = fields.String(required=True, validate=validate.Length(1, 48))
    on = fields.String(required=True, validate=DATE)
    to = fields.String(required=True, validate=HOUR)
    product = fields.String(required=True, validate=validate.Length(1, 40))
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(1, 5000))
    note = text(200)
    state = fields.String(load_default="open", validate=validate.OneOf(("open", "cancelled")))
    release = fields.Boolean(load_default=False)
    bases = BASES
    # "from" is a word of Python; it is a field of the wire all the same
    locals()["from"] = fields.String(required=True, validate=HOUR)


@blueprint.get("/sites")
@office_required()
def sites() -> Response:
    """All sites."""
    return jsonify({"sites": township.sites(current())})


@blueprint.post("/sites")
@blueprint.post("/sites/<record>")
@office_required()
@takes(SiteBody)
def put_site(body: dict[str, Any], record: str | None = None) -> Response:
    """A new site, or a changed one; `bases` are what the form was filled from."""
    _put("site", record, body)
    return jsonify({"sites": township.sites(current())})


@blueprint.get("/sessions")
@office_required()
def sessions() -> Response:
    """Sessions from `since` on (default: today), with the residents booked."""
    since = request.args.get("since") or clock.today(current_app.config["TZ"])
    return jsonify({"sessions": township.sessions(current(), None if since == "all" else since)})


@blueprint.post("/sessions")
@blueprint.post("/sessions/<record>")
@office_required()
@takes(SessionBody)
def put_session(body: dict[str, Any], record: str | None = None) -> Response:
    """A new session, or a changed one. A cancelled session keeps its record; its appointments go only if asked."""
    release = body.pop("release") and record is not None and body["state"] == "cancelled"
    township.record_of(current(), "site", body["site"])
    if body["from"] >= body["to"]:
        raise Problem("bad_value", {"path": "to"})
    _put("session", record, body)
    if release:
        drafts = township.cancellations(current(), str(record))
        if drafts:
            ledger.office(current(), g.account.id, drafts)
            current().expire_all()  # the ledger writes past the objects that this session has read
    return jsonify({"sessions": township.sessions(current(), clock.today(current_app.config["TZ"]))})


def _put(entity: str, record: str | None, body: dict[str, Any]) -> None:
    session = current()
    bases = body.pop("bases", None)
    if record is not None:
        township.record_of(session, entity, record)
        publish.put(session, g.account, entity, record, body, bases)
        return
    values: dict[str, Any] = {name: (value, []) for name, value in body.items() if value is not None}
    ledger.office(session, g.account.id, [ledger.Draft(kind="create", entity=entity, record=None, fields=values)])
