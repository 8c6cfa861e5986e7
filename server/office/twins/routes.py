"""People who seem to be one: the list, a pair, and what a person says of it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server import clock
from server.auth import office_required
from server.errors import Problem
from server.office.shape import Body, takes
from server.office.twins import apart, comparing, joining
from server.places import following
from server.store.session import current

blueprint = Blueprint("office_twins", __name__, url_prefix="/api/office/twins")

RECORD = validate.Length(1, 48)
REMARK = validate.Length(max=500)


class Join(Body):
    """Which one `stays`, which one `closes`, the fields to `take` over from it, and the pair as it was `seen`."""

    stays = fields.String(required=True, validate=RECORD)
    closes = fields.String(required=True, validate=RECORD)
    take = fields.List(
        fields.String(validate=validate.Length(1, 40)), load_default=list, validate=validate.Length(max=60)
    )
    seen = fields.String(required=True, validate=validate.Length(1, 64))
    remark = fields.String(load_default=None, allow_none=True, validate=REMARK)


class Two(Body):
    """Two residents."""

    one = fields.String(required=True, validate=RECORD)
    other = fields.String(required=True, validate=RECORD)
    remark = fields.String(load_default=None, allow_none=True, validate=REMARK)


@blueprint.get("")
@office_required()
def listing() -> Response:
    """One page of pairs: `state` open, apart or joined, `village`, `why`, `page`, `size`."""
    return jsonify(comparing.page(current(), request.args))


@blueprint.get("/pair")
@office_required()
def pair() -> Response:
    """Two residents (`one`, `other`) side by side."""
    one, other = request.args.get("one"), request.args.get("other")
    if not one or not other:
        raise Problem("bad_value", {"path": "one"})
    return jsonify(comparing.pair(current(), one, other))


@blueprint.post("/join")
@office_required()
@takes(Join)
def join(body: dict[str, Any]) -> Response:
    """The two are one: everything comes to the record that stays, and every phone follows by its next pull."""
    moved = joining.join(
        current(), g.account, body["stays"], body["closes"], body["take"], body["seen"], body["remark"]
    )
    following.after_push()
    return jsonify({"stays": body["stays"], "moved": moved})


@blueprint.post("/apart")
@office_required()
@takes(Two)
def tell_apart(body: dict[str, Any]) -> Response:
    """They are two people; nobody is asked again."""
    apart.tell_apart(current(), g.account, body["one"], body["other"], body["remark"], clock.now_ms())
    return jsonify({})


@blueprint.post("/again")
@office_required()
@takes(Two)
def again(body: dict[str, Any]) -> Response:
    """That they are two people was said too soon."""
    apart.ask_again(current(), g.account, body["one"], body["other"], clock.now_ms())
    return jsonify({})
