"""The list with chosen columns, what columns there are, and the saved views."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request
from marshmallow import fields, validate

from server import clock
from server.auth import office_required
from server.lists import lists, views
from server.lists.columns import COLUMNS, MOST, USUAL
from server.lists.people import WORKERS, cadres
from server.office.shape import Body, takes
from server.store.session import current
from server.words import LANGUAGES, say

blueprint = Blueprint("lists", __name__, url_prefix="/api/office/lists")

SHORT = validate.Length(max=60)


class View(Body):
    """A view as it is saved."""

    name = fields.String(required=True, validate=[validate.Length(1, 60), validate.Regexp(r"\S")])
    shared = fields.Boolean(load_default=False)
    filters = fields.Dict(keys=fields.String(validate=SHORT), values=fields.String(validate=SHORT), required=True)
    sort = fields.String(load_default=lists.ORDER, validate=SHORT)
    columns = fields.List(fields.String(validate=SHORT), load_default=list, validate=validate.Length(max=MOST))


@blueprint.get("")
@office_required()
def one_page() -> Response:
    """One page of the list: the arguments of /api/office/residents, and `columns`, `lang`."""
    day = clock.today(current_app.config["TZ"])
    return jsonify(lists.page(current(), request.args, language(), day))


@blueprint.get("/columns")
@office_required()
def choices() -> Response:
    """What the chooser offers: the columns, the usual ones, and the people whose grids a list can be narrowed to."""
    lang = language()
    offered = [
        {"key": each.key, "title": say(f"lists.column.{each.key}", lang), "part": each.part, "kind": each.kind}
        for each in COLUMNS.values()
    ]
    return jsonify({"columns": offered, "usual": list(USUAL), "cadres": cadres(current(), WORKERS)})


@blueprint.get("/views")
@office_required()
def all_views() -> Response:
    """One's own views and the shared ones."""
    return jsonify({"views": views.shown(current(), g.account.id)})


@blueprint.post("/views")
@office_required()
@takes(View)
def add(body: dict[str, Any]) -> Response:
    """Keep a new view."""
    made = views.save(current(), g.account.id, body, clock.now_ms())
    return jsonify({"id": made, "views": views.shown(current(), g.account.id)})


@blueprint.post("/views/<int:view_id>")
@office_required()
@takes(View)
def change(view_id: int, body: dict[str, Any]) -> Response:
    """One's own view, changed."""
    views.save(current(), g.account.id, body, clock.now_ms(), view_id)
    return jsonify({"id": view_id, "views": views.shown(current(), g.account.id)})


@blueprint.delete("/views/<int:view_id>")
@office_required()
def remove(view_id: int) -> Response:
    """Forget one's own view."""
    views.remove(current(), g.account.id, view_id)
    return jsonify({"views": views.shown(current(), g.account.id)})


def language() -> str:
    """The language of the answer: zh-CN unless `lang=en`."""
    return request.args.get("lang", LANGUAGES[0])
