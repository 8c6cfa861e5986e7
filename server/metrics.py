"""Counters of what becomes of edits and requests, for Prometheus. Answered to this machine only, or with a token.

Several workers count together in the folder PROMETHEUS_MULTIPROC_DIR (`deploy/gunicorn.conf.py` makes one); without it
each worker tells of itself alone.
"""

from __future__ import annotations

import hmac
import os
from functools import cache

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from server.errors import Problem

OUTCOMES = Counter("ruhu_edit_outcomes", "What became of edits", ["result", "outcome"])
REQUESTS = Counter("ruhu_requests", "Requests by rule and status", ["rule", "status"])
REVIEWS = Counter("ruhu_reviews_opened", "Conflicts that were opened for review", ["kind"])

HERE = ("127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded")


def register(app: Flask) -> None:
    """Count the requests of `app`, and serve /metrics."""

    @app.after_request
    def count(response: Response) -> Response:
        rule = request.url_rule
        _requests(rule.rule if rule else "-", response.status_code).inc()
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        token = str(app.config["METRICS_TOKEN"])
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        allowed = hmac.compare_digest(given.encode(), token.encode()) if token else _from_here()
        if not allowed:
            raise Problem("not_found")
        return Response(generate_latest(_registry()), content_type=CONTENT_TYPE_LATEST)


@cache
def _requests(rule: str, status: int) -> Counter:
    """The counter of a rule and status; both are of a short list."""
    return REQUESTS.labels(rule, str(status))


def _registry() -> CollectorRegistry:
    """What all workers have counted, if they count together."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def _from_here() -> bool:
    """Whether this machine itself asks: not somebody behind a proxy that runs on it."""
    return request.remote_addr in HERE and not any(name in request.headers for name in FORWARDED)
