"""/api/office/roster/*: a file is uploaded, its columns are confirmed, it is checked and goes in, part by part.

The page drives it by asking for one step after another, so there is no process in the background that could die unseen:
a page that was closed, or a server that was killed, goes on with the next step.
"""

from __future__ import annotations

import sqlite3
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate
from sqlalchemy import delete, select

from server import clock
from server.auth import office_required
from server.errors import Problem, answer
from server.exchange import rejudging
from server.limits import takes_file
from server.office.shape import Body, takes
from server.roster.commands import civil_day
from server.roster.entry import check, existing, importing, preview, staging, steps
from server.roster.entry.shelf import spool_if_any, spool_of, spooled, sweep
from server.roster.entry.spool import Spool
from server.roster.person.vaccinated import RESIDENTS, VACCINATED
from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import header as headers
from server.roster.sheet import mapping
from server.roster.sheet.files import Sheet
from server.roster.sheet.header import Header
from server.roster.tables import RosterImport, RosterRow
from server.store.session import after_commit, current, patient, reads, store
from server.words import both

blueprint = Blueprint("roster", __name__, url_prefix="/api/office/roster")

_KIND = {FileCode.TYPE: "unsupported_type", FileCode.EMPTY: "file_empty"}  # all others: bad_file
LISTED = 20
WAITING = 200


class Aimed(Body):
    """Where a roster belongs, what it is, and how its columns are to be read."""

    area = fields.String(required=True, validate=validate.Length(1, 20))
    kind = fields.String(validate=validate.OneOf((RESIDENTS, VACCINATED)))
    mapping = fields.Dict(
        keys=fields.Integer(validate=validate.Range(0, 16_384)),
        values=fields.String(allow_none=True, validate=validate.Length(1, 40)),
    )
    header_row = fields.Integer(validate=validate.Range(1, 1_048_576))
    predecessor = fields.String(allow_none=True, validate=validate.Length(1, 32))


@blueprint.errorhandler(Unreadable)
def unreadable(error: Unreadable) -> Response:
    """A file that is no roster: its own code and sentence, with the status of its kind."""
    response = answer(_KIND.get(error.code, "bad_file"))
    message = both(f"roster.{error.code.value}", **error.values)
    response.set_data(jsonify({"code": error.code.value, "message": message, "details": {}}).get_data())
    return response


@blueprint.errorhandler(sqlite3.DatabaseError)
def unspooled(error: sqlite3.DatabaseError) -> Response:
    """A spool that cannot be used; the server's own database speaks through SQLAlchemy."""
    name = getattr(error, "sqlite_errorname", "")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return answer("roster_file_gone")
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return answer("store_full")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return answer("busy")
    raise error


