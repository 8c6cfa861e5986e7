"""GET /api/office/export/residents.xlsx: the list of residents, narrowed by the same arguments as the list itself."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

from flask import Blueprint, Response, current_app, request, send_file

from server.auth import office_required
from server.clock import today
from server.office import residents
from server.office.areas import names as area_names
from server.office.filters import Filters
from server.roster import export
from server.roster.groups import names_of
from server.store.session import current
from server.words import LANGUAGES, say

blueprint = Blueprint("roster_export", __name__, url_prefix="/api/office/export")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/residents.xlsx")
@office_required()
def residents_file() -> Response:
    """The file. `lang` chooses its language (zh-CN unless en); all other arguments are the list's."""
    day = today(current_app.config["TZ"])
    lang = request.args.get("lang", LANGUAGES[0])
    session = current()
    names = export.Names(
        lang, area_names(session), names_of(session, "groups", lang), names_of(session, "reasons", lang)
    )
    rows = residents.filtered(session, Filters.read(request.args), request.args.get("sort") or "walk")
    with tempfile.TemporaryDirectory(prefix="ruhu-export-") as folder:
        path = Path(folder) / "residents.xlsx"
        export.write(path, rows, names, datetime.date.fromisoformat(day))
        file = path.open("rb")  # stays readable after the folder is gone
    name = f"{say('roster.export.filename', lang)}-{day}.xlsx"
    response = send_file(file, mimetype=XLSX, as_attachment=True, download_name=name, max_age=0)
    response.headers["Cache-Control"] = "no-store"
    return response
