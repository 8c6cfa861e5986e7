"""/api/office/roster/<id>/…: what is left when a list is in. Rows that stayed out, rows without a grid, differences,
who is not in the list any more, who was not found.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import ValidationError, fields, validate
from sqlalchemy.orm import Session

from server import clock
from server.auth import office_required
from server.errors import Problem
from server.office.residents import whole
from server.office.shape import Body, takes
from server.roster.after import absent, deciding, differences, stopped, tray
from server.roster.commands import civil_day
from server.roster.entry import importing
from server.roster.export_api import XLSX
from server.roster.tables import RosterImport
from server.store.session import current, patient, reads, store
from server.words import LANGUAGES, say

blueprint = Blueprint("roster_after", __name__, url_prefix="/api/office/roster")

_MOST_PAGES = 100_000


class _Chosen(fields.Field[Any]):
    """A list of whole numbers, or "all"."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[int] | None:
        if value == "all":
            return None
        if not isinstance(value, list) or not all(type(each) is int for each in value):
            raise ValidationError("is neither a list of numbers nor all")
        return value


class Placed(Body):
    """Rows of the tray, and the grid that they belong to."""

    rows = _Chosen(required=True)
    grid = fields.String(required=True, validate=validate.Length(1, 20))


class Decided(Body):
    """Differences, and whether the list's word is taken."""

    ids = _Chosen(required=True)
    take = fields.Boolean(required=True)


@blueprint.get("/<import_id>/stopped.xlsx")
@patient
@office_required()
def stopped_file(import_id: str) -> Response:
    """The rows that stayed out, with the reasons: corrected and uploaded again they go in."""
    return _file(import_id, "stopped", stopped.write)


@blueprint.get("/<import_id>/not-found.xlsx")
@patient
@office_required()
def not_found_file(import_id: str) -> Response:
    """Who of a list of people vaccinated is in no list of ours."""
    return _file(import_id, "not_found", stopped.write_not_found)


@blueprint.get("/<import_id>/unplaced")
@office_required()
def unplaced(import_id: str) -> Response:
    """The tray."""
    importing.found(current(), import_id)
    return jsonify(tray.page(current(), import_id, whole(request.args, "page", 1, _MOST_PAGES)))


@blueprint.post("/<import_id>/place")
@patient
@reads  # it writes in parts, each in a transaction of its own: phones wait for none of them long
@office_required()
@takes(Placed)
def place(import_id: str, body: dict[str, Any]) -> Response:
    """Give rows of the tray a grid; answers how far the import is then."""
    tray.place(store(), import_id, body["rows"], body["grid"], clock.now_ms(), civil_day().isoformat())
    return _progress(import_id)


@blueprint.get("/<import_id>/differences")
@office_required()
def listed(import_id: str) -> Response:
    """What the list says otherwise (`state`: open, taken, left, review, passed; none: all)."""
    importing.found(current(), import_id)
    state = request.args.get("state", "")
    if state and state not in differences.STATES:
        raise Problem("bad_value", {"path": "state"})
    lang = request.args.get("lang", LANGUAGES[0])
    number = whole(request.args, "page", 1, _MOST_PAGES)
    return jsonify(differences.page(current(), import_id, number, state, lang))


@blueprint.post("/<import_id>/differences")
@patient
@reads
@office_required()
@takes(Decided)
def decide(import_id: str, body: dict[str, Any]) -> Response:
    """Take the list's word, or leave what stands: {decided, refused} and how far the import is."""
    importing.found(current(), import_id)
    done = deciding.decide(store(), g.account.id, import_id, body["ids"], body["take"])
    with store().reading() as session:
        now = importing.progress(session, importing.found(session, import_id)).as_json()
    return jsonify({**now, **done})


@blueprint.get("/<import_id>/absent")
@office_required()
def missing(import_id: str) -> Response:
    """Who was in the source's last list and is not in this one."""
    imported = importing.found(current(), import_id)
    return jsonify(absent.page(current(), imported, whole(request.args, "page", 1, _MOST_PAGES)))


def _progress(import_id: str) -> Response:
    with store().reading() as session:
        return jsonify(importing.progress(session, importing.found(session, import_id)).as_json())


def _file(import_id: str, what: str, write: Callable[[Path, Session, RosterImport, str], int]) -> Response:
    session, lang = current(), request.args.get("lang", LANGUAGES[0])
    imported = importing.found(session, import_id)
    with tempfile.TemporaryDirectory(prefix="ruhu-roster-") as folder:
        path = Path(folder) / f"{what}.xlsx"
        write(path, session, imported, lang)
        response = Response(path.read_bytes(), mimetype=XLSX)
    name = say(f"roster.{what}.filename", lang, file=Path(imported.filename).stem)
    response.headers["Content-Disposition"] = (
        f"attachment; filename={what.replace('_', '-')}.xlsx; filename*=UTF-8''{quote(name)}.xlsx"
    )
    response.headers["Cache-Control"] = "no-store"
    return response
