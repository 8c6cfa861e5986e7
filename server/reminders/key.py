"""The key by which push services know this server (VAPID): made at first need, kept in `var/`.

A phone's subscription belongs to the key that it was made with, so the key belongs to every backup. Where it was lost
all the same, phones see another one when they next sync, and subscribe anew.
"""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import current_app

from server.rescue import key as pair

FILE = "push.key"


def private() -> ec.EllipticCurvePrivateKey:
    """The private key; makes one if there is none."""
    return pair.load(Path(current_app.config["RUHU_VAR"]) / FILE)


def public() -> str:
    """What a browser needs to subscribe: the public key's point, base64url without padding."""
    return base64.urlsafe_b64encode(pair.point(private().public_key())).rstrip(b"=").decode()


def pems() -> tuple[bytes, bytes]:
    """The private and the public key as files hold them."""
    own = private()
    kept = own.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    told = own.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return kept, told
