"""The store: migrations make exactly the tables that the code expects, on both databases, and may be run again."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import insert, select

from server.store import migrate
from server.store.tables import Area, Base, Meta
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


def test_a_store_that_is_in_use_keeps_its_rows_when_columns_grow(town: Town) -> None:
    settings = Config()
    settings.set_main_option("script_location", str(migrate.MIGRATIONS))
    with town.store.engine.begin() as connection:
        Base.metadata.drop_all(connection)
        connection.exec_driver_sql("DROP TABLE alembic_version")
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0002")
        connection.execute(insert(Area).values(code="990101100000", name="甲镇", level="township"))
    migrate.upgrade(town.store.engine)
    with town.store.reading() as session:
        assert session.scalars(select(Area.name)).all() == ["甲镇"]


def test_a_store_that_was_never_set_up_is_not_called_busy(town: Town) -> None:
    phone = town.phone()
    with town.store.engine.begin() as connection:
        Base.metadata.drop_all(connection)
    for response in (
        phone.send("/api/sync/pull", {"cursor": None}),
        phone.send("/api/sync/push", {"now": 1, "edits": []}),
    ):
        assert (response.status_code, response.get_json()["code"]) == (503, "not_set_up")
        assert "devices" not in str(response.get_json())
