"""/api/office/roster/*: a file is uploaded and checked, given an area, staged, and committed part by part.

The page drives the import by asking for one step after another, so there is no process in the background that could
die unseen: a page that was closed, or a server that was killed, goes on with the next step.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request
from marshmallow import fields, validate
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.auth import office_required
from server.clock import now_ms
from server.errors import Problem, answer
from server.limits import takes_file
from server.office.shape import Body, takes
from server.roster import existing, importing, preview, staging
from server.roster.check import Examined, examine
from server.roster.commands import civil_day
from server.roster.groups import words_of_groups
from server.roster.problems import FileCode, Unreadable
from server.roster.tables import RosterImport, RosterRow
from server.store.session import after_commit, current, patient, reads, store
from server.words import both

blueprint = Blueprint("roster", __name__, url_prefix="/api/office/roster")

_KIND = {FileCode.TYPE: "unsupported_type", FileCode.EMPTY: "file_empty"}  # all others: bad_file
LISTED = 20


class Target(Body):
    """Where a roster belongs."""

    area = fields.String(required=True, validate=validate.Length(1, 20))


@blueprint.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> Response:
    """A file that is no roster: its own code and sentence, with the status of its kind."""
    response = answer(_KIND.get(error.code, "bad_file"))
    message = both(f"roster.{error.code.value}", **error.values)
    response.set_data(jsonify({"code": error.code.value, "message": message, "details": {}}).get_data())
    return response


@blueprint.get("")
@office_required()
def imports() -> Response:
    """The imports that wait to be finished, and the last ones."""
    found = current().scalars(
        select(RosterImport)
        .where(RosterImport.state.in_(("staged", "done")))
        .order_by(RosterImport.state.desc(), RosterImport.made_at.desc())
        .limit(LISTED)
    )
    return jsonify(
        {
            "imports": [
                {
                    "id": one.id,
                    "filename": one.filename,
                    "state": one.state,
                    "area": one.area,
                    "rows": one.rows,
                    "made_at": one.made_at,
                    "finished_at": one.finished_at,
                }
                for one in found
            ]
        }
    )


@blueprint.post("/files")
@patient
@reads  # a slow upload must not hold the write lock; what it writes has a transaction of its own
@office_required()
@takes_file
def upload() -> Response:
    """Take a file (form field `file`, and `area` if chosen), check it, and show what it holds. Nothing goes in yet."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Problem("malformed", {"path": "file"})
    area = request.form.get("area") or None
    if area:
        staging.known_area(current(), area)
    path = _folder() / f"new-{now_ms()}-{g.account.id}"
    try:
        sent.save(path)
        examined = _examine(path, area, sent.filename, current())
        with store().writing() as session:
            for old in staging.forgotten(session, now_ms()):
                _file(old).unlink(missing_ok=True)
            imported = staging.record_file(session, g.account.id, sent.filename, staging.fingerprint(path), now_ms())
            path.rename(_file(imported.id))
    finally:
        path.unlink(missing_ok=True)
    return _shown(imported, examined, current())


@blueprint.post("/<import_id>/check")
@patient
@reads
@office_required()
@takes(Target)
def check_again(import_id: str, body: dict[str, Any]) -> Response:
    """The same file as seen from another area."""
    imported = _checked(current(), import_id)
    area = staging.known_area(current(), body["area"])
    return _shown(imported, _examine(_file(import_id), area, imported.filename, current()), current())


@blueprint.post("/<import_id>/start")
@patient
@reads  # a large file takes seconds to examine: phones must not wait for it, only for the staging
@office_required()
@takes(Target)
def start(import_id: str, body: dict[str, Any]) -> Response:
    """Stage the whole file for an area. Asked again, it only says how far the import is."""
    imported = current().get(RosterImport, import_id)
    if imported is not None and imported.state == "checked":
        area = staging.known_area(current(), body["area"])
        path = _file(import_id)
        if not path.exists():
            raise Problem("not_found")
        examined = _examine(path, area, imported.filename, current())
        with store().writing() as session:
            fresh = importing.locked(session, import_id)
            if fresh.state == "checked":
                staging.stage(session, fresh, g.account.id, area, examined)
        path.unlink(missing_ok=True)
    with store().reading() as session:
        return jsonify(importing.progress(session, importing.found(session, import_id)).as_json())


@blueprint.post("/<import_id>/step")
@patient
@office_required()
def step(import_id: str) -> Response:
    """Commit the next part and say how far the import is; `state` is done when nothing waits."""
    session = current()
    imported = importing.locked(session, import_id)
    importing.step(session, imported, now_ms())
    return jsonify(importing.progress(session, imported).as_json())


@blueprint.get("/<import_id>")
@office_required()
def one(import_id: str) -> Response:
    """How far an import is, and what stayed out of it and why."""
    imported = importing.found(current(), import_id)
    return jsonify({**importing.progress(current(), imported).as_json(), **preview.kept(imported.report)})


@blueprint.delete("/<import_id>")
@office_required()
def discard(import_id: str) -> Response:
    """Drop what has not gone in. What was committed stays."""
    session = current()
    imported = importing.locked(session, import_id)
    if imported.state in ("checked", "staged"):
        session.execute(delete(RosterRow).where(RosterRow.import_id == import_id, RosterRow.state == "waiting"))
        imported.state, imported.finished_at = "discarded", now_ms()
        after_commit(lambda _: _file(import_id).unlink(missing_ok=True))
    return jsonify(importing.progress(session, imported).as_json())


def _shown(imported: RosterImport, examined: Examined, session: Session) -> Response:
    shown = preview.of(examined, existing.area_names(session))
    return jsonify({"id": imported.id, "filename": imported.filename, **shown})


def _checked(session: Session, import_id: str) -> RosterImport:
    imported = session.get(RosterImport, import_id)
    if imported is None or imported.state != "checked" or not _file(import_id).exists():
        raise Problem("not_found")
    return imported


def _examine(path: Path, area: str | None, filename: str, session: Session) -> Examined:
    return examine(path, area, session, civil_day(), words_of_groups(session), filename)


def _file(import_id: str) -> Path:
    return _folder() / import_id


def _folder() -> Path:
    folder = Path(current_app.config["RUHU_VAR"]) / "roster"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
