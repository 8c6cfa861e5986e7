"""The built pages of phone and office, and the headers that keep them to themselves (no inline script, no other
host).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request
from werkzeug.security import safe_join

from server.errors import Problem

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

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
PUBLIC = list(HEADERS.items())
PRIVATE = [*PUBLIC, ("Cache-Control", "no-store")]
FOR_A_YEAR = "public, max-age=31536000, immutable"
# Said here, because what a system's own table says differs from one machine to the next.
KINDS = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
    ".wasm": "application/wasm",
    ".txt": "text/plain",
}


class Protected:
    """Puts the headers on every answer: no view has any of them to itself, and none can forget them."""

    def __init__(self, inner: WSGIApplication) -> None:
        self.inner = inner

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as the inner application does, with the headers. What /api answers is never kept on the way."""
        private = str(environ.get("PATH_INFO", "")).startswith("/api/")

        def start(status: str, headers: list[tuple[str, str]], *failure: Any) -> Callable[[bytes], object]:
            more = PRIVATE if private and not any(name == "Cache-Control" for name, _ in headers) else PUBLIC
            return start_response(status, headers + more, *failure)

        return self.inner(environ, start)


def register(app: Flask) -> None:
    """Serve `/`, `/office/`, `/assets/*` and the other built files; put the headers on every answer."""

    app.wsgi_app = Protected(app.wsgi_app)  # type: ignore[method-assign]

    def page(name: str, cached: str = "no-cache") -> Response:
        inside = safe_join(app.config["PWA_DIST"], name)
        if inside is None or not Path(inside).is_file():
            raise Problem("not_found")
        content = Path(inside).read_bytes()
        response = Response(content, mimetype=KINDS.get(Path(inside).suffix, "application/octet-stream"))
        response.set_etag(hashlib.sha256(content).hexdigest()[:32])
        response.headers["Cache-Control"] = cached
        response.make_conditional(request)
        return response

    @app.get("/")
    def phone() -> Response:
        return page("index.html")

    @app.get("/office/")
    def office() -> Response:
        return page("office.html")

    @app.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        return page(f"assets/{name}", FOR_A_YEAR)  # their names carry their hashes

    @app.get("/<path:name>")
    def file(name: str) -> Response:
        if name.startswith("api/"):
            raise Problem("not_found")
        return page(name)
