"""A town whose server knows a push service on this machine."""

from collections.abc import Iterator

import pytest

from tests.reminders.service import Service, running
from tests.server.conftest import *  # noqa: F403 (fixtures)
from tests.server.town import Town


@pytest.fixture
def service(town: Town) -> Iterator[Service]:
    """The push service, allowed by the town's server."""
    with running() as found:
        town.app.config["PUSH_ORIGINS"] = found.origin
        yield found
