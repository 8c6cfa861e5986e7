"""Answers leave compressed where the client takes it: brotli, else gzip. Built files are packed once, as small as can
be.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from flask import Flask, Response, request

LEAST_BYTES = 800
BROTLI_QUALITY = 5  # of 11: JSON rows shrink to about a twelfth in a few milliseconds
GZIP_LEVEL = 6
BEST_BROTLI, BEST_GZIP = 11, 9  # of files that are packed once and served often
KINDS = (
    "application/json",
    "application/manifest+json",
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "image/svg+xml",
)


def register(app: Flask) -> None:
    """Compress the answers of `app`."""

    @app.after_request
    def compress(response: Response) -> Response:
        if response.mimetype not in KINDS or response.headers.get("Content-Encoding"):
            return response
        if response.status_code in (204, 206, 304) or request.method == "HEAD":
            return response
        response.headers.add("Vary", "Accept-Encoding")
        coding = coding_of(request.headers.get("Accept-Encoding", ""))
        if coding is None or (response.content_length or LEAST_BYTES) < LEAST_BYTES:
            return response
        response.direct_passthrough = False
        plain = response.get_data()
        if len(plain) < LEAST_BYTES:
            return response
        built = request.path.startswith("/assets/")
        response.set_data(_best(plain, coding) if built else _quick(plain, coding))
        response.headers["Content-Encoding"] = coding
        return response


def _quick(plain: bytes, coding: str) -> bytes:
    return brotli.compress(plain, quality=BROTLI_QUALITY) if coding == "br" else gzip.compress(plain, GZIP_LEVEL)


@lru_cache(maxsize=200)
def _best(plain: bytes, coding: str) -> bytes:
    return brotli.compress(plain, quality=BEST_BROTLI) if coding == "br" else gzip.compress(plain, BEST_GZIP, mtime=0)


def coding_of(accepted: str) -> str | None:
    """The best coding that an `Accept-Encoding` allows: "br", "gzip" or None."""
    offered = {
        each.partition(";")[0].strip() for each in accepted.split(",") if not each.replace(" ", "").endswith("q=0")
    }
    return next((coding for coding in ("br", "gzip") if coding in offered), None)
