"""Bring a database to the present tables by Alembic, and give a new one its epoch."""

from __future__ import annotations

import secrets
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from server.store.tables import Meta

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine) -> None:
    """Run every migration that `engine` has not seen yet; harmless when there is none."""
    with engine.begin() as connection:
        run(connection)
    with Session(engine) as session, session.begin():
        if session.get(Meta, "epoch") is None:
            session.add_all([Meta(key="epoch", value=secrets.token_hex(6)), Meta(key="grants_version", value="0")])


def run(connection: Connection, revision: str = "head") -> None:
    """Migrate within the connection's transaction."""
    settings = _settings()
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def known(revision: str) -> bool:
    """Whether this is a state of the tables that the code has heard of."""
    return any(revision == each.revision for each in ScriptDirectory.from_config(_settings()).walk_revisions())


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    return settings
