"""Places in sessions: numbered tickets, lent to phones, given out offline, and never more of them than there are.

What a session's tickets do is decided by `sync.leases` alone; here its state is loaded under a lock and written back.
"""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """Add the phones' address and the commands to `app`."""
    from server.places import commands
    from server.places.routes import blueprint

    commands.register(app)
    app.register_blueprint(blueprint)
