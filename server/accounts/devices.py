"""Phones: finding one, revoking one."""

from __future__ import annotations

from sqlalchemy.orm import Session

from server.errors import Problem
from server.places import queue
from server.store.tables import Device


def device_of(session: Session, number: int) -> Device:
    """The phone with this writer number; raises Problem not_found."""
    device = session.get(Device, number)
    if device is None:
        raise Problem("not_found")
    return device


def revoke_device(session: Session, number: int, now: int) -> None:
    """From `now` on the phone gets nothing, and what it still sends goes to quarantine."""
    device = device_of(session, number)
    if device.revoked_at is None:
        device.revoked_at = now
        queue.note(session, queue.DEVICE, [str(number)])
    session.flush()
