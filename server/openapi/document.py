"""The OpenAPI 3.1 document of an application."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask

from server.errors import RETRY_AFTER, STATUS
from server.openapi import shapes
from server.openapi.saying import EVERYWHERE, Said, failures, said

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
JSON = "application/json"


def document(app: Flask) -> dict[str, Any]:
    """The OpenAPI 3.1 document. Bodies come from `takes`, answers and failures from `answers`; a failure is always
    {code, message, details}.
    """
    spec = APISpec(
        title="Ruhu", version="1", openapi_version="3.1.0", plugins=[MarshmallowPlugin()],
        info={"description": "What phones may rely on is told in docs/protocol.md; this document agrees with it."},
    )  # fmt: skip
    spec.components.schema("Problem", PROBLEM)
    spec.components.security_scheme("phone", {"type": "http", "scheme": "bearer"})
    for name, shape in shapes.COMPONENTS.items():
        spec.components.schema(name, shape)
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view = app.view_functions[rule.endpoint]
        if not rule.rule.startswith("/api/") and said(view) is None:
            continue
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        operations = {
            method.lower(): operation(view, sorted(rule.arguments))
            for method in METHODS
            if method in (rule.methods or ())
        }
        spec.path(path=path, operations=operations)
    return {**_by_keys(spec.to_dict()), "x-ruhu-records": shapes.records()}


def _by_keys(told: Any) -> Any:
    """The same with every object's limits counting its keys: the plugin says them as if they were a text's letters."""
    if isinstance(told, list):
        return [_by_keys(each) for each in told]
    if not isinstance(told, dict):
        return told
    limits = {"maxLength": "maxProperties", "minLength": "minProperties"} if told.get("type") == "object" else {}
    return {limits.get(name, name): _by_keys(each) for name, each in told.items()}


def operation(view: Callable[..., Any], arguments: list[str]) -> dict[str, Any]:
    """What one address does, takes and answers."""
    own = said(view)
    out: dict[str, Any] = {
        "summary": (inspect.getdoc(view) or "").partition("\n\n")[0].replace("\n", " "),
        "parameters": [_parameter(name, own) for name in arguments],
        "responses": {"default": _failed("A failure, in both languages, with what to do.", {"$ref": _PROBLEM})},
    }
    body = getattr(view, "__ruhu_body__", None)
    kind = own.takes if own and own.takes else JSON
    if body or kind != JSON:
        out["requestBody"] = {"required": True, "content": {kind: {"schema": body} if body else {}}}
    if own is None:
        return out
    out["parameters"] += [dict(each) for each in (_UNZIPPED, _ACCEPTED)[0 if "requestBody" in out else 1 :]]
    out["responses"] = {
        "200": {
            "description": "Done.",
            "headers": {"Content-Encoding": _CODED},
            "content": {JSON: {"schema": dict(own.answer)}},
        },
        **_by_status([*failures(view), *EVERYWHERE]),
    }
    if getattr(view, "__ruhu_phone__", None):
        out["security"] = [{"phone": []}]
    if own.deprecated:
        out["deprecated"] = True
    return out


def _parameter(name: str, own: Said | None) -> dict[str, Any]:
    shape = shapes.ARGUMENTS.get(name) if own else None
    return {"name": name, "in": "path", "required": True, "schema": dict(shape or {"type": "string"})}


def _by_status(codes: Iterable[str]) -> dict[str, Any]:
    """The responses of failures: one for each status, with the codes that it may have."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS[code], []).append(code)
    out = {}
    for status, some in sorted(by_status.items()):
        schema = {"allOf": [{"$ref": _PROBLEM}, {"properties": {"code": {"enum": some}}}]}
        out[str(status)] = _failed(", ".join(some), schema)
        if waiting := RETRY_AFTER.keys() & some:
            always = len(waiting) == len(some)
            out[str(status)]["headers"] = {"Retry-After": {"required": always, "schema": {"type": "integer"}}}
    return out


def _failed(description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {JSON: {"schema": schema}}}


_PROBLEM = "#/components/schemas/Problem"
_UNZIPPED = {
    "name": "Content-Encoding", "in": "header", "required": False,
    "description": "A body may be sent as gzip; any other coding is bad_compression.",
    "schema": {"enum": ["identity", "gzip"]},
}  # fmt: skip
_ACCEPTED = {
    "name": "Accept-Encoding", "in": "header", "required": False,
    "description": "An answer of 800 bytes or more, or a chunk, comes as brotli (br) or gzip if this names it.",
    "schema": {"type": "string"},
}  # fmt: skip
_CODED = {"required": False, "schema": {"enum": ["br", "gzip"]}}

PROBLEM = {
    "type": "object",
    "required": ["code", "message", "details"],
    "properties": {
        "code": {"enum": list(STATUS)},
        "message": {
            "type": "object",
            "required": ["zh-CN", "en"],
            "properties": {"zh-CN": {"type": "string"}, "en": {"type": "string"}},
        },
        "details": {"type": "object", "additionalProperties": True},
    },
}
