"""The floor of every request: a Flask application with one route, which answers {}."""

from __future__ import annotations

from flask import Flask, Response

app = Flask(__name__)


@app.route("/", methods=["GET", "POST"])
def nothing() -> Response:
    """An empty object."""
    return Response("{}", content_type="application/json")
