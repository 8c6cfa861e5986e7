"""The shapes of what phones send (shape only), and of what they are answered."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import current_app
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from server import limits
from server.errors import Problem
from server.openapi import shapes
from sync import digest

R = TypeVar("R")

SAFE = 2**53 - 1
MOST_N = 2**31 - 1  # of the column


class Objects(fields.Field[list[dict[str, Any]]]):
    """A list of objects, each to be looked at by itself."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[dict[str, Any]]:
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            raise ValidationError("Not a list of objects.")
        return value


class EnrolRequest(Schema):
    """POST /api/enrol."""

    class Meta:
        unknown = EXCLUDE

    code = fields.String(required=True, validate=validate.Length(1, 200))
    label = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=120))


class PushRequest(Schema):
    """POST /api/sync/push. An edit's own shape is judged one by one, so that a bad one stops nobody else's."""

    class Meta:
        unknown = EXCLUDE

    epoch = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=64))
    now = fields.Integer(required=True, strict=True, validate=validate.Range(0, SAFE))
    edits = Objects(required=True, metadata=shapes.listed(shapes.ref("Edit")))
    lost = fields.List(
        fields.Integer(strict=True, validate=validate.Range(1, MOST_N)),
        load_default=None, allow_none=True, validate=validate.Length(equal=2),
    )  # fmt: skip


class PullRequest(Schema):
    """POST /api/sync/pull."""

    class Meta:
        unknown = EXCLUDE

    cursor = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=100_000))
    unsent = fields.Integer(load_default=0, strict=True, validate=validate.Range(0, 10**9))
    app = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    scopes = fields.List(fields.String(), load_default=None, allow_none=True, validate=validate.Length(max=2000))
    patch = fields.Boolean(load_default=False, truthy={True}, falsy={False})
    digest = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class RepairRequest(Schema):
    """POST /api/sync/repair."""

    class Meta:
        unknown = EXCLUDE

    scope = fields.String(required=True, validate=validate.Length(max=20))
    buckets = fields.List(
        fields.String(validate=validate.Regexp(r"[0-9]{1,9}\.[0-9a-f]{16}\Z"), metadata={"pattern": shapes.DIGEST}),
        required=True, validate=validate.Length(equal=digest.BUCKETS),
    )  # fmt: skip


def takes(schema: type[Schema]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Give the view what a phone asks as keyword `asked`: see `read`. Below authentication."""

    def decorate(view: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(view)
        def wrapped(*args: Any, **kwargs: Any) -> R:
            return view(*args, asked=read(schema), **kwargs)

        wrapped.__ruhu_body__ = schema  # type: ignore[attr-defined]
        return wrapped

    return decorate


def read(schema: type[Schema]) -> dict[str, Any]:
    """The request's JSON (gzip accepted) in the shape of `schema`; raises Problem malformed, too_large,
    bad_compression.
    """
    body = limits.body()
    try:
        raw = orjson.loads(body)
    except orjson.JSONDecodeError:
        raw = _leniently(body) if schema is PushRequest else None
    try:
        loaded: dict[str, Any] = _made(schema).load(raw)
    except ValidationError as error:
        raise Problem("malformed", {"fields": error.messages}) from None
    if len(loaded.get("edits", ())) > current_app.config["PUSH_EDITS"]:
        raise Problem("too_large")
    return loaded


def _leniently(body: bytes) -> Any:
    """JSON that breaks a rule of Unicode, such as half an emoji in somebody's note: read all the same, so that one edit
    is held for it and not the whole push for ever. None if it is no JSON at all.
    """
    try:
        return json.loads(body.decode(), parse_int=lambda digits: int(digits) if len(digits) < 20 else float(digits))
    except (ValueError, RecursionError):
        return None


@functools.cache
def _made(schema: type[Schema]) -> Schema:
    """One object of each shape: making one costs more than reading with it."""
    return schema()
