"""Bring a database to the present tables by Alembic, and give a new one its epoch."""

from __future__ import annotations

import secrets
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.store.tables import Meta

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run every migration that `engine` has not seen yet; harmless when there is none."""
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")
    with Session(engine) as session, session.begin():
        if session.get(Meta, "epoch") is None:
            session.add_all([Meta(key="epoch", value=secrets.token_hex(6)), Meta(key="grants_version", value="0")])
