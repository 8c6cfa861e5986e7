"""The plan: templates, a week in one step, holidays, the board, dispatch, and places that wait after a restore."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server.auth import office_required
from server.office.routes.bodies import HOUR, MOST_DAYS, MOST_PLACES, RECORD, asked_day, asked_days, day, text
from server.office.sessions import board as boards
from server.office.sessions import dispatching, frozen, saving, templates, week, workdays
from server.office.sessions.answering import settled, settled_before, today
from server.office.shape import Body, takes
from server.office.storable import MOST_ID
from server.store.session import current

blueprint = Blueprint("office_plan", __name__, url_prefix="/api/office")

WEEKDAY = fields.Integer(strict=True, validate=validate.Range(1, 7))
NUMBER = fields.Integer(strict=True, validate=validate.Range(0, MOST_PLACES))


class BandBody(Body):
    """A band of a template: on which weekdays (1 Monday to 7), when, of what, how many; `pools`: broken down how."""

    days = fields.List(WEEKDAY, required=True, validate=validate.Length(1, 7))
    to = fields.String(required=True, validate=HOUR)
    product = fields.String(required=True, validate=validate.Length(1, 40))
    capacity = fields.Integer(required=True, strict=True, validate=validate.Range(1, MOST_PLACES))
    pools = fields.Dict(keys=fields.String(validate=validate.Length(1, 20)), values=NUMBER, load_default=dict)
    locals()["from"] = fields.String(required=True, validate=HOUR)


class WhatBody(Body):
    """What a template makes. `holidays`: what happens on a public one; `makeup`: whether make-up days are worked."""

    site = fields.String(required=True, validate=RECORD)
    kind = fields.String(load_default="general", validate=validate.OneOf(("general", "special")))
    holidays = fields.String(load_default="skip", validate=validate.OneOf(("skip", "keep")))
    makeup = fields.Boolean(load_default=True)
    bands = fields.List(fields.Nested(BandBody), required=True, validate=validate.Length(1, 60))
    locals()["for"] = text(100)


class TemplateBody(Body):
    """A template, whole."""

    name = text(60, required=True)
    body = fields.Nested(WhatBody, required=True)


class WeekBody(Body):
    """Which templates for which days; `write`: make them, else only look."""

    templates = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, MOST_ID)), required=True, validate=validate.Length(1, 50)
    )
    days = fields.Integer(load_default=7, strict=True, validate=validate.Range(1, MOST_DAYS))
    skip = fields.List(day(), load_default=list, validate=validate.Length(max=MOST_DAYS))
    write = fields.Boolean(load_default=False)
    locals()["from"] = day()


class ThawBody(Body):
    """The session, or all of them."""

    session = fields.String(load_default=None, allow_none=True, validate=RECORD)


@blueprint.get("/templates")
@office_required()
def listed() -> Response:
    """All templates."""
    return jsonify({"templates": templates.listed(current())})


@blueprint.post("/templates")
@blueprint.post("/templates/<int:number>")
@office_required()
@takes(TemplateBody)
def put_template(body: dict[str, Any], number: int | None = None) -> Response:
    """A new template, or a changed one."""
    templates.put(current(), number, body["name"], body["body"])
    return jsonify({"templates": templates.listed(current())})


@blueprint.post("/templates/<int:number>/delete")
@office_required()
def remove_template(number: int) -> Response:
    """Forget a template; its sessions stay."""
    templates.remove(current(), number)
    return jsonify({"templates": templates.listed(current())})


@blueprint.post("/plan/week")
@office_required()
@takes(WeekBody)
def make_week(body: dict[str, Any]) -> Response:
    """The sessions that the templates make of these days: looked at, or made, all or none."""
    session, on = current(), today()
    saving.hold(session)
    calendar, entries = week.plan(session, body["templates"], body["from"], body["days"], body["skip"], on)
    made = week.make(session, g.account, entries, on) if body["write"] else []
    session = settled() if made else session
    return jsonify({**week.shown(session, calendar, entries, on), "made": len(made)})


@blueprint.get("/holidays")
@office_required()
def holidays() -> Response:
    """What kind of days they are."""
    found = workdays.days(asked_day("from", today()), asked_days())
    return jsonify({"days": [each.shown() for each in found]})


@blueprint.get("/board")
@office_required()
def board() -> Response:
    """Sessions × villages."""
    return jsonify(asked_board())


def asked_board() -> dict[str, Any]:
    """The board that the address asks for."""
    site, product = request.args.get("site") or None, request.args.get("product") or None
    return boards.board(current(), asked_day("from", today()), asked_days(), today(), site, product)


@blueprint.get("/dispatch")
@office_required()
def dispatch() -> Response:
    """Where places are short, where they are empty."""
    return jsonify(dispatching.dispatch(current(), asked_day("from", today()), asked_days(), today()))


@blueprint.get("/frozen")
@office_required()
def frozen_ones() -> Response:
    """Sessions whose places wait after a restored backup."""
    return jsonify(frozen.listed(current(), today()))


@blueprint.post("/frozen/thaw")
@office_required()
@takes(ThawBody)
def thaw(body: dict[str, Any]) -> Response:
    """Free them by hand: the office answers for it that no phone gives them out any more."""
    settled_before()
    frozen.thaw(current(), body["session"])
    return jsonify(frozen.listed(settled(), today()))
