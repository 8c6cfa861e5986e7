"""Two villages with a device each, an office, a session with places: on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.office.conftest import Desk, seated
from tests.server.clock import Clock
from tests.server.conftest import *  # noqa: F403  (fixtures)
from tests.server.town import Town
from tests.twins.villages import Villages


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Both stores."""
    kind: str = request.param
    return kind


@pytest.fixture
def desk(town: Town) -> Desk:
    """The township's administrator, signed in."""
    return seated(town, town.admin)


@pytest.fixture
def villages(town: Town, app: Flask, clock: Clock, desk: Desk) -> Any:
    """The two villages."""
    return Villages(town, clock, desk)
