"""Areas: the tree, a new village or grid, a new name, who answers for it."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, g, jsonify
from marshmallow import fields, validate
from sqlalchemy import select

from server.auth import office_required
from server.errors import Problem
from server.exchange import publish
from server.office import areas
from server.office.shape import Body, takes
from server.store.session import current
from server.store.tables import Area, Record
from sync.areas import LEVELS
from sync.areas import level as sync_level
from sync.areas import parent as parent_of

blueprint = Blueprint("office_areas", __name__, url_prefix="/api/office/areas")

DUTIES = ("leader", "department", "cadre", "canvasser", "reviewer", "admin")
NAME = validate.Length(1, 60)


class NewArea(Body):
    """A new area; without `code` the next free one under `parent`."""

    level = fields.String(required=True, validate=validate.OneOf([each for each in LEVELS if each != "site"]))
    name = fields.String(required=True, validate=NAME)
    parent = fields.String(load_default=None, allow_none=True)
    code = fields.String(load_default=None, allow_none=True)


class Responsible(Body):
    """A person record and what it answers for an area as."""

    person = fields.String(required=True, validate=validate.Length(1, 48))
    role = fields.String(required=True, validate=validate.OneOf(DUTIES))


class ChangedArea(Body):
    """A new name, or the whole list of who answers for the area."""

    name = fields.String(validate=NAME)
    people = fields.List(fields.Nested(Responsible), validate=validate.Length(max=50))


def tree() -> Response:
    """The whole tree as the page shows it."""
    session = current()
    sizes = areas.sizes(session)
    values = {
        row["values"]["code"]: row["values"]
        for row in map(json.loads, session.scalars(select(Record.row).where(Record.entity == "area")))
    }
    people = {
        row["id"]: row["values"].get("name", "")
        for row in map(json.loads, session.scalars(select(Record.row).where(Record.entity == "person")))
    }
    lines = []
    for area in areas.tree(session):
        who = [
            {**entry, "name": people.get(entry["person"], "")} for entry in values.get(area.code, {}).get("people", [])
        ]
        lines.append(areas.line(area, sizes.get(area.code, (0, 0)), who))
    return jsonify({"areas": lines, "people": [{"person": key, "name": name} for key, name in people.items()]})


@blueprint.get("")
@office_required()
def listing() -> Response:
    """The tree of areas with their sizes and who answers for them."""
    return tree()


@blueprint.post("")
@office_required("admin")
@takes(NewArea)
def add(body: dict[str, Any]) -> Response:
    """A new area; villages and grids get the next free code when none is given. The first township sets the base up."""
    session = current()
    level, parent = body["level"], body["parent"]
    code = body["code"] or _next(level, parent)
    if sync_level(code) != level:
        raise Problem("bad_value", {"path": "code"})
    expected = parent_of(code)
    if parent is not None and parent != expected:
        raise Problem("bad_value", {"path": "parent"})
    if expected is not None and level != "township":
        areas.known(session, expected)
    if session.get(Area, code) is not None:
        raise Problem("bad_value", {"path": "code"})
    if level == "township" and areas.township(session) is not None:
        raise Problem("bad_value", {"path": "level"})
    session.add(Area(code=code, name=body["name"], level=level, parent=expected))
    session.flush()
    publish.area(session, g.account, code)
    return tree()


@blueprint.post("/<code>")
@office_required("admin")
@takes(ChangedArea)
def change(code: str, body: dict[str, Any]) -> Response:
    """A new name, or who answers for the area."""
    session = current()
    area = areas.known(session, code)
    if "name" in body:
        area.name = body["name"]
        session.flush()
    publish.area(session, g.account, code, body.get("people"))
    return tree()


def _next(level: str, parent: str | None) -> str:
    if level not in ("village", "grid"):
        raise Problem("bad_value", {"path": "code"})
    if parent is None:
        raise Problem("bad_value", {"path": "parent"})
    areas.known(current(), parent)
    return areas.next_code(current(), level, parent)
