"""What no database can hold is told apart before anything is asked of one: the character NUL, half a character, a
number longer than any id. PostgreSQL and SQLite refuse them each in its own way, and neither says what to do.
"""

from __future__ import annotations

from typing import Any

from flask import request

from server.errors import Problem

MOST_ID = 2**31 - 1  # of the columns
PREFIX = "/api/office"


def check_address() -> None:
    """Look at the address of a request to the office. Raises Problem not_found, bad_value (naming the argument)."""
    if not request.path.startswith(PREFIX):
        return
    for part in (request.view_args or {}).values():
        if part > MOST_ID if isinstance(part, int) else not text_fits(part):
            raise Problem("not_found")
    for name, value in request.args.items(multi=True):
        if not text_fits(value):
            raise Problem("bad_value", {"path": name if text_fits(name) else ""})


def path_of_unfit(value: Any, path: tuple[str, ...] = ()) -> str | None:
    """Where in a request's JSON there is a text that cannot be kept: `edits.0.name`; None if nowhere."""
    if isinstance(value, str):
        return None if text_fits(value) else ".".join(path)
    if isinstance(value, dict):
        if not all(map(text_fits, value)):
            return ".".join(path)
        inside = value.items()
    elif isinstance(value, list):
        inside = dict(enumerate(value)).items()
    else:
        return None
    found = (path_of_unfit(each, (*path, str(name))) for name, each in inside)
    return next((where for where in found if where is not None), None)


def text_fits(text: str) -> bool:
    """Whether a text can be kept and sent: UTF-8 without the character NUL."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)
