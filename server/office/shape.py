"""The shape of a request's body, checked before a view sees it. Shape only: who may, what exists, is asked elsewhere.

`@takes(Schema)` gives the view its body as `body`. A wrong shape is answered `malformed`, with the path of the first
field at fault.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

from flask import request
from marshmallow import RAISE, Schema, ValidationError

from server.errors import Problem
from server.office.storable import path_of_unfit

R = TypeVar("R")


class Body(Schema):
    """A JSON object; a field that nobody asked for is an error, so that a misspelt one is not lost in silence."""

    class Meta:
        unknown = RAISE


def takes(schema: type[Schema]) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Give the view the request's JSON object as keyword `body`, loaded by `schema`. Raises Problem malformed."""

    def decorate(view: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(view)
        def wrapped(*args: Any, **kwargs: Any) -> R:
            asked = _asked()
            try:
                body = schema().load(asked)
            except ValidationError as error:
                messages: dict[str, Any] = error.normalized_messages()  # type: ignore[no-untyped-call]
                raise Problem("malformed", {"path": first_path(messages), "fields": messages}) from None
            return view(*args, body=body, **kwargs)

        wrapped.__ruhu_body__ = schema  # type: ignore[attr-defined]
        return wrapped

    return decorate


def _asked() -> Any:
    """The request's JSON. Raises Problem malformed, also for what lies too deep or cannot be kept."""
    try:
        asked: Any = request.get_json()
        unfit = path_of_unfit(asked)
    except RecursionError:
        unfit = ""
    if unfit is not None:
        raise Problem("malformed", {"path": unfit, "fields": {}})
    return asked


def first_path(messages: object) -> str:
    """`edits.0.entity` for {"edits": {0: {"entity": […]}}}; empty when the body itself is wrong."""
    path: list[str] = []
    while isinstance(messages, dict) and messages:
        key = next(iter(messages))
        if key != "_schema":
            path.append(str(key))
        messages = messages[key]
    return ".".join(path)
