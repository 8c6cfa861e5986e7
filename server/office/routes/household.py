"""Households: the list of doors, one door's page, a new door, a new resident behind it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server.auth import office_required
from server.errors import Problem
from server.exchange import ledger
from server.office import areas, households
from server.office.routes.resident import Changes, draft
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_household", __name__, url_prefix="/api/office/households")


class New(Body):
    """The fields of a new record."""

    # the name `fields` belongs to marshmallow on a Schema
    values_ = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 40)),
        values=fields.Raw(allow_none=True),
        data_key="fields",
        required=True,
    )


@blueprint.get("")
@office_required()
def listing() -> Response:
    """One page of doors in walking order (arguments: see server.office.households.page)."""
    return jsonify(households.page(current(), request.args))


@blueprint.post("")
@office_required()
@takes(New)
def add(body: dict[str, Any]) -> Response:
    """A new household in a grid; answers its id."""
    grid = body["values_"].get("grid")
    if not isinstance(grid, str) or areas.known(current(), grid).level != "grid":
        raise Problem("bad_value", {"path": "grid"})
    return _create("household", body["values_"])


@blueprint.get("/<number>")
@office_required()
def page(number: str) -> Response:
    """Everything about one household but its residents' own pages."""
    return jsonify(households.door(current(), number))


@blueprint.post("/<number>/residents")
@office_required()
@takes(New)
def add_resident(number: str, body: dict[str, Any]) -> Response:
    """A new resident of this household; answers their id."""
    found = households.record_of(current(), number)
    if not str(body["values_"].get("name") or "").strip():
        raise Problem("bad_value", {"path": "name"})
    return _create("resident", {**body["values_"], "household": found.id})


@blueprint.post("/<number>/edit")
@office_required()
@takes(Changes)
def edit(number: str, body: dict[str, Any]) -> Response:
    """Change the household, or take a visit back; somebody else's change meanwhile is kept beside and reviewed."""
    session = current()
    found = households.record_of(session, number)
    own = {found.id, *(row["id"] for row in households.door(session, number)["visits"])}
    drafts = [draft(change, found, own) for change in body["edits"]]
    if any(each.kind == "create" and each.entity != "visit" for each in drafts):
        raise Problem("bad_value", {"path": "entity"})
    answers = ledger.office(session, g.account.id, drafts)
    session.expire_all()  # the ledger writes past the objects that this session has read
    return jsonify({"answers": [asdict(answer) for answer in answers], "page": households.door(session, number)})


def _create(entity: str, values: dict[str, Any]) -> Response:
    made: dict[str, Any] = {name: (value, []) for name, value in values.items() if value is not None}
    answers = ledger.office(current(), g.account.id, [ledger.Draft("create", entity, None, made)])
    return jsonify({"id": answers[0].record})
