"""The built pages of phone and office, and the headers that keep them to themselves (no inline script, no other
host).
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, Response, request, send_from_directory

from server.errors import Problem

POLICY = "; ".join(
    (
        "default-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), camera=(self), microphone=()",
}
YEAR = 31_536_000


def register(app: Flask) -> None:
    """Serve `/`, `/office/`, `/assets/*` and the other built files; put the headers on every answer."""

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def page(name: str, max_age: int | None = None) -> Response:
        dist = Path(app.config["PWA_DIST"])
        if not (dist / name).is_file():
            raise Problem("not_found")
        response = send_from_directory(dist, name, max_age=max_age)
        if max_age is None:
            response.headers["Cache-Control"] = "no-cache"
        return response

    @app.get("/")
    def phone() -> Response:
        return page("index.html")

    @app.get("/office/")
    def office() -> Response:
        return page("office.html")

    @app.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        return page(f"assets/{name}", max_age=YEAR)  # their names carry their hashes

    @app.get("/<path:name>")
    def file(name: str) -> Response:
        if name.startswith("api/"):
            raise Problem("not_found")
        return page(name)
