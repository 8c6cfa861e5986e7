"""What no database can hold is told apart before anything is asked of one: the character NUL, half a character, a
number longer than any id. PostgreSQL and SQLite refuse them each in its own way, and neither says what to do.
"""

from __future__ import annotations

from typing import Any

from flask import request

from server.errors import Problem
from sync.shapes import plain

MOST_ID = 2**31 - 1  # of the columns
PREFIX = "/api/office"


def check_address() -> None:
    """Look at the address of a request to the office. Raises Problem not_found, bad_value (naming the argument)."""
    if not request.path.startswith(PREFIX):
        return
    for part in (request.view_args or {}).values():
        if part > MOST_ID if isinstance(part, int) else not plain(part):
            raise Problem("not_found")
    for name, value in request.args.items(multi=True):
        if not plain(value):
            raise Problem("bad_value", {"path": name if plain(name) else ""})


def path_of_unfit(value: Any, path: tuple[str, ...] = ()) -> str | None:
    """Where in a request's JSON something cannot be kept: `edits.0.name`; None if nowhere."""
    if not isinstance(value, dict | list):
        return None if plain(value) else ".".join(path)
    inside = value.items() if isinstance(value, dict) else dict(enumerate(value)).items()
    found = (path_of_unfit(each, (*path, str(name))) if plain(name) else ".".join(path) for name, each in inside)
    return next((where for where in found if where is not None), None)
