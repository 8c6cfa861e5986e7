"""GET /api/office/export/residents.xlsx: the list of residents, narrowed by the same arguments as the list itself."""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from server.auth import office_required
from server.clock import today
from server.office import residents
from server.office.areas import names as area_names
from server.office.filters import Filters
from server.roster import export
from server.roster.groups import names_of
from server.store.session import current, patient
from server.words import LANGUAGES, say

blueprint = Blueprint("roster_export", __name__, url_prefix="/api/office/export")

_CHUNK = 1 << 18
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/residents.xlsx")
@patient
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
        size = path.stat().st_size
        file = path.open("rb")  # stays readable after the folder is gone
    response = Response(_sent(file), mimetype=XLSX)
    response.content_length = size
    name = f"{say('roster.export.filename', lang)}-{day}.xlsx"
    response.headers["Content-Disposition"] = (
        f"attachment; filename=residents-{day}.xlsx; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
