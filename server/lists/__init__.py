"""What goes out of the office: lists with the columns that it chooses, saved views, and the tables that it hands in.

A list: `people` (a resident with all that belongs to them) → `columns` → `writing` (.xlsx). `roster` writes the list as
the roster desk reads it. A table: `figures`, `given` (what the lists say) → `tables` (named values and lists of lines)
→ `filling` (a workbook with placeholders, the built-in ones of `builtin` or an inspected one of the office's own).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add the blueprints /api/office/lists/*, /api/office/tables/* and /api/office/export/list.xlsx."""
    from server.lists.routes import blueprints

    for blueprint in blueprints():
        app.register_blueprint(blueprint)
