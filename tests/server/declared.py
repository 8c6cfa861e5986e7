"""A client that holds every answer of a phone's endpoint to what the OpenAPI document declares for it: status, code,
headers and shape. All tests of the server ask through it, so that a view cannot answer what it does not say.
"""

from __future__ import annotations

import gzip
import json
from typing import Any

import brotli
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from server.openapi.document import document
from server.openapi.saying import said
from tests.server.schema import Validator

LARGE = 200_000  # bytes: what is larger has the same shapes again and again
_UNPACKED = {"br": brotli.decompress, "gzip": gzip.decompress}
_known: dict[str, Any] = {}


def declared(app: Flask) -> dict[str, Any]:
    """The OpenAPI document; it is the same for every application."""
    if not _known:
        _known.update(document(app))
    return _known


def plain(response: TestResponse) -> Any:
    """The JSON of an answer, whatever its coding."""
    content = response.get_data()
    coding = response.headers.get("Content-Encoding")
    return json.loads(_UNPACKED[coding](content) if coding else content)


def faults(app: Flask, response: TestResponse) -> list[str]:
    """What an answer is, or has, that the document does not declare; none where it declares nothing."""
    request = response.request
    try:
        rule, _ = app.url_map.bind("").match(request.path, method=request.method, return_rule=True)
    except HTTPException:
        return []
    if said(app.view_functions[rule.endpoint]) is None or len(response.get_data()) > LARGE:
        return []
    path = rule.rule.replace("<", "{").replace(">", "}")
    told = declared(app)["paths"][path][request.method.lower()]["responses"].get(str(response.status_code))
    if told is None:
        return [f"{request.method} {path}: {response.status_code} is not declared: {response.get_data()!r:.200}"]
    found = list(Validator(declared(app)).faults(plain(response), told["content"]["application/json"]["schema"], path))
    for name, header in told.get("headers", {}).items():
        if header.get("required") and name not in response.headers:
            found.append(f"{path}: {response.status_code} lacks {name}")
    if "Retry-After" in response.headers and "Retry-After" not in told.get("headers", {}):
        found.append(f"{path}: {response.status_code} has Retry-After")
    return found


class DeclaredClient(FlaskClient):
    """A test client that fails a test when an answer is not as declared."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """A request."""
        response = super().open(*args, **kwargs)
        wrong = faults(self.application, response)
        assert not wrong, "\n".join(wrong[:5])
        return response
