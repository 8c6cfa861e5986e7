"""Whether this server may be sent requests: for whoever watches over it, and for the one who has just upgraded it."""

from __future__ import annotations

from functools import cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from server.errors import Problem
from server.openapi import shapes
from server.openapi.saying import answers
from server.store.migrate import MIGRATIONS
from server.store.session import current


def register(app: Flask) -> None:
    """Serve /api/health (the process answers) and /healthz (it can work)."""

    @app.get("/api/health")
    @answers(shapes.HEALTHY)
    def health() -> dict[str, bool]:
        """The process answers."""
        return {"ok": True}

    @app.get("/healthz")
    @answers(shapes.READY)
    def ready() -> dict[str, bool]:
        """The database answers and is as new as the code: else `busy` or `not_set_up`."""
        present = MigrationContext.configure(current().connection()).get_current_revision()
        if present != newest():
            raise Problem("not_set_up")
        return {"ready": True}


@cache
def newest() -> str | None:
    """The last migration that this code brings."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(settings).get_current_head()
