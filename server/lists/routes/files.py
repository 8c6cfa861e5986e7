"""The files of a list: with the columns chosen, and as the roster desk reads it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from flask import Blueprint, Response, current_app, request

from server import clock
from server.auth import office_required
from server.lists import lists, roster
from server.lists.routes.lists import language
from server.store.session import current, patient
from server.words import say

blueprint = Blueprint("list_files", __name__, url_prefix="/api/office/export")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHUNK = 1 << 18


@blueprint.get("/list.xlsx")
@patient
@office_required()
def list_file() -> Response:
    """The people of the filters with the columns chosen."""
    day = clock.today(current_app.config["TZ"])
    return written("list", day, lambda path: lists.file(current(), path, request.args, language(), day))


@blueprint.get("/roster.xlsx")
@patient
@office_required()
def roster_file() -> Response:
    """The people of the filters as the roster desk reads them: imported again it changes nothing."""
    day = clock.today(current_app.config["TZ"])
    return written("roster", day, lambda path: roster.file(current(), path, request.args, day))


def written(name: str, day: str, write: Callable[[Path], object]) -> Response:
    """The file that `write` makes, sent while it is read from disk."""
    with tempfile.TemporaryDirectory(prefix="ruhu-export-") as folder:
        path = Path(folder) / "made.xlsx"
        write(path)
        size = path.stat().st_size
        file = path.open("rb")  # stays readable after the folder is gone
    return answered(Response(_sent(file)), size, name, f"{say(f'lists.filename.{name}', language())}-{day}.xlsx", day)


def answered(response: Response, size: int, name: str, called: str, day: str) -> Response:
    """The answer with its headers: a workbook of that name, kept by no cache."""
    response.mimetype = XLSX
    response.content_length = size
    response.headers["Content-Disposition"] = (
        f"attachment; filename={name}-{day}.xlsx; filename*=UTF-8''{quote(called, safe='')}"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk
