"""Push, pull, snapshots, enrolment of phones, and the one function that changes records: `ledger.commit`."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the phones' addresses to `app`."""
    from server.exchange import commands, rejudging, seen
    from server.exchange.routes import blueprint

    for part in (rejudging, seen, commands):
        part.register(app)
    app.register_blueprint(blueprint)
