"""The addresses of lists and tables."""

from __future__ import annotations

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """All blueprints of this part."""
    from server.lists.routes.files import blueprint as files
    from server.lists.routes.lists import blueprint as lists
    from server.lists.routes.tables import blueprint as tables

    return [lists, files, tables]
