"""The OpenAPI document at /api/openapi.json, made from the addresses that exist and the shapes that they check."""

from __future__ import annotations

import inspect
import re
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response, jsonify

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def register(app: Flask) -> None:
    """Serve the document of all addresses of `app`."""

    @app.get("/api/openapi.json")
    def openapi() -> Response:
        """This document."""
        return jsonify(document(app))


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document. Shapes come from `takes`; an error is always {code, message, details}."""
    plugin = MarshmallowPlugin()
    spec = APISpec(title="Ruhu", version="1", openapi_version="3.1.0", plugins=[plugin])
    spec.components.schema("Problem", PROBLEM)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        if not rule.rule.startswith("/api/"):
            continue
        view = app.view_functions[rule.endpoint]
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        operations = {
            method.lower(): operation(view, sorted(rule.arguments))
            for method in METHODS
            if method in (rule.methods or ())
        }
        spec.path(path=path, operations=operations)
    return spec.to_dict()


def operation(view: Any, arguments: list[str]) -> dict[str, Any]:
    """What one address does, takes and answers."""
    out: dict[str, Any] = {
        "summary": (inspect.getdoc(view) or "").partition("\n\n")[0].replace("\n", " "),
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in arguments
        ],
        "responses": {
            "default": {
                "description": "A failure, in both languages, with what to do.",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
        },
    }
    if schema := getattr(view, "__ruhu_body__", None):
        out["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    return out


PROBLEM = {
    "type": "object",
    "required": ["code", "message", "details"],
    "properties": {
        "code": {"type": "string"},
        "message": {"type": "object", "properties": {"zh-CN": {"type": "string"}, "en": {"type": "string"}}},
        "details": {"type": "object"},
    },
}
