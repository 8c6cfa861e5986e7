"""Phones as the office sees them: when each last synced, what it said was unsent, who has not synced today."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import clock
from server.rescue.book import last_of
from server.store.tables import Account, Device, Grant


def lines(session: Session, today: str, zone: str) -> list[dict[str, Any]]:
    """Every phone, those that have not synced for longest first, revoked ones last."""
    areas: dict[int, list[str]] = defaultdict(list)
    for account, area in session.execute(
        select(Grant.account, Grant.area).where(Grant.until.is_(None)).order_by(Grant.area).distinct()
    ):
        areas[account].append(area)
    rescued = last_of(session)
    found = session.execute(select(Device, Account).join(Account, Account.id == Device.account))
    out = [
        {
            "id": device.id,
            "account": account.id,
            "person": account.name,
            "role": account.role,
            "label": device.label or "",
            "enrolled_at": device.enrolled_at,
            "revoked_at": device.revoked_at,
            "last_sync": device.last_sync,
            "today": device.last_sync is not None and clock.date_of(device.last_sync, zone) == today,
            "unsent": device.unsent or 0,
            "app": device.app or "",
            "areas": areas[account.id],
            "rescued": rescued.get(device.id),
        }
        for device, account in found
    ]
    return sorted(out, key=lambda line: (line["revoked_at"] is not None, line["last_sync"] or 0, line["id"]))
