"""The office's work: lists, review, quarantine, areas, people, devices, sites and sessions. All under /api/office."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the office's addresses to `app`."""
    from server.office import storable
    from server.office.routes import blueprints

    app.before_request(storable.check_address)
    for blueprint in blueprints():
        app.register_blueprint(blueprint)
