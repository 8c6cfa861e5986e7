"""Push, pull, snapshot, enrolment of phones, and the one function that changes records: `ledger.commit`."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the phones' addresses to `app`."""
    from server.exchange import rejudging
    from server.exchange.routes import blueprint

    rejudging.register(app)
    app.register_blueprint(blueprint)
