"""The network: one kept-alive connection, gzip up, gzip or brotli down, TLS (docs/protocol.md, "The wire")."""

from __future__ import annotations

import gzip
import importlib
import ssl
import time
import zlib
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from importlib.util import find_spec
from urllib.parse import urlsplit

from device.wire import Reply, Request, Unreachable

SMALL = 800
PATIENCE = 60.0
BROTLI = find_spec("brotli") is not None
ANSWERS_ONLY = ("GET", "HEAD")


class Http:
    """Sends requests to one server. `origin`: `https://host[:port]`; `authority`: a file with the certificate authority
    to trust, if it is not one that the system knows.
    """

    def __init__(self, origin: str, *, authority: str | None = None, patience: float = PATIENCE) -> None:
        address = urlsplit(origin)
        if address.scheme not in ("http", "https") or address.hostname is None:
            raise ValueError(f"{origin!r} is no http(s) address")
        self._host, self._port, self._patience = address.hostname, address.port, patience
        self._tls = ssl.create_default_context(cafile=authority) if address.scheme == "https" else None
        self._connection: HTTPConnection | None = None

    def __call__(self, request: Request) -> Reply:
        """Send one request and wait for its answer; raises Unreachable."""
        began = time.monotonic()
        fresh = self._connection is None
        try:
            response, data = self._once(request)
        except (OSError, HTTPException) as problem:
            self.close()
            if fresh:
                raise Unreachable(str(problem)) from problem
            return self(request)  # the server had closed a connection that was idle; ids make a repeat harmless
        wait = response.headers.get("Retry-After", "")
        seconds = time.monotonic() - began
        return Reply(response.status, data, int(wait) if wait.isdigit() else 0, seconds)

    def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _once(self, request: Request) -> tuple[HTTPResponse, bytes]:
        if self._connection is None:
            self._connection = self._open()
        headers = {"Accept-Encoding": "br, gzip" if BROTLI else "gzip"}
        if request.token is not None:
            headers["Authorization"] = f"Bearer {request.token}"
        data = request.data
        if data is not None:
            headers["Content-Type"] = "application/json"
            if len(data) >= SMALL and not request.plain:
                headers["Content-Encoding"], data = "gzip", gzip.compress(data, 6)
        self._connection.request(request.method, request.path, data, headers)
        response = self._connection.getresponse()
        packed = response.read()
        return response, unpacked(packed, response.headers.get("Content-Encoding", ""))

    def _open(self) -> HTTPConnection:
        if self._tls is not None:
            return HTTPSConnection(self._host, self._port, timeout=self._patience, context=self._tls)
        return HTTPConnection(self._host, self._port, timeout=self._patience)


def unpacked(data: bytes, coding: str) -> bytes:
    """The body as it was before compression; raises OSError if it did not come whole."""
    try:
        if coding == "gzip":
            return gzip.decompress(data)
        if coding == "br":
            plain: bytes = importlib.import_module("brotli").decompress(data)
            return plain
    except (EOFError, zlib.error) as problem:
        raise OSError(str(problem)) from problem
    except Exception as problem:
        if coding == "br":  # the library has an exception of its own
            raise OSError(str(problem)) from problem
        raise
    return data
