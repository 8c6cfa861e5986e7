"""Limits that keep one client from harming the others: how often, how large, and how slow."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from flask import Flask, Request, current_app, g, request

from server.errors import Problem
from server.rates import Limiter

P = ParamSpec("P")
R = TypeVar("R")

limiter = Limiter()

CHUNK = 64 * 1024


def sign_in_rate() -> str:
    """How often one address may try a password; for `@limiter.limit(sign_in_rate)`."""
    return str(current_app.config["SIGN_IN_LIMIT"])


def enrol_rate() -> str:
    """How often one address may try an enrolment code."""
    return str(current_app.config["ENROL_LIMIT"])


def takes_file(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that is sent a file: it may be large, and the view reads it itself. Whatever the sender says of the
    body, every other address has the smaller cap. A marked view must not hold the write lock (`session.reads`).
    """
    view.__ruhu_file__ = True  # type: ignore[attr-defined]
    return view


def file_expected() -> bool:
    """Whether the present request goes to a view that is sent a file."""
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "__ruhu_file__", False))


class CappedRequest(Request):
    """A request whose body is capped before anything reads it: a file by one cap, all else by another."""

    @property
    def max_content_length(self) -> int | None:
        """Bytes."""
        return int(current_app.config["UPLOAD_BYTES" if file_expected() else "PUSH_BYTES"])

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("the caps are configuration: UPLOAD_BYTES, PUSH_BYTES")


def register(app: Flask) -> None:
    """Cap the requests of `app`."""
    app.request_class = CappedRequest
    limiter.register(app, Path(app.config["RUHU_VAR"]) / "rates.sqlite3")

    @app.before_request
    def whole() -> None:
        """Have the body here before a transaction begins: a slow sender must not hold the write lock."""
        if request.method in ("POST", "PUT", "PATCH", "DELETE") and not file_expected():
            request.get_data()


def body() -> bytes:
    """The request's body, unzipped if it is gzip. Never more than PUSH_BYTES are made of it: else too_large."""
    if "body" in g:
        return cast(bytes, g.body)
    raw = request.get_data()
    coding = request.headers.get("Content-Encoding", "").strip().lower()
    if coding in ("", "identity"):
        g.body = raw
    elif coding == "gzip":
        g.body = gunzip(raw, int(current_app.config["PUSH_BYTES"]))
    else:
        raise Problem("bad_compression")
    return cast(bytes, g.body)


def gunzip(raw: bytes, cap: int) -> bytes:
    """Unzip at most `cap` bytes; raises Problem too_large beyond, bad_compression if it is not one whole gzip
    stream.
    """
    stream = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        plain = stream.decompress(raw, cap + 1)
    except zlib.error:
        raise Problem("bad_compression") from None
    if len(plain) > cap:
        raise Problem("too_large")
    if not stream.eof:
        raise Problem("bad_compression")
    return plain
