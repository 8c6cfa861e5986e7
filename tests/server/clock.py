"""A clock that tests move, in the place of the server's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

MINUTE = 60_000
HOUR = 60 * MINUTE

# Every module that asks the time by its own name; those of the server ask `server.clock`.
ASKED_IN = ("server.clock", "tests.server.town")


class Clock:
    """Time stands still until it is moved."""

    def __init__(self, now: int) -> None:
        self.now = now

    def __call__(self) -> int:
        return self.now

    def forward(self, ms: int) -> None:
        """Let time pass."""
        self.now += ms


def freeze(patch: pytest.MonkeyPatch, now: int = 1_795_167_600_000) -> Clock:
    """Put a `Clock` (17:40 on 2026-11-20 in the township) in the place of the server's."""
    clock: Clock = Clock(now)
    asked: Callable[[], int] = clock
    for module in ASKED_IN:
        patch.setattr(f"{module}.now_ms", asked)
    return clock
