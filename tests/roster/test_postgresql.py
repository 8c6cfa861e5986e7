"""The same import on PostgreSQL: in, and again without a change."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from server import create_app
from server.roster.tables import RosterRow
from server.store.session import store
from server.store.tables import Listing
from tests.roster.conftest import TOWNSHIP
from tests.roster.sheets import families, workbook
from tests.roster.stores import TEMPLATE
from tests.server import postgres


@pytest.fixture
def app(tmp_path: Path, settled_cluster: Path) -> Iterator[Flask]:
    url = postgres.create(settled_cluster, "by_command", template=TEMPLATE)
    app = create_app({"RUHU_VAR": str(tmp_path / "var"), "DATABASE_URL": url, "TESTING": True})
    with app.app_context():
        yield app
        store().engine.dispose()
    postgres.drop(settled_cluster, "by_command")


def test_a_list_goes_into_postgresql_once(app: Flask, tmp_path: Path) -> None:
    path = str(workbook(tmp_path / "a.xlsx", families(45)))
    runner = app.test_cli_runner()
    first = runner.invoke(args=["roster", "import", path, "--area", TOWNSHIP])
    again = runner.invoke(args=["roster", "import", path, "--area", TOWNSHIP])
    assert first.exit_code == 0 and "新增 45 户 135 人" in first.output, first.output
    assert again.exit_code == 0 and "新增 0 户 0 人，135 人已在册未改动" in again.output
    with store().reading() as session:
        assert session.scalar(select(func.count()).select_from(Listing)) == 135
        states = select(RosterRow.state, func.count()).group_by(RosterRow.state)
        assert {state: count for state, count in session.execute(states)} == {"added": 135, "unchanged": 135}
