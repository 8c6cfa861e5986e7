"""A push service on this machine, with one phone behind it: it takes what is sent as a browser maker's would, and opens
it as the browser does (RFC 8291), by code of its own.
"""

from __future__ import annotations

import base64
import json
import os
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


class Phone:
    """A browser's key and secret."""

    def __init__(self, name: str) -> None:
        self.name, self._key, self._auth = name, ec.generate_private_key(ec.SECP256R1()), os.urandom(16)

    @property
    def _point(self) -> bytes:
        return self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def keys(self) -> dict[str, str]:
        """What its page tells the server."""
        return {"p256dh": unpadded(self._point), "auth": unpadded(self._auth)}

    def opens(self, body: bytes) -> dict[str, Any]:
        """A message."""
        salt, size, length = body[:16], struct.unpack("!L", body[16:20])[0], body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(body) <= size
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))
        secret = _derived(shared, self._auth, b"WebPush: info\x00" + self._point + sender, 32)
        key = _derived(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
        nonce = _derived(secret, salt, b"Content-Encoding: nonce\x00", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None)
        assert plain.endswith(b"\x02")
        found: dict[str, Any] = json.loads(plain[:-1])
        return found


class Service:
    """What was sent to it. `says`: the status for an address, 201 where nothing is said."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://127.0.0.1:{port}"
        self.said: list[tuple[str, dict[str, str], bytes]] = []
        self.says: dict[str, int] = {}

    def address(self, phone: Phone) -> str:
        """Where this phone's messages go."""
        return f"{self.origin}/to/{phone.name}"

    def took(self, phone: Phone) -> list[dict[str, Any]]:
        """The messages that this phone was sent, opened."""
        return [phone.opens(body) for path, _, body in self.said if path == f"/to/{phone.name}"]

    def signer(self, place: int = 0) -> tuple[dict[str, Any], str]:
        """Who signed a message (checked), and by which key."""
        scheme, _, rest = self.said[place][1]["authorization"].partition(" ")
        assert scheme == "vapid"
        token, key = (part.strip().partition("=")[2] for part in rest.split(","))
        point = base64.urlsafe_b64decode(key + "=" * (-len(key) % 4))
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
        claims: dict[str, Any] = jwt.decode(token, public, algorithms=["ES256"], options={"verify_aud": False})
        return claims, key


@contextmanager
def running() -> Iterator[Service]:
    """The service, listening."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802 (the name that the standard library looks for)
            body = self.rfile.read(int(self.headers["content-length"]))
            service.said.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(service.says.get(self.path, 201))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    service = Service(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def unpadded(some: bytes) -> str:
    """base64url as browsers write it."""
    return base64.urlsafe_b64encode(some).rstrip(b"=").decode()


def _derived(material: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(material)
