"""What a phone does to get its edits out: seals them for the township's key. And what a carrier does with it."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask

from server import clock
from server.rescue import contents, envelope, key
from server.rescue.contents import Contents
from server.rescue.envelope import Header
from tests.office.conftest import Desk
from tests.server.town import Phone


def hashed(token: str) -> str:
    """SHA-256 of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass
class Sealer:
    """Seals for one application's key."""

    app: Flask

    def seal(self, phone: Phone, edits: list[dict[str, Any]], **changes: Any) -> bytes:
        """The envelope of a phone's edits. `changes`: other contents than the phone's own; `token`, `key`, `count`."""
        token, public = hashed(changes.pop("token", phone.token)), changes.pop("key", None) or self.public()
        now = clock.now_ms() + phone.clock_ahead
        count = changes.pop("count", len(edits))
        person = {"id": f"person:{phone.account}", "name": "张三"}
        said = Contents(phone.writer, None, now, phone.clock_ahead, token, person, edits)
        packed = changes.pop("packed", None) or contents.packed(replace(said, **changes))
        head = Header(key.name(public), phone.writer, count, now)
        return envelope.sealed(packed, head, token, public)

    def public(self) -> bytes:
        """The township's public key."""
        with self.app.app_context():
            return key.point(key.private().public_key())


def carry(phone: Phone, sealed: bytes, status: int = 200) -> dict[str, Any]:
    """Bring an envelope in by a phone; the answer."""
    headers = {"Authorization": f"Bearer {phone.token}"}
    response = phone.client.post("/api/sync/rescue", data=sealed, headers=headers)
    assert response.status_code == status, response.get_json()
    told: dict[str, Any] = response.get_json()
    return told


def hand_in(desk: Desk, sealed: bytes, status: int = 200) -> dict[str, Any]:
    """Bring a file in by the office: the line that it wrote, or the error."""
    response = desk.client.post(
        "/api/office/rescue",
        data={"file": (io.BytesIO(sealed), "rescue.txt")},
        headers={"X-Ruhu-CSRF": desk.csrf},
    )
    told: dict[str, Any] = response.get_json()
    assert response.status_code == status, told
    return told if status != 200 else next(line for line in told["rescues"] if line["id"] == told["id"])


def tally(answer: dict[str, Any]) -> dict[str, int]:
    """The counts of an answer or a line that are not 0."""
    named = ("applied", "already", "held", "failed", "waiting")
    assert sum(answer[name] for name in named) == answer["edits"], answer
    return {name: answer[name] for name in named if answer[name]}
