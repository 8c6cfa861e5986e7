"""Put the application together: configuration, store, failures, limits, pages, and each part's blueprint and
commands. What every request pays for is here and in the `register` of the first parts: it is kept short.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from typing import Any

from flask import Flask, Request
from flask.sessions import NullSession, SessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix

from server import commands, compress, config, errors, health, limits, logs, metrics, pages
from server.store import session
from server.store.attempts import Attempting

# Each part has `register(app)`, which adds its blueprint and its commands.
PARTS = (
    "server.exchange",
    "server.places",
    "server.backup",
    "server.accounts",
    "server.office",
    "server.roster",
    "server.lists",
    "server.rescue",
    "server.desk",
    "server.reminders",
    "server.openapi",
    "server.demo",
)


NOTHING = NullSession()


class NoSession(SessionInterface):
    """Flask's own cookie is not used: a login is a random token of the table of logins."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin:
        """Nothing; writing into it would fail."""
        return NOTHING

    def is_null_session(self, obj: object) -> bool:
        """Always: so nothing is saved."""
        return True


def build(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Return the application; see `server.create_app`."""
    app = Attempting("server", static_folder=None)
    app.session_interface = NoSession()
    app.config.from_mapping(config.load(overrides))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    for part in (logs, compress, errors, session, limits, metrics, health, pages, commands):
        part.register(app)
    for name in PARTS:
        if importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        if hasattr(module, "register"):
            module.register(app)
    if trusted := int(app.config["TRUSTED_PROXIES"]):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)  # type: ignore[method-assign]
    return app
