"""The review inbox and its decisions."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server.auth import office_required
from server.errors import Problem
from server.office import decide, reviews
from server.office.shape import Body, takes
from server.store.session import current
from server.store.tables import Review

blueprint = Blueprint("office_reviews", __name__, url_prefix="/api/office/reviews")

WAYS = ("edit", "value", "keep", "both_right", "two_people", "confirm", "reopen", "restore")
KEY = validate.Length(1, 200)
REMARK = validate.Length(max=500)


class Decision(Body):
    """How to decide (`way`), and the participants that the reviewer had before them (`seen`).

    `again`: the reviewer knows that it has been decided, and decides otherwise.
    """

    way = fields.String(required=True, validate=validate.OneOf(WAYS))
    seen = fields.List(fields.String(validate=validate.Length(1, 60)), required=True, validate=validate.Length(1, 500))
    edit = fields.String(load_default=None, allow_none=True)
    value = fields.Raw(load_default=None, allow_none=True)
    keep = fields.String(load_default=None, allow_none=True)
    remark = fields.String(load_default=None, allow_none=True, validate=REMARK)
    again = fields.Boolean(load_default=False)


class Seen(Body):
    """A claim and the participants that the reviewer had before them."""

    key = fields.String(required=True, validate=KEY)
    seen = fields.List(fields.String(validate=validate.Length(1, 60)), required=True)


class Confirmation(Body):
    """Life-state claims to confirm together."""

    claims = fields.List(fields.Nested(Seen), required=True, validate=validate.Length(1, reviews.LARGEST_PAGE))
    remark = fields.String(load_default=None, allow_none=True, validate=REMARK)


@blueprint.get("")
@office_required()
def inbox() -> Response:
    """One page of reviews: `state` open or decided, `kind`, `village`, `page`, `size`."""
    return jsonify(reviews.page(current(), request.args))


@blueprint.get("/<path:key>")
@office_required()
def one(key: str) -> Response:
    """One review as it stands now: what a card shows after somebody else took part."""
    review = current().get(Review, key)
    if review is None:
        raise Problem("not_found")
    return jsonify({"review": reviews.lines(current(), [review])[0]})


@blueprint.post("/<path:key>/decide")
@office_required()
@takes(Decision)
def decide_one(key: str, body: dict[str, Any]) -> Response:
    """Decide one review; the decision reaches every phone as the record itself."""
    decide.decide(current(), g.account, key, body, body["remark"])
    review = current().get_one(Review, key)
    return jsonify({"review": reviews.lines(current(), [review])[0]})


@blueprint.post("/confirm")
@office_required()
@takes(Confirmation)
def confirm(body: dict[str, Any]) -> Response:
    """Confirm several life-state claims at once, all or none."""
    session = current()
    for claim in body["claims"]:
        review = session.get(Review, claim["key"])
        if review is None or review.kind != "life_claim":
            raise Problem("bad_value", {"path": "claims"})
        decide.decide(session, g.account, claim["key"], {"way": "confirm", "seen": claim["seen"]}, body["remark"])
    return jsonify({"confirmed": len(body["claims"])})
