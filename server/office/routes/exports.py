"""The plan's files: board, day sheet, buses, changes, supply, as .xlsx."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, request

from server.auth import office_required
from server.office.routes.booked import asked_bus, asked_changes
from server.office.routes.plan import asked_board
from server.office.sessions import entries, export, sheets, workbook
from server.office.sessions.answering import today
from server.roster.export_api import XLSX
from server.store.session import current, patient
from server.words import LANGUAGES, say

blueprint = Blueprint("office_plan_files", __name__, url_prefix="/api/office/export")

Tables = Callable[[Any, export.Speaker], list[workbook.Table]]


@blueprint.get("/board.xlsx")
@patient
@office_required()
def board() -> Response:
    """The week board."""
    return _file("board", export.board, asked_board())


@blueprint.get("/sheet.xlsx")
@patient
@office_required()
def sheet() -> Response:
    """A session's people."""
    return _file("sheet", export.sheet, sheets.sheet(current(), request.args.get("session", ""), today()))


@blueprint.get("/bus.xlsx")
@patient
@office_required()
def bus() -> Response:
    """Who is to be fetched on a day."""
    return _file("bus", export.bus, asked_bus())


@blueprint.get("/changes.xlsx")
@patient
@office_required()
def changes() -> Response:
    """Whose place has changed."""
    return _file("changes", export.changes, asked_changes())


@blueprint.get("/supply.xlsx")
@patient
@office_required()
def supply() -> Response:
    """What the sites have."""
    return _file("supply", export.supply, entries.shown(current(), today()))


def _file(name: str, tables: Tables, shown: Any) -> Response:
    lang = request.args.get("lang", LANGUAGES[0])
    made = workbook.written(tables(shown, export.speaker(current(), lang)), lang)
    response = Response(made, mimetype=XLSX)
    called = f"{say(f'plan.sheet.{_SHEET.get(name, name)}', lang)}-{today()}.xlsx"
    response.headers["Content-Disposition"] = (
        f"attachment; filename={name}-{today()}.xlsx; filename*=UTF-8''{quote(called)}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


_SHEET = {"board": "sessions"}
