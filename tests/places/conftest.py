"""The places' tests take the server's town, on SQLite and on PostgreSQL, with a site and its sessions."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.places.desk import Sites
from tests.server.clock import Clock
from tests.server.conftest import *  # noqa: F403  (fixtures)
from tests.server.town import Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Both stores."""
    kind: str = request.param
    return kind


@pytest.fixture
def sites(town: Town, app: Flask, clock: Clock) -> Sites:
    """The town's site, its sessions, and phones that hold places."""
    return Sites(town, clock)
