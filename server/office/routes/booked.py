"""People with an appointment: day sheet, bus, the waiting, changes; and one appointment settled by the office."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server import clock
from server.auth import office_required
from server.errors import Problem
from server.office import township
from server.office.routes.bodies import RECORD, asked_day
from server.office.sessions import giving, people, sheets
from server.office.sessions.answering import settled, settled_before, today
from server.office.shape import Body, takes
from server.store.session import current
from server.store.tables import Booking

blueprint = Blueprint("office_booked", __name__, url_prefix="/api/office")


class ActBody(Body):
    """What is to be done; `session`: where (of `place`: its own, if none is named)."""

    act = fields.String(required=True, validate=validate.OneOf(("place", "move", "cancel", "told")))
    session = fields.String(load_default=None, allow_none=True, validate=RECORD)


@blueprint.get("/sessions/<record>/sheet")
@office_required()
def sheet(record: str) -> Response:
    """A session's people by number."""
    return jsonify(sheets.sheet(current(), record, today()))


@blueprint.get("/sessions/<record>/waiting")
@office_required()
def waiting(record: str) -> Response:
    """Who waits for a place in it, in the order in which they will be confirmed."""
    return jsonify({"people": sheets.waiting(current(), record, today())})


@blueprint.get("/bus")
@office_required()
def bus() -> Response:
    """Who is to be fetched on a day, by session and village."""
    return jsonify(asked_bus())


def asked_bus() -> dict[str, Any]:
    """The runs that the address asks for."""
    on = asked_day("on", today())
    return sheets.bus(current(), on, today(), request.args.get("site") or None, request.args.get("remote") == "1")


@blueprint.get("/changes")
@office_required()
def changes() -> Response:
    """Whose place was lost, moved or cancelled."""
    return jsonify(asked_changes())


def asked_changes() -> dict[str, Any]:
    """The changes that the address asks for. Raises Problem bad_value."""
    kind = request.args.get("kind") or None
    if kind is not None and kind not in sheets.KINDS:
        raise Problem("bad_value", {"path": "kind"})
    return sheets.changes(current(), today(), kind, request.args.get("told") == "1")


@blueprint.post("/appointments/<record>")
@office_required()
@takes(ActBody)
def act(body: dict[str, Any], record: str) -> Response:
    """Give an appointment a place, move it, cancel it, or note that the family was told."""
    settled_before()
    township.record_of(current(), "appointment", record)
    giving.act(current(), g.account, record, body["act"], body["session"], clock.now_ms(), today())
    found = people.found(settled(), [Booking.appointment == record], today())
    return jsonify({"appointment": found[0] if found else None})
