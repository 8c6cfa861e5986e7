"""Who has bound a phone and who has not, and when each was last heard of."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.auth import FIELD_ROLES
from server.store.tables import Account, Device, Enrolment, Grant

ENROLLED, WAITING, EXPIRED, REVOKED, NEVER = "enrolled", "waiting", "expired", "revoked", "never"


def lines(session: Session, now: int) -> list[dict[str, Any]]:
    """Everybody who works in the field. state: enrolled; waiting (a code is out, valid `until`); revoked (their phones
    are); expired (a code was out); never (none was made).
    """
    areas: dict[int, list[str]] = defaultdict(list)
    for number, area in session.execute(
        select(Grant.account, Grant.area).where(Grant.until.is_(None)).order_by(Grant.area).distinct()
    ):
        areas[number].append(area)
    phones = {
        holder: (count, since, last, unsent)
        for holder, count, since, last, unsent in session.execute(
            select(
                Device.account, func.count(), func.min(Device.enrolled_at), func.max(Device.last_sync),
                func.sum(Device.unsent),
            ).where(Device.revoked_at.is_(None)).group_by(Device.account)
        )
    }  # fmt: skip
    codes = {
        holder: expires
        for holder, expires in session.execute(
            select(Enrolment.account, func.max(Enrolment.expires))
            .where(Enrolment.used_at.is_(None))
            .group_by(Enrolment.account)
        )
    }
    revoked = set(session.scalars(select(Device.account).where(Device.revoked_at.is_not(None))))
    found = session.scalars(
        select(Account).where(Account.role.in_(FIELD_ROLES), Account.active).order_by(Account.role, Account.id)
    )
    out = []
    for account in found:
        count, since, last, unsent = phones.get(account.id, (0, None, None, None))
        code = codes.get(account.id)
        state = _state(count, code, account.id in revoked, now)
        out.append(
            {
                "id": account.id,
                "name": account.name,
                "role": account.role,
                "phone": account.phone or "",
                "areas": areas[account.id],
                "devices": count,
                "enrolled_at": since,
                "last_sync": last,
                "unsent": int(unsent or 0),
                "state": state,
                "until": code if state in (WAITING, EXPIRED) else None,
            }
        )
    return out


def _state(phones: int, code: int | None, revoked: bool, now: int) -> str:
    if phones:
        return ENROLLED
    if code is not None and code > now:
        return WAITING
    return REVOKED if revoked else NEVER if code is None else EXPIRED
