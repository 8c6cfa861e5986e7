"""Limits that keep one client from harming the others: how often, and how large."""

from __future__ import annotations

import zlib
from typing import cast

from flask import Flask, Request, current_app, g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from server.errors import Problem

limiter = Limiter(get_remote_address, storage_uri="memory://", headers_enabled=True)

CHUNK = 64 * 1024


def sign_in_rate() -> str:
    """How often one address may try a password; for `@limiter.limit(sign_in_rate)`."""
    return str(current_app.config["SIGN_IN_LIMIT"])


def enrol_rate() -> str:
    """How often one address may try an enrolment code."""
    return str(current_app.config["ENROL_LIMIT"])


class CappedRequest(Request):
    """A request whose body is capped before anything reads it: uploads of files by one cap, all else by another."""

    @property
    def max_content_length(self) -> int | None:
        """Bytes."""
        uploads = (self.mimetype or "") == "multipart/form-data"
        return int(current_app.config["UPLOAD_BYTES" if uploads else "PUSH_BYTES"])

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        raise AttributeError("the caps are configuration: UPLOAD_BYTES, PUSH_BYTES")


def register(app: Flask) -> None:
    """Cap the requests of `app`."""
    app.request_class = CappedRequest
    app.config.setdefault("RATELIMIT_ENABLED", True)
    limiter.init_app(app)


def body() -> bytes:
    """The request's body, unzipped if it is gzip. Never more than PUSH_BYTES are made of it: else too_large."""
    if "body" in g:
        return cast(bytes, g.body)
    raw = request.get_data(cache=False)
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
