"""How a view that serves phones says what it answers: one decorator, beside the view.

What other decorators decide is not said again: who may ask (`server.auth`), the body (`wire.takes`), how often
(`limits.limiter`). They leave marks on the view, from which the failures follow that they raise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from server.errors import STATUS

V = TypeVar("V", bound=Callable[..., Any])

EVERYWHERE = ("busy", "store_full", "not_set_up", "internal")  # whatever the view says


@dataclass(frozen=True)
class Said:
    """What a view says of itself: the schema of its answer, its own failures, the media type of a body that is no
    JSON, and whether new devices should leave it alone.
    """

    answer: Mapping[str, Any]
    failures: tuple[str, ...] = ()
    takes: str | None = None
    deprecated: bool = False


def answers(
    answer: Mapping[str, Any], *failures: str, takes: str | None = None, deprecated: bool = False
) -> Callable[[V], V]:
    """Say what a view answers (JSON Schema), and with which codes beside those of its decorators it fails."""
    for code in failures:
        if code not in STATUS:
            raise KeyError(f"{code} is not in server.errors.STATUS")

    def decorate(view: V) -> V:
        view.__ruhu_said__ = Said(answer, failures, takes, deprecated)  # type: ignore[attr-defined]
        return view

    return decorate


def said(view: object) -> Said | None:
    """What a view says of itself, if it does."""
    found = getattr(view, "__ruhu_said__", None)
    return found if isinstance(found, Said) else None


def failures(view: object) -> list[str]:
    """Every code with which a view may fail, by status, but for those of `EVERYWHERE`."""
    found = said(view)
    codes = {*(found.failures if found else ())}
    if asker := getattr(view, "__ruhu_phone__", None):
        codes |= {"token_unknown", "device_revoked"} if asker == "required" else {"token_unknown"}
    if hasattr(view, "__ruhu_body__"):
        codes |= {"malformed", "bad_compression", "too_large"}
    if hasattr(view, "__ruhu_limited__"):
        codes.add("too_many_requests")
    return sorted(codes, key=lambda code: (STATUS[code], code))
