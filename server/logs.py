"""Logs as JSON lines: what happened, to which path, how long it took. Never a body, a query string or a name."""

from __future__ import annotations

import logging
import sys
import time
import traceback
from pathlib import Path

import structlog
from flask import Flask, Response, g, request


def where(error: BaseException, frames: int = 6) -> list[str]:
    """The innermost places of an error, without its message: messages quote data."""
    found = traceback.extract_tb(error.__traceback__)[-frames:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in found]


def register(app: Flask) -> None:
    """Log one line per request of `app`."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    log = structlog.get_logger("request")

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "-"
        took = round((time.perf_counter() - g.get("begun", time.perf_counter())) * 1000, 1)
        if rule.startswith("/api"):
            log.info("request", method=request.method, rule=rule, status=response.status_code, ms=took)
        return response
