"""Counters of what becomes of edits and requests, for Prometheus. Answered to this machine only, or with a token."""

from __future__ import annotations

import hmac

from flask import Flask, Response, request
from prometheus_client import CONTENT_TYPE_LATEST, Counter, generate_latest

from server.errors import Problem

OUTCOMES = Counter("ruhu_edit_outcomes", "What became of edits", ["result", "outcome"])
REQUESTS = Counter("ruhu_requests", "Requests by rule and status", ["rule", "status"])
REVIEWS = Counter("ruhu_reviews_opened", "Conflicts that were opened for review", ["kind"])

HERE = ("127.0.0.1", "::1")
FORWARDED = ("X-Forwarded-For", "Forwarded")


def register(app: Flask) -> None:
    """Serve /metrics and /api/health."""

    @app.after_request
    def count(response: Response) -> Response:
        rule = request.url_rule.rule if request.url_rule else "-"
        REQUESTS.labels(rule, str(response.status_code)).inc()
        return response

    @app.get("/metrics")
    def metrics() -> Response:
        token = str(app.config["METRICS_TOKEN"])
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        allowed = hmac.compare_digest(given.encode(), token.encode()) if token else _from_here()
        if not allowed:
            raise Problem("not_found")
        return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)

    @app.get("/api/health")
    def health() -> dict[str, bool]:
        return {"ok": True}


def _from_here() -> bool:
    """Whether this machine itself asks: not somebody behind a proxy that runs on it."""
    return request.remote_addr in HERE and not any(name in request.headers for name in FORWARDED)
