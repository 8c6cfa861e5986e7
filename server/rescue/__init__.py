"""Rescue: a phone's unsent edits leave it sealed, as a file or as QR codes, and are brought in by any other phone or by
the office (docs/protocol.md, X).

`key` (the township's key pair) → `envelope` (sealing and opening) → `contents` (what was in it) → `bringing` (through
the same push as the phone's own) → `book` (what the office sees of it).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.rescue import tables as tables  # so that the store knows them

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the addresses of phones and office to `app`."""
    from server.rescue.desk import blueprint as desk
    from server.rescue.routes import blueprint as routes

    app.register_blueprint(routes)
    app.register_blueprint(desk)
