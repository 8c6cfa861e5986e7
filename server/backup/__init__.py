"""Backup, restore, and the watch that notices when a database has gone back in time (docs/protocol.md, B)."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the commands to `app`, and compare its database with what was last known of it."""
    from server.backup import commands, watch

    commands.register(app)
    watch.register(app)
