"""The invented town is loaded at a fixed moment: what its phones send depends on how long ago its days are."""

from collections.abc import Iterator

import pytest

from tests.server.clock import Clock, freeze


@pytest.fixture(scope="module", autouse=True)
def clock() -> Iterator[Clock]:
    """The server's clock, standing still on the evening of 2026-11-20."""
    with pytest.MonkeyPatch.context() as patch:
        yield freeze(patch)
