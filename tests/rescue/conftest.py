"""A settled town on SQLite and on PostgreSQL, phones that seal, and the office's desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from server.exchange import push
from tests.office.conftest import Desk, desk_of, seated  # noqa: F401
from tests.rescue.sealing import Sealer
from tests.server.conftest import (  # noqa: F401
    app,
    clock,
    db,
    settings,
    store_url,
    town,
)
from tests.server.town import LI1, Phone, Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """What holds here holds on both stores."""
    return str(request.param)


@pytest.fixture
def desk(town: Town) -> Desk:  # noqa: F811
    """The township administrator, signed in."""
    return seated(town, town.admin)


@pytest.fixture
def sealer(app: Flask) -> Sealer:  # noqa: F811
    """Seals what phones have not sent."""
    return Sealer(app)


@pytest.fixture
def anna(town: Town) -> Phone:  # noqa: F811
    """The phone that cannot send."""
    return town.phone(LI1)


@pytest.fixture
def ben(town: Town) -> Phone:  # noqa: F811
    """The phone that carries."""
    return town.phone(LI1)


@pytest.fixture
def home(town: Town, anna: Phone) -> str:  # noqa: F811
    """A household that the first phone knows."""
    made = town.household()
    anna.pull()
    return made


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server stumbles over every edit with the note 'poison', whichever way it is applied."""
    for name in ("apply", "apply_quietly"):
        monkeypatch.setattr(push, name, _stumbling(getattr(push, name)))


def _stumbling(sound: Callable[..., Any]) -> Callable[..., Any]:
    def stumble(*given: Any, **more: Any) -> Any:
        (edits,) = (each for each in given if isinstance(each, list))
        if any(change.value == "poison" for edit in edits for change in edit.fields.values()):
            raise ZeroDivisionError
        return sound(*given, **more)

    return stumble
