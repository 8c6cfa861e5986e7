"""Spreadsheets in and out: a township's list becomes records, the office's list becomes a file.

The way in (ADR 20), a room for each stage: `sheet` (a file to rows under a header) → `person` (a row to a person, with
household and place) → `entry` (parsed once, checked and committed in parts) → `newer` (a row that meets somebody who is
there) → `after` (what is left for a clerk to settle).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.roster import tables as tables  # so that the store knows them

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the blueprint /api/office/roster/* with the export, and the commands `roster check` and `roster import`."""
    from server.roster import api, commands, export_api
    from server.roster.after.api import blueprint as after

    app.register_blueprint(api.blueprint)
    app.register_blueprint(after)
    app.register_blueprint(export_api.blueprint)
    app.cli.add_command(commands.roster)
