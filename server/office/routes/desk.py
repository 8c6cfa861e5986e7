"""The sites' day as the office sees it: counts, adverse reactions, and those whom nobody could be found for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, current_app, g, jsonify, request
from marshmallow import fields, validate

from server import clock
from server.auth import office_required
from server.desk import counts, reactions, sites, stock, walkins
from server.errors import Problem
from server.exchange import ledger
from server.office import township
from server.office.routes.bodies import BASES, DATE
from server.office.sessions.sites import listed
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_desk", __name__, url_prefix="/api/office")
LONG = validate.Length(max=2000)
SHORT = validate.Length(max=100)


class ReactionBody(Body):
    """What the office adds to a reaction; what is absent stays. `bases` are the heads that the form showed."""

    action = fields.String(allow_none=True, validate=LONG)
    note = fields.String(allow_none=True, validate=LONG)
    hospital_called_at = fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, 2**53 - 1))
    outcome = fields.String(allow_none=True, validate=validate.OneOf(reactions.OUTCOMES))
    grave = fields.Boolean()
    mistake = fields.Boolean()
    bases = BASES


class MatchBody(Body):
    """Who it was."""

    resident = fields.String(required=True, validate=validate.Length(1, 48))


class NewPersonBody(Body):
    """Somebody new, in a household that is there or in a new one of a grid; what is absent the desk's record says."""

    grid = fields.String(required=True, validate=validate.Length(1, 20))
    household = fields.String(load_default=None, allow_none=True, validate=validate.Length(1, 48))
    name = fields.String(allow_none=True, validate=SHORT)
    id_kind = fields.String(allow_none=True, validate=SHORT)
    id_number = fields.String(allow_none=True, validate=validate.Length(max=40))
    birth = fields.String(allow_none=True, validate=DATE)
    sex = fields.String(allow_none=True, validate=validate.OneOf(("m", "f")))
    phone = fields.String(allow_none=True, validate=validate.Length(max=40))
    residency = fields.String(allow_none=True, validate=SHORT)
    door = fields.String(allow_none=True, validate=SHORT)
    lane = fields.String(allow_none=True, validate=SHORT)


@blueprint.post("/sites/<record>/desk")
@office_required()
def open_desk(record: str) -> Response:
    """Give a site without a code its own, so that desk staff can be granted it."""
    sites.allot(current(), g.account, record)
    current().expire_all()
    return jsonify({"sites": listed(current())})


@blueprint.get("/desk")
@office_required()
def today() -> Response:
    """How the day goes at each site."""
    session = current()
    on = request.args.get("on") or clock.today(current_app.config["TZ"])
    _checked(on)
    lines = counts.day(session, on)
    left = stock.left(session)
    return jsonify(
        {
            "on": on,
            "now": clock.now_ms(),
            "sites": [{**line, "supply": left.get(line["site"], [])} for line in lines],
            "reactions": reactions.counts(session),
            "unmatched": walkins.count(session),
            "double": counts.doubles(session),
        }
    )


@blueprint.get("/reactions")
@office_required()
def raised() -> Response:
    """Adverse reactions, those that somebody must look after first."""
    return _reactions()


@blueprint.post("/reactions/<record>")
@office_required()
@takes(ReactionBody)
def follow_up(body: dict[str, Any], record: str) -> Response:
    """What was done about a reaction and how it went."""
    session = current()
    township.record_of(session, "reaction", record)
    bases = body.pop("bases", None) or {}
    values: dict[str, Any] = {name: (value, bases.get(name)) for name, value in body.items()}
    if values:
        ledger.office(session, g.account.id, [ledger.Draft("set", "reaction", record, values)])
    return _reactions()


@blueprint.get("/unmatched")
@office_required()
def unmatched() -> Response:
    """Vaccinated people whom nobody could be found for; `aside=1`: those set aside."""
    return _unmatched("aside" if request.args.get("aside") == "1" else "unmatched")


@blueprint.post("/unmatched/<attendance>/match")
@office_required()
@takes(MatchBody)
def match(body: dict[str, Any], attendance: str) -> Response:
    """It was this resident; the dose is written at once."""
    done = walkins.match(current(), attendance, body["resident"], g.account.id, clock.now_ms())
    return _unmatched(done=done)


@blueprint.post("/unmatched/<attendance>/new")
@office_required()
@takes(NewPersonBody)
def new_person(body: dict[str, Any], attendance: str) -> Response:
    """It was somebody new; the resident and the dose are written at once."""
    done = walkins.enter(current(), attendance, body, g.account.id, clock.now_ms())
    return _unmatched(done=done)


@blueprint.post("/unmatched/<attendance>/aside")
@office_required()
def aside(attendance: str) -> Response:
    """It was nobody of this township."""
    walkins.aside(current(), attendance)
    current().flush()
    return _unmatched()


def _checked(day: str) -> None:
    try:
        datetime.strptime(day, "%Y-%m-%d")
    except ValueError:
        raise Problem("bad_value", {"path": "on"}) from None


def _reactions() -> Response:
    session, since, now = current(), request.args.get("since"), clock.now_ms()
    earliest = None
    if since == "all":
        earliest = 0
    elif since is not None:
        _checked(since)
        begins = datetime.fromisoformat(since).replace(tzinfo=ZoneInfo(current_app.config["TZ"]))
        earliest = int(begins.timestamp() * 1000)
    return jsonify({"now": now, "reactions": reactions.listed(session, now, earliest), **reactions.counts(session)})


def _unmatched(state: str = "unmatched", done: dict[str, Any] | None = None) -> Response:
    session = current()
    told = {"people": walkins.listed(session, state), "set_aside": walkins.count(session, "aside")}
    return jsonify({**told, **({"done": done} if done else {})})
