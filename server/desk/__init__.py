"""A vaccination site's desk: whom it may expect, what follows from what it records, and what the office sees of it.

The desk's own records (attendance, reaction) travel like all others, in the site's scope. Residents' records never come
there: the desk is given cards, and what it found out is written into the residents' grids here (docs/protocol.md, K).
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the desk's addresses to `app`."""
    from server.desk.routes import blueprint

    app.register_blueprint(blueprint)
