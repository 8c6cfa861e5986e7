"""The real application under strain that a test sets from outside, in files of RUHU_VAR; it has no switch of its own.

`pages`: SQLite may use so many pages and no more (`max_page_count`). `ahead`: ms by which the server's clock is wrong.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from sqlite3 import Connection
from types import SimpleNamespace

from flask import Flask
from sqlalchemy import event

import server
from server import clock

VAR = Path(os.environ.get("RUHU_VAR", "."))
UNLIMITED = 2**30


def _said(name: str, otherwise: int) -> int:
    try:
        return int((VAR / name).read_text())
    except (FileNotFoundError, ValueError):  # not there, or just being written
        return otherwise


def create_app() -> Flask:
    """What gunicorn is told to serve."""
    app = server.create_app()

    @event.listens_for(app.extensions["ruhu_store"].engine, "checkout")
    def capped(connection: Connection, *_: object) -> None:
        if isinstance(connection, Connection):
            connection.execute(f"PRAGMA max_page_count={_said('pages', UNLIMITED)}")

    clock.time = SimpleNamespace(time_ns=lambda: time.time_ns() + _said("ahead", 0) * 1_000_000)  # type: ignore[attr-defined]
    return app
