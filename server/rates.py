"""How often one address may do what is worth guessing at: sign in, try an enrolment code.

Counted in a small file that all workers of a machine share, so that the rate is the same however many serve; only the
views that are limited pay for it. Windows are fixed: "10 per minute" are ten from the full minute to the next.
"""

from __future__ import annotations

import functools
import hashlib
import ipaddress
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import ParamSpec, TypeVar

import structlog
from flask import Flask, current_app, request

from server.errors import Problem

P = ParamSpec("P")
R = TypeVar("R")

UNITS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
WAIT_SECONDS = 5
NETWORK_BITS = 64  # of IPv6: whoever has one address of it has them all
# What is lost with the power is at most one window's count.
PRAGMAS = "PRAGMA journal_mode=MEMORY; PRAGMA synchronous=OFF;"
TABLE = "CREATE TABLE IF NOT EXISTS hits (who TEXT, until INTEGER, n INTEGER, PRIMARY KEY (who, until)) WITHOUT ROWID"
HIT = "INSERT INTO hits VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n"

log = structlog.get_logger("rates")


class Limiter:
    """Marks views that are limited; `register` tells where an application counts."""

    def register(self, app: Flask, path: Path) -> None:
        """Count the requests of `app` in the file `path`."""
        app.config.setdefault("RATELIMIT_ENABLED", True)
        app.extensions["ruhu_rates"] = path

    def limit(self, rate: Callable[[], str]) -> Callable[[Callable[P, R]], Callable[P, R]]:
        """Limit a view to `rate`, e.g. "10 per minute;60 per hour", for each address. Raises Problem
        too_many_requests.
        """

        def decorate(view: Callable[P, R]) -> Callable[P, R]:
            @functools.wraps(view)
            def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
                if current_app.config["RATELIMIT_ENABLED"]:
                    wait = hit(current_app.extensions["ruhu_rates"], view.__qualname__, rate(), time.time())
                    if wait:
                        raise Problem("too_many_requests", {"retry_after": wait})
                return view(*args, **kwargs)

            wrapped.__ruhu_limited__ = True  # type: ignore[attr-defined]  # for the OpenAPI document
            return wrapped

        return decorate


def windows(rate: str) -> list[tuple[int, int]]:
    """What a rate says: how many in how many seconds. Raises ValueError."""
    found = []
    for part in rate.split(";"):
        count, per, unit = part.split()
        if per != "per" or unit.rstrip("s") not in UNITS:
            raise ValueError(f"not a rate: {part.strip()}")
        found.append((int(count), UNITS[unit.rstrip("s")]))
    return found


def hit(path: Path, what: str, rate: str, now: float) -> int:
    """Count one try of the present request's address; returns how many seconds it must wait, 0 if it need not."""
    waits = [0]
    try:
        with closing(sqlite3.connect(path, timeout=WAIT_SECONDS)) as file:
            file.executescript(PRAGMAS)
            with file:
                file.execute(TABLE)
                file.execute("DELETE FROM hits WHERE until <= ?", (int(now),))
                for most, seconds in windows(rate):
                    until = (int(now) // seconds + 1) * seconds
                    (n,) = file.execute(HIT, (_who(what, seconds), until)).fetchone()
                    if n > most:
                        waits.append(until - int(now))
    except sqlite3.Error as error:  # a full disk: signing in would fail a moment later anyway
        log.error("rates_not_counted", code=error.sqlite_errorname)
        raise Problem("busy") from None
    return max(waits)


def _who(what: str, seconds: int) -> str:
    """The address, the view and the window, not to be read back."""
    address = request.remote_addr or "-"
    try:
        parsed = ipaddress.ip_address(address)
        if parsed.version == 6:
            address = str(ipaddress.ip_network(f"{address}/{NETWORK_BITS}", strict=False))
    except ValueError:
        pass  # a socket has no address
    return hashlib.sha256(f"{what} {seconds} {address}".encode()).hexdigest()[:32]
