"""Backup, restore, and the watch that notices when a database has gone back in time (docs/protocol.md, B)."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add commands and addresses to `app`, and compare its database with what was last known of it."""
    from server.backup import commands, watch
    from server.exchange import witness

    app.register_blueprint(witness.blueprint)
    commands.register(app)
    watch.register(app)
