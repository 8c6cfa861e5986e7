"""Spreadsheets in and out: a township's list becomes records, the office's list becomes a file.

The way in (ADR 20): `files` (a file to rows) → `spool` → `steps`, the check in parts: `header`, `body` (the people's
rows), `rows` (a row to a person), `places`, `households`, `findings` → `portions` → `staging` → `importing`: `entering`
(who is new), `again` (who is there). The way out: `export`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.roster import tables as tables  # so that the store knows them

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the blueprint /api/office/roster/* with the export, and the commands `roster check` and `roster import`."""
    from server.roster import after_api, api, commands, export_api

    app.register_blueprint(api.blueprint)
    app.register_blueprint(after_api.blueprint)
    app.register_blueprint(export_api.blueprint)
    app.cli.add_command(commands.roster)
