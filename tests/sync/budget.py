"""How many examples the property tests try: a fixed budget, the same every time; RUHU_EXAMPLES gives the soak more."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

SOAK = os.environ.get("RUHU_EXAMPLES")


def histories(examples: int) -> Callable[[Any], Any]:
    """Settings for a property of this cost: deterministic in the usual run, random and larger in the soak."""
    return settings(
        max_examples=int(SOAK) if SOAK else examples,
        derandomize=SOAK is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
