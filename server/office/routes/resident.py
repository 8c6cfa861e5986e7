"""A resident's page and the changes made on it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify
from marshmallow import fields, validate

from server import clock
from server.auth import office_required
from server.errors import Problem
from server.exchange import ledger
from server.office import resident
from server.office.shape import Body, takes
from server.store.session import current
from server.store.tables import Record

blueprint = Blueprint("office_resident", __name__, url_prefix="/api/office/residents")

CHILD_ENTITIES = ("visit", "dose", "contraindication", "appointment")
ENTITIES = ("resident", "household", *CHILD_ENTITIES)


class Change(Body):
    """One edit: new values of a record on the page, or a new record. `bases` are the heads that the page showed."""

    kind = fields.String(required=True, validate=validate.OneOf(("set", "create")))
    entity = fields.String(required=True, validate=validate.OneOf(ENTITIES))
    record = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 48))
    fields_ = fields.Dict(
        keys=fields.String(validate=validate.Length(1, 40)),
        values=fields.Raw(allow_none=True),  # null clears a field
        data_key="fields",
        required=True,
    )
    bases = fields.Dict(keys=fields.String(), values=fields.Raw(), load_default=dict)
    saw = fields.List(fields.String(validate=validate.Length(max=48)), load_default=None, allow_none=True)


class Changes(Body):
    """Edits that are applied one after the other, all or none."""

    edits = fields.List(fields.Nested(Change), required=True, validate=validate.Length(1, 20))


@blueprint.get("/<number>")
@office_required()
def page(number: str) -> Response:
    """Everything about one resident, with the full history."""
    return jsonify({**resident.page(current(), number), "today": clock.today(current_app.config["TZ"])})


@blueprint.post("/<number>/edit")
@office_required()
@takes(Changes)
def edit(number: str, body: dict[str, Any]) -> Response:
    """Change the resident, the household or what belongs to them, all or nothing.

    Somebody else's change since the page was loaded is not overwritten: both are kept, and the outcome says `review`.
    """
    session = current()
    found = resident.record_of(session, number)
    allowed = {record.id for record in resident.own(resident.bundle(session, found), found)}
    drafts = [draft(change, found, allowed) for change in body["edits"]]
    answers = ledger.office(session, g.account.id, drafts)
    session.expire_all()  # the ledger writes past the objects that this session has read
    page_now = {**resident.page(session, number), "today": clock.today(current_app.config["TZ"])}
    return jsonify({"answers": [asdict(answer) for answer in answers], "page": page_now})


def draft(change: dict[str, Any], found: Record, allowed: set[str]) -> ledger.Draft:
    """One change as the ledger takes it. Raises Problem unknown_record for a record that is not on this page."""
    if change["kind"] == "create":
        if change["entity"] not in CHILD_ENTITIES or change["record"] is not None:
            raise Problem("bad_value", {"path": "entity"})
        parent = ("household", found.root) if change["entity"] == "visit" else ("resident", found.id)
        values = {**change["fields_"], parent[0]: parent[1]}
        made: dict[str, Any] = {name: (value, []) for name, value in values.items() if value is not None}
        return ledger.Draft(kind="create", entity=change["entity"], record=None, fields=made)
    if change["record"] not in allowed:
        raise Problem("unknown_record")
    values = {name: (value, _base(change["bases"], name)) for name, value in change["fields_"].items()}
    saw = None if change["saw"] is None else tuple(change["saw"])
    return ledger.Draft(kind="set", entity=change["entity"], record=change["record"], fields=values, saw=saw)


def _base(bases: dict[str, Any], name: str) -> list[str] | dict[str, list[str]] | None:
    given = bases.get(name)
    if given is None or isinstance(given, list) and all(isinstance(item, str) for item in given):
        return given
    if isinstance(given, dict) and all(isinstance(ids, list) for ids in given.values()):
        return given
    raise Problem("malformed", {"path": f"bases.{name}"})
