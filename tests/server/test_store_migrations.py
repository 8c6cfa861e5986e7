"""Migrations, from every earlier state of the tables with rows in all of them, on both stores."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from server import rescue, roster
from server.store import migrate
from server.store.session import Store
from server.store.tables import Base
from tests.server import postgres

PARTS = (rescue.tables, roster.tables)  # with these all tables are known
ROW = {"id": "1.1", "entity": "household", "scope": "990101100001-01", "values": {"door": "18"}, "by": "1.1"}

_names = itertools.count()


def script() -> Config:
    """Alembic's settings for the migrations of the code."""
    settings = Config()
    settings.set_main_option("script_location", str(migrate.MIGRATIONS))
    return settings


EARLIER = [each.revision for each in reversed(list(ScriptDirectory.from_config(script()).walk_revisions()))][:-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Any) -> Any:
    """A store without any tables."""
    if request.param == "postgresql":
        home = request.getfixturevalue("cluster")
        made = Store(postgres.create(home, f"empty{next(_names)}"))
    else:
        made = Store(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    yield made
    made.engine.dispose()


def example(column: sa.Column[Any]) -> Any:
    """A value that fits a column."""
    if column.foreign_keys:
        return example(next(iter(column.foreign_keys)).column)
    if isinstance(column.type, sa.Boolean):
        return True
    if isinstance(column.type, sa.Date):
        return sa.func.current_date()
    if isinstance(column.type, sa.Integer | sa.Numeric):
        return 1
    if isinstance(column.type, sa.LargeBinary):
        return b"1"
    if isinstance(column.type, sa.Text):
        return json.dumps(ROW) if column.table.name == "records" else "{}"
    return {"scope": ROW["scope"], "code": ROW["scope"]}.get(column.name, "1.1")[: column.type.length]


def rows(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """What is in every table."""
    tables = sa.MetaData()
    tables.reflect(connection)
    return {
        name: [dict(each) for each in connection.execute(sa.select(table)).mappings()]
        for name, table in tables.tables.items()
        if name != "alembic_version"
    }


@pytest.mark.parametrize("revision", EARLIER)
def test_a_store_of_any_earlier_state_is_brought_up_and_keeps_every_row(empty: Store, revision: str) -> None:
    settings = script()
    with empty.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, revision)
        tables = sa.MetaData()
        tables.reflect(connection)
        for table in tables.sorted_tables:
            if table.name not in ("alembic_version", "meta"):
                values = {each.name: example(each) for each in table.columns}
                connection.execute(table.insert().values(**values))
        before = rows(connection)
    migrate.upgrade(empty.engine)
    with empty.engine.connect() as connection:
        after = rows(connection)
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    kept = before.keys() - {"meta", "followups"}  # (what earlier appointments still need is noted)
    assert {name: len(before[name]) for name in kept} == {name: len(after[name]) for name in kept}
    assert json.loads(after["records"][0]["row"]) == ROW
    assert after["areas"] == before["areas"] and after["accounts"][0].items() >= before["accounts"][0].items()


def test_a_migration_that_fails_leaves_the_store_as_it_was(empty: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = script()
    with empty.engine.begin() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, "0003")

    def fail(*_: object) -> None:
        raise RuntimeError("half-way")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="half-way"):
        patch.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", fail)
        migrate.upgrade(empty.engine)
    with empty.engine.connect() as connection:
        assert MigrationContext.configure(connection).get_current_revision() == "0003"
        assert "hash" not in {each["name"] for each in sa.inspect(connection).get_columns("records")}
    migrate.upgrade(empty.engine)
