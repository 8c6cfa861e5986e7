"""A settled town whose backups are taken and restored, on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.server.conftest import (  # noqa: F401
    app,
    clock,
    cluster,
    db,
    settings,
    settled_sqlite,
    store_url,
    town,
)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Everything here holds on both stores."""
    return str(request.param)
