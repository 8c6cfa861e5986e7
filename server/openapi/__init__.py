"""The OpenAPI document at /api/openapi.json: made from the addresses that exist, the shapes that they check, and what
the views say of their answers (`server.openapi.saying`).
"""

from __future__ import annotations

from flask import Flask, Response, jsonify


def register(app: Flask) -> None:
    """Serve the document of all addresses of `app`."""
    from server.openapi.document import document

    @app.get("/api/openapi.json")
    def openapi() -> Response:
        """This document."""
        return jsonify(document(app))
