"""/api/office/staff/*: lists of staff in, and the sheets with which their phones are bound."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, current_app, g, jsonify, request
from marshmallow import fields, validate

from server import accounts, clock
from server.auth import office_required
from server.errors import Problem, answer
from server.limits import takes_file
from server.office import areas, township
from server.office.routes.people import qr
from server.office.shape import Body, takes
from server.office.staff import entering, links, phones, preview, reading, sheets
from server.office.staff.naming import Names
from server.office.storable import MOST_ID
from server.roster.problems import FileCode, Unreadable
from server.store.session import current, patient, reads, store
from server.words import LANGUAGES, both, say
from sync.areas import level

blueprint = Blueprint("office_staff", __name__, url_prefix="/api/office/staff")

MOST = 50  # links in one answer
DAYS = (1, 3, 7)
DAY_MS = 24 * 3_600_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KIND = {FileCode.TYPE: "unsupported_type", FileCode.EMPTY: "file_empty"}  # all others: bad_file
_OWN = {FileCode.NO_HEADER, FileCode.EMPTY, FileCode.TOO_LONG}  # said otherwise than of a roster


ACCOUNT = fields.Integer(strict=True, validate=validate.Range(1, MOST_ID))


class Wanted(Body):
    """For whom links are made, and for how many days they are valid."""

    accounts = fields.List(ACCOUNT, required=True, validate=validate.Length(1, MOST))
    days = fields.Integer(strict=True, load_default=1, validate=validate.OneOf(DAYS))


@blueprint.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> Response:
    """A file that is no list of staff: its own code and sentence, with the status of its kind."""
    response = answer(_KIND.get(error.code, "bad_file"))
    part = "people" if error.code in _OWN else "roster"
    message = both(f"{part}.{error.code.value}", **error.values)
    response.set_data(jsonify({"code": error.code.value, "message": message, "details": {}}).get_data())
    return response


@blueprint.post("/files")
@patient
@reads  # a slow upload must not hold the write lock; what is kept of it has a transaction of its own
@office_required("admin")
@takes_file
def upload() -> Response:
    """Take a list (form field `file`; `village`, if it is one village's), and say what it would do. Nothing goes in."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Problem("malformed", {"path": "file"})
    village = request.form.get("village") or None
    if village and level(areas.known(current(), village).code) != "village":
        raise Problem("bad_value", {"path": "village"})
    with tempfile.TemporaryDirectory(prefix="ruhu-staff-") as folder:
        path = Path(folder) / "file"
        sent.save(path)
        names = Names(areas.names(current()), _sites())
        listed = reading.read(path, sent.filename, names, village)
    shown = preview.of(current(), listed)
    with store().writing() as session:
        kept = entering.keep(session, g.account.id, sent.filename, listed, clock.now_ms())
        return jsonify({"id": kept.id, "filename": kept.filename, "state": kept.state, **shown})


@blueprint.post("/<name>/step")
@patient
@office_required("admin")
def step(name: str) -> Response:
    """Let the next people in and say how far the list is; `state` is done when nobody waits."""
    waiting = entering.found(current(), name)
    entering.step(current(), g.account, waiting, clock.now_ms())
    return jsonify(entering.progress(waiting))


@blueprint.get("/<name>")
@office_required("admin")
def one(name: str) -> Response:
    """How far a list is, and what stayed out of it and why."""
    return jsonify(entering.progress(entering.found(current(), name, locked=False)))


@blueprint.delete("/<name>")
@office_required("admin")
def discard(name: str) -> Response:
    """Drop what has not gone in. Who is in stays."""
    waiting = entering.found(current(), name)
    entering.discard(waiting, clock.now_ms())
    return jsonify(entering.progress(waiting))


@blueprint.get("/phones")
@office_required()
def bound() -> Response:
    """Who has bound a phone, who has a code, whose code has expired, and when each was last heard of."""
    now = clock.now_ms()
    return jsonify({"people": phones.lines(current(), now), "now": now, "days": list(DAYS)})


@blueprint.post("/links")
@office_required("admin")
@takes(Wanted)
def sheet(body: dict[str, Any]) -> Response:
    """One-use links with their QR codes for a sheet, told this once; earlier ones that nobody used end now."""
    made = links.make(current(), g.account.id, body["accounts"], clock.now_ms(), body["days"] * DAY_MS)
    told = [(account, each, accounts.enrolment_link(request.host_url, each.code)) for account, each in made]
    lines = [
        {"account": account.id, "link": link, "qr": qr(link), "expires": each.expires} for account, each, link in told
    ]
    return jsonify({"links": lines})


@blueprint.get("/example.xlsx")
@office_required("admin")
def example() -> Response:
    """An empty sheet to fill in, with what each column means and what the villages and grids are called."""
    return _file(sheets.example(_lang(), areas.names(current()), _sites()), "example")


@blueprint.get("/people.xlsx")
@office_required("admin")
def people() -> Response:
    """Everybody who works in the field, in the form that comes in again."""
    return _file(sheets.everybody(current(), _lang(), areas.names(current()), _sites()), "people")


def _sites() -> dict[str, str]:
    """Code → name of every site that has one."""
    rows = (row["values"] for row in township.sites(current()))
    return {str(row["code"]): str(row["name"]) for row in rows if row.get("code") and row.get("name")}


def _lang() -> str:
    return request.args.get("lang", LANGUAGES[0])


def _file(content: bytes, what: str) -> Response:
    day = clock.today(current_app.config["TZ"])
    name = f"{say(f'people.filename.{what}', _lang())}-{day}.xlsx"
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename=staff-{day}.xlsx; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "no-store"
    return response
