"""GET /api/office/export/residents.xlsx: the list of residents, narrowed by the same arguments as the list itself."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from server import clock
from server.auth import office_required
from server.lists import lists
from server.lists.routes.files import XLSX, written
from server.lists.routes.lists import language
from server.store.session import current, patient

__all__ = ["XLSX", "blueprint"]

blueprint = Blueprint("roster_export", __name__, url_prefix="/api/office/export")


@blueprint.get("/residents.xlsx")
@patient
@office_required()
def residents_file() -> Response:
    """The file, with the usual columns or those of `columns`. `lang` chooses its language (zh-CN unless en)."""
    day = clock.today(current_app.config["TZ"])
    return written("residents", day, lambda path: lists.file(current(), path, request.args, language(), day))