@blueprint.get("")
@office_required()
def imports() -> Response:
    """The imports that wait to be finished (an afternoon's, put down together), and the last ones that are in."""
    newest = select(RosterImport).order_by(RosterImport.made_at.desc())
    waiting = newest.where(RosterImport.state.not_in(("done", "discarded"))).limit(WAITING)
    done = newest.where(RosterImport.state == "done").limit(LISTED)
    found = [*current().scalars(waiting), *current().scalars(done)]
    return jsonify(
        {
            "imports": [
                importing.progress(current(), one).as_json()
                | {"made_at": one.made_at, "finished_at": one.finished_at, "source": one.source}
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
    """Take a file (form field `file`; `area` and `sheet` if chosen) and show its columns. Nothing goes in yet."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise Problem("malformed", {"path": "file"})
    area = request.form.get("area") or None
    if area:
        staging.known_area(current(), area)
    sweep()
    mark = f"new-{clock.now_ms()}-{g.account.id}"
    path, rows = spooled(f"{mark}.file"), spooled(f"{mark}.rows")
    try:
        sent.save(path)
        with Spool(rows) as spool:
            header = check.take(spool, path, sent.filename, request.form.get("sheet", ""))
            if header is None and not check.promising(spool):
                raise Unreadable(FileCode.NO_HEADER)
            remembered = mapping.recall(current(), headers.shape(header)) if header else None
            if header is not None and remembered is not None:
                header = headers.mapped(header, remembered)
            kind = check.kind_of(spool, header) if header else RESIDENTS
            seen = preview.received(spool, header, remembered is not None, kind)
            spool.note(received=seen, found=asdict(header) if header else None)
        with store().writing() as session:
            sha256, now = staging.fingerprint(path), clock.now_ms()
            imported = staging.record_file(session, g.account.id, sent.filename, sha256, now)
            imported.area, imported.kind = area, kind
            rows.rename(spooled(imported.id))
    finally:
        for each in (path, rows):
            each.unlink(missing_ok=True)
    return jsonify({**_head(imported), **seen})


@blueprint.get("/<import_id>/received")
@office_required()
def received(import_id: str) -> Response:
    """What the upload answered, once more: for a page that was closed before the columns were confirmed. With
    `header_row` as the file is when its header begins in that row of the sheet.
    """
    imported = importing.found(current(), import_id)
    row = request.args.get("header_row", type=int)
    with spool_of(import_id) as spool:
        if row is None:
            return jsonify({**_head(imported), **spool.get("received")})
        header = _header(spool, row)
        remembered = mapping.recall(current(), headers.shape(header))
        header = headers.mapped(header, remembered) if remembered is not None else header
        seen = preview.received(spool, header, remembered is not None, check.kind_of(spool, header))
        return jsonify({**_head(imported), **seen})


@blueprint.post("/<import_id>/check")
@patient
@reads  # how a file writes its columns is learned first: nobody must wait for that
@office_required()
@takes(Aimed)
def begin(import_id: str, body: dict[str, Any]) -> Response:
    """Say where the file belongs and how its columns are read; the steps that follow check it."""
    chosen = body.get("mapping")
    staging.not_begun(importing.found(current(), import_id))
    area = staging.known_area(current(), body["area"])
    with spool_of(import_id) as spool:
        header = _header(spool, body.get("header_row"))
        header = headers.mapped(header, chosen) if chosen else header
        kind = body.get("kind") or check.kind_of(spool, header)
        before = staging.predecessor(current(), header, area, kind, body.get("predecessor"))
        with spool.part():  # whoever has begun to import meanwhile is found before anything is forgotten
            with store().writing() as session:
                imported = importing.locked(session, import_id)
                staging.aim(session, imported, header, area, kind, before)
                if chosen:
                    mapping.remember(session, headers.shape(header), chosen, g.account.id, clock.now_ms())
            steps.begin(spool, header, area, kind, civil_day(), before)
        return jsonify(importing.progress(current(), imported, spool).as_json())


@blueprint.post("/<import_id>/start")
@patient
@office_required()
def start(import_id: str) -> Response:
    """Let what was checked begin to go in. Asked again, it only says how far the import is."""
    session = current()
    imported = importing.locked(session, import_id)
    if imported.state == "checked":
        with spool_of(import_id) as spool:
            staging.start(session, imported, g.account.id, spool)
    return jsonify(importing.progress(session, imported).as_json())


@blueprint.post("/<import_id>/step")
@patient
@reads  # its parts have transactions of their own: nobody waits longer than for one of them
@office_required()
def step(import_id: str) -> Response:
    """Do the next part of what is under way, checking or importing, and say how far it is."""
    rejudging.catch_up(store(), civil_day().isoformat(), rejudging.PATIENCE_SECONDS)  # who is there is asked of lists
    imported = importing.found(current(), import_id)
    if imported.state == "checking":
        return _check(imported)
    if imported.state == "staged":
        with spool_if_any(import_id) as spool:
            importing.run(store(), import_id, spool, steps.SECONDS)
    with store().reading() as session:
        imported = importing.found(session, import_id)
        if imported.state == "done":
            spooled(import_id).unlink(missing_ok=True)
        return jsonify(importing.progress(session, imported).as_json())


@blueprint.get("/<import_id>")
@office_required()
def one(import_id: str) -> Response:
    """How far an import is, and what stayed out of it and why."""
    imported = importing.found(current(), import_id)
    with spool_if_any(import_id) as spool:
        now = importing.progress(current(), imported, spool).as_json()
    return jsonify({**now, **preview.kept(imported.report)})


@blueprint.get("/<import_id>/preview")
@office_required()
def shown(import_id: str) -> Response:
    """What a checked file holds, before anything of it goes in."""
    imported = importing.found(current(), import_id)
    if imported.state != "checked":
        raise Problem("not_found")
    with spool_of(import_id) as spool:
        return jsonify({**_head(imported), **preview.of(check.Examined(spool), existing.area_names(current()))})


@blueprint.delete("/<import_id>")
@office_required()
def discard(import_id: str) -> Response:
    """Drop what has not gone in. What was committed stays."""
    session = current()
    imported = importing.locked(session, import_id)
    if imported.state in (*staging.BEFORE, "staged"):
        session.execute(delete(RosterRow).where(RosterRow.import_id == import_id, RosterRow.state == "waiting"))
        imported.state, imported.finished_at = "discarded", clock.now_ms()
        after_commit(lambda _: spooled(import_id).unlink(missing_ok=True))
    return jsonify(importing.progress(session, imported).as_json())


def _check(imported: RosterImport) -> Response:
    """One step of a check; at its end what was found is noted with the import."""
    with spool_of(imported.id) as spool:
        if not steps.step(spool, current(), steps.SECONDS):
            with store().writing() as session:
                fresh = importing.locked(session, imported.id)
                if fresh.state == "checking":
                    staging.checked(fresh, check.Examined(spool))
        with store().reading() as session:
            fresh = importing.found(session, imported.id)
            return jsonify(importing.progress(session, fresh, spool).as_json())


def _header(spool: Spool, row: int | None) -> Header:
    """The header that was found, or the one that begins in the sheet's row `row`. Raises Problem header_unknown."""
    rows = spool.get("received")["header"]["rows"]
    if rows and row in (None, *rows):
        return steps.header_of(spool, "found")
    header = headers.at(Sheet(spool.get("sheet"), lambda: iter(spool.head())), row) if row else None
    if header is None:
        raise Problem("header_unknown", {"row": str(row or 1)})
    return header


def _head(imported: RosterImport) -> dict[str, Any]:
    return {"id": imported.id, "filename": imported.filename, "state": imported.state, "area": imported.area}
