"""One message to one phone, by the push service that its browser chose (RFC 8030, sealed by RFC 8291, signed by VAPID).

A push service that says that it does not know the address will never know it again, so the address is forgotten;
whatever else goes wrong is tried again when the command next runs.
"""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import ssl
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import current_app

from server.reminders import key, subscribing

if TYPE_CHECKING:
    from webpush import WebPush

KEPT_SECONDS = 12 * 3600  # a phone that is off until the next morning need not be told
WAIT_SECONDS = 10
TAKEN, GONE = (200, 201, 202), (404, 410)


class Sent(StrEnum):
    """What became of a message."""

    TAKEN = "taken"  # the push service has it
    GONE = "gone"  # the phone is not to be reached there any more: forget the address
    FAILED = "failed"  # not now


@dataclass
class Sender:
    """Sends with this server's key. `subscriber`: whom a push service may write to about it."""

    pusher: WebPush

    def send(self, to: subscribing.Address, message: dict[str, Any]) -> Sent:
        """Send one message."""
        from webpush import WebPushSubscription

        keys = {name: to.keys[name] for name in ("p256dh", "auth")}
        asked = WebPushSubscription.model_validate({"endpoint": to.endpoint, "keys": keys})
        made = self.pusher.get(json.dumps(message, ensure_ascii=False), asked)
        headers = {name: str(value) for name, value in made.headers.items()}
        headers |= {"urgency": "normal", "topic": str(message["kind"]), "content-type": "application/octet-stream"}
        try:
            status = _post(to.endpoint, made.encrypted, headers)
        except (OSError, http.client.HTTPException):
            return Sent.FAILED
        if status in TAKEN:
            return Sent.TAKEN
        return Sent.GONE if status in GONE else Sent.FAILED


def sender() -> Sender:
    """The sender of the current application. Its package is big and needed in the evening only."""
    from webpush import WebPush

    private, public = key.pems()
    subscriber = str(current_app.config["PUSH_SUBSCRIBER"])
    return Sender(WebPush(private, public, subscriber=subscriber, ttl=KEPT_SECONDS))


def _post(endpoint: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer, which is not read any further; no redirect is followed."""
    where = urlsplit(endpoint)
    host = where.hostname or ""
    if not subscribing.allowed(endpoint):
        return GONE[1]
    connection: http.client.HTTPConnection
    if where.scheme == "https":
        _outside(host, where.port or 443)
        context = ssl.create_default_context()
        connection = http.client.HTTPSConnection(host, where.port, timeout=WAIT_SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(host, where.port, timeout=WAIT_SECONDS)
    try:
        connection.request("POST", where.path + (f"?{where.query}" if where.query else ""), body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def _outside(host: str, port: int) -> None:
    """Raise OSError for a name that leads into a network of one's own: a phone must not have the server knock there."""
    for *_, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if not ipaddress.ip_address(address[0]).is_global:
            raise OSError("not a public address")
