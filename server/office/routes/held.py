"""The quarantine: list it, release, correct, discard, each with a remark."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server.auth import office_required
from server.exchange import quarantine
from server.office import held
from server.office.shape import Body, takes
from server.store.session import current
from server.store.tables import Quarantined

blueprint = Blueprint("office_quarantine", __name__, url_prefix="/api/office/quarantine")


class Remarked(Body):
    """A decision with an optional remark."""

    remark = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=500))


class Corrected(Remarked):
    """Other values for some fields; null leaves a field out."""

    # the name `fields` belongs to marshmallow on a Schema
    values_ = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 40)),
        values=fields.Raw(allow_none=True),
        data_key="fields",
        required=True,
    )


def answer(edit: str) -> Response:
    """The edit as it stands after the decision."""
    current().expire_all()  # the ledger writes past the objects that this session has read
    found = current().get_one(Quarantined, edit)
    return jsonify({"held": held.lines(current(), [found])[0]})


@blueprint.get("")
@office_required()
def listing() -> Response:
    """One page of what was refused: `state` (held, released, discarded), `code`, `writer`, `page`, `size`."""
    return jsonify(held.page(current(), request.args))


@blueprint.post("/<edit>/release")
@office_required()
@takes(Remarked)
def release(edit: str, body: dict[str, Any]) -> Response:
    """Apply it as it is, with its group; what waited for it follows."""
    quarantine.release(current(), g.account.id, edit, body["remark"])
    return answer(edit)


@blueprint.post("/<edit>/correct")
@office_required()
@takes(Corrected)
def correct(edit: str, body: dict[str, Any]) -> Response:
    """Apply it with other values; a field given as null is left out."""
    quarantine.correct(current(), g.account.id, edit, body["values_"], body["remark"])
    return answer(edit)


@blueprint.post("/<edit>/discard")
@office_required()
@takes(Remarked)
def discard(edit: str, body: dict[str, Any]) -> Response:
    """It is not to be applied; the phone shows that it was discarded and why."""
    quarantine.discard(current(), g.account.id, edit, body["remark"])
    return answer(edit)
