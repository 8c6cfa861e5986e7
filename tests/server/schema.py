"""A small validator of JSON Schema: the words that the OpenAPI document uses, and no others.

It is stricter than the schemas: an object with `type` and `properties` may hold no key that it does not declare,
because the document names every key that the server tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_TYPES: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: type(value) is int,
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
}
_SAYS_NOTHING = {"description", "default", "title", "readOnly", "writeOnly"}


class Validator:
    """Compares values with the schemas of one OpenAPI document."""

    def __init__(self, document: Schema) -> None:
        self.document = document

    def resolve(self, ref: str) -> Any:
        """What `#/a/b` names; raises KeyError if there is nothing."""
        found: Any = self.document
        for part in ref.removeprefix("#/").split("/"):
            found = found[part]
        return found

    def fits(self, value: Any, schema: Schema) -> bool:
        """Whether the value has the shape."""
        return next(self.faults(value, schema), None) is None

    def faults(self, value: Any, schema: Schema, path: str = "") -> Iterator[str]:
        """What is wrong with a value, and where."""
        for word, rule in schema.items():
            if word in _SAYS_NOTHING or word in ("then", "else"):
                continue
            if word == "if":
                branch = schema.get("then" if self.fits(value, rule) else "else", {})
                yield from self.faults(value, branch, path)
            elif word in _BELOW:
                yield from _BELOW[word](self, value, rule, schema, path)
            elif not _HOLDS[word](value, rule):
                yield f"{path or 'value'}: {word} {rule} does not hold of {value!r:.80}"

    def _ref(self, value: Any, rule: str, _: Schema, path: str) -> Iterator[str]:
        yield from self.faults(value, self.resolve(rule), path)

    def _all(self, value: Any, rule: list[Schema], _: Schema, path: str) -> Iterator[str]:
        for each in rule:
            yield from self.faults(value, each, path)

    def _any(self, value: Any, rule: list[Schema], _: Schema, path: str) -> Iterator[str]:
        if not any(self.fits(value, each) for each in rule):
            yield f"{path}: {value!r:.80} is none of {rule}"

    def _not(self, value: Any, rule: Schema, _: Schema, path: str) -> Iterator[str]:
        if self.fits(value, rule):
            yield f"{path}: {value!r:.80} is {rule}"

    def _properties(self, value: Any, rule: Schema, schema: Schema, path: str) -> Iterator[str]:
        if not isinstance(value, dict):
            return
        for name, shape in rule.items():
            if name in value:
                yield from self.faults(value[name], shape, f"{path}.{name}")
        if "type" in schema and "additionalProperties" not in schema:
            for name in value.keys() - rule.keys():
                yield f"{path}.{name}: is not declared"

    def _additional(self, value: Any, rule: Schema | bool, schema: Schema, path: str) -> Iterator[str]:
        others = value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else set()
        for name in sorted(others):
            if isinstance(rule, bool):
                if not rule:
                    yield f"{path}.{name}: is forbidden"
            else:
                yield from self.faults(value[name], rule, f"{path}.{name}")

    def _items(self, value: Any, rule: Schema, _: Schema, path: str) -> Iterator[str]:
        for place, each in enumerate(value if isinstance(value, list) else ()):
            yield from self.faults(each, rule, f"{path}[{place}]")


_BELOW: dict[str, Callable[[Validator, Any, Any, Schema, str], Iterator[str]]] = {
    "$ref": Validator._ref,
    "allOf": Validator._all,
    "anyOf": Validator._any,
    "not": Validator._not,
    "properties": Validator._properties,
    "additionalProperties": Validator._additional,
    "items": Validator._items,
}


def _typed(value: Any, rule: str | list[str]) -> bool:
    return any(_TYPES[each](value) for each in ([rule] if isinstance(rule, str) else rule))


def _same(value: Any, other: Any) -> bool:
    return type(value) is type(other) and bool(value == other)


# Each word says nothing of values of another type than its own.
_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "type": _typed,
    "enum": lambda value, rule: any(_same(value, each) for each in rule),
    "const": _same,
    "required": lambda value, rule: not isinstance(value, dict) or value.keys() >= set(rule),
    "dependentRequired": lambda value, rule: (
        not isinstance(value, dict) or all(value.keys() >= set(need) for name, need in rule.items() if name in value)
    ),
    "pattern": lambda value, rule: not isinstance(value, str) or re.search(rule, value) is not None,
    "minLength": lambda value, rule: not isinstance(value, str) or len(value) >= rule,
    "maxLength": lambda value, rule: not isinstance(value, str) or len(value) <= rule,
    "minimum": lambda value, rule: type(value) is not int or value >= rule,
    "maximum": lambda value, rule: type(value) is not int or value <= rule,
    "minItems": lambda value, rule: not isinstance(value, list) or len(value) >= rule,
    "maxItems": lambda value, rule: not isinstance(value, list) or len(value) <= rule,
    "minProperties": lambda value, rule: not isinstance(value, dict) or len(value) >= rule,
    "maxProperties": lambda value, rule: not isinstance(value, dict) or len(value) <= rule,
}
WORDS = {*_HOLDS, *_BELOW, *_SAYS_NOTHING, "if", "then", "else"}
