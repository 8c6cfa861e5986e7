"""Waiting for a condition: the one place of the tests in which time passes."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
BETWEEN = 0.05
PATIENCE = 30.0


def until(condition: Callable[[], T], what: str, seconds: float = PATIENCE) -> T:
    """Look again and again until `condition()` is true; returns its value, fails with `what` after `seconds`."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"after {seconds:.0f} s still not: {what} (last look: {value!r})")
        time.sleep(BETWEEN)
