"""The township's rescue key: phones seal for it, only this server opens. Made at first need, kept in `var/`.

A lost key opens nothing any more, so it belongs to every backup of `var/`. It does not change with the epoch.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import current_app

FILE = "rescue.key"
EXTENSION = "ruhu_rescue_key"


def private() -> ec.EllipticCurvePrivateKey:
    """The private key of the current application; makes one if there is none."""
    found = current_app.extensions.get(EXTENSION)
    if found is None:
        found = current_app.extensions[EXTENSION] = load(Path(current_app.config["RUHU_VAR"]) / FILE)
    assert isinstance(found, ec.EllipticCurvePrivateKey)
    return found


def load(path: Path) -> ec.EllipticCurvePrivateKey:
    """The key kept in `path` (PEM, readable by its owner only). Of two processes that make one, one is kept."""
    if not path.exists():
        _make(path)
    found = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(found, ec.EllipticCurvePrivateKey) and isinstance(found.curve, ec.SECP256R1), path.name
    return found


def _make(path: Path) -> None:
    fresh = ec.generate_private_key(ec.SECP256R1())
    pem = fresh.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        with contextlib.suppress(FileExistsError):  # whole or not there: nobody reads half a key
            os.link(draft, path)
    finally:
        draft.unlink()


def point(key: ec.EllipticCurvePublicKey) -> bytes:
    """A public key as it travels: the uncompressed point, 65 bytes."""
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def name(public: bytes) -> str:
    """How an envelope names the key that it was sealed for: 16 hex digits."""
    return hashlib.sha256(public).hexdigest()[:16]
