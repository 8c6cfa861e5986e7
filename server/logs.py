"""Logs as JSON lines: what happened, to which path, how long it took. Never a body, a query string or a name."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import orjson
import structlog
from flask import Flask, Response, g, request


class Lines:
    """Writes each line to the standard error output as it is at that moment."""

    def write(self, line: str) -> None:
        """One line, one call: lines of several threads do not mix."""
        sys.stderr.write(line + "\n")

    msg = debug = info = warning = warn = error = critical = exception = write


def _as_json(event: dict[str, Any], **_: object) -> str:
    return orjson.dumps(event, default=str).decode()


# One list for good: loggers keep it from their first line on.
PROCESSORS: list[structlog.typing.Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso"),
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(serializer=_as_json),
]


def where(error: BaseException, frames: int = 6) -> list[str]:
    """The innermost places of an error, without its message: messages quote data."""
    found = traceback.extract_tb(error.__traceback__)[-frames:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in found]


def register(app: Flask) -> None:
    """Log one line per request of `app`."""
    structlog.configure(
        processors=PROCESSORS,
        logger_factory=lambda *_: Lines(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    log = structlog.get_logger("request")

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        rule = request.url_rule
        if rule is not None and rule.rule.startswith("/api"):
            took = round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1)
            log.info("request", method=request.method, rule=rule.rule, status=response.status_code, ms=took)
        return response
