"""A site with a session today, its desks, and people who are booked there."""

from __future__ import annotations

import pytest

from tests.desk.site import Site, opened
from tests.office.conftest import campaign, desk  # noqa: F401
from tests.server.conftest import (  # noqa: F401
    app,
    clock,
    db,
    settings,
    store_kind,
    store_url,
    town,
)
from tests.server.town import Town


@pytest.fixture
def site(town: Town) -> Site:  # noqa: F811
    """The first site, with a session this morning and one next week."""
    return opened(town)
