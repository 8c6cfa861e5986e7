"""The places of a session: how they stand, and how they are broken down to villages and accounts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify
from marshmallow import fields, validate

from server.auth import office_required
from server.office.routes.bodies import MOST_PLACES, RECORD
from server.office.sessions import breakdown, lines, pools, proposing, remote, saving
from server.office.sessions.answering import settled, settled_before, today
from server.office.shape import Body, takes
from server.store.session import current, reads

blueprint = Blueprint("office_quotas", __name__, url_prefix="/api/office")

MOST_SESSIONS = 100
NUMBER = fields.Integer(required=True, strict=True, validate=validate.Range(0, MOST_PLACES))
POOL = fields.String(validate=validate.Length(1, 20))
PERCENT = validate.Range(0, 100)
SESSIONS = fields.List(fields.String(validate=RECORD), required=True, validate=validate.Length(1, MOST_SESSIONS))


class QuotasBody(Body):
    """How many tickets pools and accounts have in all; what is not named stays as it is."""

    pools = fields.Dict(keys=POOL, values=NUMBER, load_default=dict)
    accounts = fields.Dict(keys=POOL, values=fields.Dict(keys=fields.String(), values=NUMBER), load_default=dict)


class ManyBody(Body):
    """The same for several sessions, all or none."""

    sessions = fields.Dict(
        keys=fields.String(validate=RECORD),
        values=fields.Nested(QuotasBody),
        required=True,
        validate=validate.Length(1, MOST_SESSIONS),
    )


class ProposalBody(Body):
    """What is to be proposed: `reserve` and `general` in percent of each session."""

    sessions = SESSIONS
    reserve = fields.Integer(load_default=0, strict=True, validate=PERCENT)
    general = fields.Integer(load_default=0, strict=True, validate=PERCENT)
    remote = fields.List(fields.String(), load_default=None, allow_none=True)
    remote_in = fields.String(load_default=None, allow_none=True, validate=RECORD)


class RemoteBody(Body):
    """The villages from which people come by bus."""

    villages = fields.List(fields.String(validate=validate.Length(1, 20)), required=True)


@blueprint.get("/sessions/<record>/places")
@office_required()
def places(record: str) -> Response:
    """How the places of a session are broken down and who has them."""
    return jsonify(breakdown.places(current(), record, today()))


@blueprint.post("/sessions/<record>/quotas")
@office_required()
@takes(QuotasBody)
def quotas(body: dict[str, Any], record: str) -> Response:
    """Break a session's places down. What is given out or on a phone stays where it is."""
    settled_before()
    saving.hold(current())
    lines.row_of(current(), record)
    pools.allot(current(), record, body["pools"], body["accounts"])
    return jsonify(breakdown.places(settled(), record, today()))


@blueprint.post("/plan/quotas")
@office_required()
@takes(ManyBody)
def many(body: dict[str, Any]) -> Response:
    """The same for several sessions at once, all or none."""
    settled_before()
    saving.hold(current())
    for name in sorted(body["sessions"]):
        lines.row_of(current(), name)
        pools.allot(current(), name, body["sessions"][name]["pools"], body["sessions"][name]["accounts"])
    session = settled()
    return jsonify({"sessions": [breakdown.places(session, name, today()) for name in body["sessions"]]})


@blueprint.post("/plan/proposal")
@reads
@office_required()
@takes(ProposalBody)
def proposal(body: dict[str, Any]) -> Response:
    """Quotas in proportion to who still needs the product. Nothing is written."""
    return jsonify(proposing.propose(current(), **body))


@blueprint.get("/plan/remote")
@office_required()
def far() -> Response:
    """The villages from which people come by bus."""
    return jsonify({"villages": remote.read(current())})


@blueprint.post("/plan/remote")
@office_required()
@takes(RemoteBody)
def put_far(body: dict[str, Any]) -> Response:
    """These villages, and no others."""
    remote.write(current(), body["villages"])
    return jsonify({"villages": remote.read(current())})
