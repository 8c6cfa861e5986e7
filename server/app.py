"""Put the application together: configuration, store, failures, limits, pages, and each part's blueprint and
commands.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping
from typing import Any

from flask import Flask

from server import commands, compress, config, errors, limits, logs, metrics, pages
from server.store import session

# Each part has `register(app)`, which adds its blueprint and its commands.
PARTS = ("server.exchange", "server.accounts", "server.office", "server.roster", "server.demo")


def build(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Return the application; see `server.create_app`."""
    app = Flask("server", static_folder=None)
    app.config.from_mapping(config.load(overrides))
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    for part in (logs, compress, errors, session, limits, metrics, pages, commands):
        part.register(app)
    for name in PARTS:
        if importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        if hasattr(module, "register"):
            module.register(app)
    return app
