"""What tests of several folders share: a worker starts one PostgreSQL and settles one database of each kind, to be
copied for each test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import warm

warm.routes()
warm.statements()


@pytest.fixture(scope="session")
def settled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and settled database to copy for each test."""
    from tests.server.town import prepare

    path: Path = tmp_path_factory.mktemp("settled") / "ruhu.sqlite3"
    prepare(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """A running PostgreSQL with a migrated and settled database `settled` to copy for each test."""
    from tests.server import postgres
    from tests.server.town import prepare

    with postgres.cluster() as home:
        prepare(postgres.create(home, "settled"))
        yield home
