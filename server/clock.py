"""The server's clock, read at the edge only and handed on as an argument; tests replace it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def now_ms() -> int:
    """Milliseconds since the epoch, UTC."""
    return time.time_ns() // 1_000_000


def today(zone: str = "Asia/Shanghai") -> str:
    """The civil date of the township, YYYY-MM-DD."""
    return date_of(now_ms(), zone)


def date_of(ms: int, zone: str = "Asia/Shanghai") -> str:
    """The civil date of a moment, YYYY-MM-DD."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo(zone)).date().isoformat()
