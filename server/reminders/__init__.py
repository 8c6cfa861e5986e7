"""Reminders: in the evening, the phone of whoever has families to remind says how many appointments there are tomorrow.

Web push carries it, so that it comes when the app is closed. What is pushed passes through a browser maker's service:
it is sealed for the phone, and even so holds counts and a day, and nothing about anybody.

`subscribing` (where a phone's reminders go) → `counting` (what tomorrow holds for whom) → `sending` (sealed, to the
push service, and what its answer means).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the addresses of phones and the evening's command to `app`."""
    from server.reminders import commands
    from server.reminders.routes import blueprint

    app.register_blueprint(blueprint)
    commands.register(app)
