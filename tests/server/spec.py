"""Reading the OpenAPI document: the schemas of an endpoint, and comparing them with the tables of docs/protocol.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.server import document
from tests.server.endpoints import Key
from tests.server.schema import Validator

JSON = "application/json"


def operation(spec: dict[str, Any], endpoint: str) -> Any:
    """The operation of an endpoint such as `GET /api/a/<b>`."""
    method, path = endpoint.split()
    return spec["paths"][path.replace("<", "{").replace(">", "}")][method.lower()]


def request(spec: dict[str, Any], endpoint: str) -> Any:
    """The schema of its JSON body; None if it takes none."""
    return operation(spec, endpoint).get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")


def answer(spec: dict[str, Any], endpoint: str, status: str = "200") -> Any:
    """The schema of its answer."""
    return operation(spec, endpoint)["responses"][status]["content"][JSON]["schema"]


def schemas(value: Any) -> Iterator[dict[str, Any]]:
    """Every schema in and below a schema."""
    yield value
    for word, below in value.items():
        if word == "properties":
            for each in below.values():
                yield from schemas(each)
        elif word in ("items", "not", "if", "then", "else", "additionalProperties") and isinstance(below, dict):
            yield from schemas(below)
        elif word in ("allOf", "anyOf"):
            for each in below:
                yield from schemas(each)


def refs(value: Any) -> Iterator[str]:
    """Every `$ref` anywhere."""
    if isinstance(value, dict):
        yield from ([value["$ref"]] if isinstance(value.get("$ref"), str) else [])
        value = list(value.values())
    for each in value if isinstance(value, list) else []:
        yield from refs(each)


def types(spec: dict[str, Any], schema: dict[str, Any]) -> set[str] | None:
    """The JSON types that a schema allows; None for any."""
    if "$ref" in schema:
        return types(spec, Validator(spec).resolve(schema["$ref"]))
    if "anyOf" in schema:
        return set().union(*(types(spec, each) or set() for each in schema["anyOf"]))
    if "enum" in schema:
        return {"string" if isinstance(each, str) else "boolean" for each in schema["enum"]}
    found = schema.get("type")
    return None if found is None else {found} if isinstance(found, str) else set(found)


def inside(spec: dict[str, Any], schema: dict[str, Any]) -> set[str]:
    """The names of all properties in and below a schema."""
    found: set[str] = set()
    for part in schemas(schema):
        found |= {*part.get("properties", ()), *(inside(spec, _at(spec, part)) if "$ref" in part else ())}
    return found


def _at(spec: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = Validator(spec).resolve(schema["$ref"])
    return found


def compare(spec: dict[str, Any], told: dict[str, Key], schema: dict[str, Any]) -> None:
    """A table of the document against a schema: keys, which must be there, types, and the keys of objects in them."""
    schema = _at(spec, schema) if "$ref" in schema else schema
    assert schema["properties"].keys() == told.keys()
    assert set(schema.get("required", [])) == {name for name, key in told.items() if key.always}
    for name, key in told.items():
        shape = schema["properties"][name]
        has = types(spec, shape)
        if key.types is None or has is None:
            continue
        assert has == key.types, name
        if key.inside:
            assert inside(spec, shape) == key.inside, name


def exchanges(spec: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """(step, JSON, schema) of all that the worked example's phones send and get."""
    endpoint = ""
    for title, body in document.example():
        _, verb, *rest = title.split()
        if verb == "sends":
            endpoint = " ".join(rest)
            yield title, body, request(spec, endpoint)
        elif verb == "gets":
            asked = "GET /api/sync/chunk/<scope>/<hash>" if "from" in rest else endpoint
            yield title, body, answer(spec, asked, rest[0])
