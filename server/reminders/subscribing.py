"""Where a phone's reminders go: one address of a push service for each phone, as its browser was given it."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import current_app
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from server.errors import Problem
from server.store.tables import Device, PushSubscription

POINT, SECRET = 65, 16  # bytes of a browser's public key and of its secret


@dataclass(frozen=True)
class Address:
    """One phone's address: `keys` is what its messages are sealed for, `lang` the language of its screen."""

    id: int
    device: int
    account: int
    endpoint: str
    keys: dict[str, str]
    lang: str


def subscribe(session: Session, device: int, asked: dict[str, Any], now: int) -> None:
    """Send this phone's reminders there from now on. Raises Problem malformed where nothing can be sent."""
    if not (allowed(asked["endpoint"]) and _fits(asked["p256dh"], POINT) and _fits(asked["auth"], SECRET)):
        raise Problem("malformed")
    mine = or_(PushSubscription.device == device, PushSubscription.endpoint == asked["endpoint"])
    session.execute(delete(PushSubscription).where(mine))
    keys = json.dumps({name: asked[name] for name in ("p256dh", "auth", "lang")})
    session.add(PushSubscription(device=device, endpoint=asked["endpoint"], keys=keys, made_at=now))


def unsubscribe(session: Session, device: int) -> None:
    """Send this phone no reminders any more."""
    session.execute(delete(PushSubscription).where(PushSubscription.device == device))


def is_on(session: Session, device: int) -> bool:
    """Whether this phone has an address."""
    return session.scalar(select(PushSubscription.id).where(PushSubscription.device == device)) is not None


def addresses(session: Session) -> list[Address]:
    """The addresses of all phones that still work here."""
    query = (
        select(PushSubscription, Device.account)
        .join(Device, Device.id == PushSubscription.device)
        .where(Device.revoked_at.is_(None))
        .order_by(PushSubscription.id)
    )
    found = []
    for each, account in session.execute(query):
        keys = json.loads(each.keys)
        found.append(Address(each.id, each.device, account, each.endpoint, keys, keys["lang"]))
    return found


def allowed(endpoint: str) -> bool:
    """Whether the server would send something there: over HTTPS to a name, never to an address inside of a network.
    `PUSH_ORIGINS` names others, for a push service of one's own.
    """
    try:
        where = urlsplit(endpoint)
        port = where.port
    except ValueError:
        return False
    if f"{where.scheme}://{where.netloc}" in str(current_app.config["PUSH_ORIGINS"]).split():
        return True
    host = where.hostname or ""
    return where.scheme == "https" and port in (None, 443) and "." in host and not _numeric(host)


def _numeric(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return host.rpartition(".")[2].isdigit()
    return True


def _fits(text: str, size: int) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) == size
    except (binascii.Error, ValueError):
        return False
