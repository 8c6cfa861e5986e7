"""The store: migrations make exactly the tables that the code expects, on both databases, and may be run again."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from server.store import migrate
from server.store.tables import Base, Meta
from tests.server.town import Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_migrations_make_the_tables_that_the_code_expects(town: Town) -> None:
    with town.store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    assert differences == []


def test_migrating_again_changes_nothing_and_keeps_the_epoch(town: Town) -> None:
    def epoch() -> str:
        with town.store.reading() as session:
            return str(session.scalar(select(Meta.value).where(Meta.key == "epoch")))

    before = epoch()
    said = town.app.test_cli_runner().invoke(args=["init"])
    assert said.exit_code == 0
    assert epoch() == before


def test_the_store_on_disk_knows_how_to_migrate_itself_from_nothing(town: Town) -> None:
    with town.store.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
    migrate.upgrade(town.store.engine)
    with town.store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
