"""Enrolment: a one-use link, valid for a limited time, makes a browser one person's phone (docs/protocol.md, E1–E4)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.accounts.adopting import phone_token
from server.auth import fresh_token, token_hash
from server.errors import Problem
from server.places import queue
from server.store.tables import Account, Device, Enrolment, Writer


@dataclass(frozen=True)
class Made:
    """A fresh enrolment: the code is told once and kept hashed; `expires` in ms."""

    code: str
    expires: int


def make_enrolment(
    session: Session, account: int, now: int, lifetime_ms: int, *, made_by: int | None = None, replaces: bool = False
) -> Made:
    """Make a one-use code of 256 bits. `replaces`: using it revokes the person's older phones."""
    code = fresh_token()
    expires = now + lifetime_ms
    session.add(
        Enrolment(
            code_hash=token_hash(code),
            account=account,
            expires=expires,
            used_at=None,
            made_by=made_by,
            replaces=replaces,
        )
    )
    session.flush()
    return Made(code, expires)


def enrolment_link(base: str, code: str) -> str:
    """The address that a phone opens."""
    return f"{base.rstrip('/')}/#/enrol/{code}"


def use_enrolment(session: Session, code: str, now: int, label: str | None = None) -> tuple[Device, Account, str]:
    """Turn a code into a device: (device, account, token). Raises enrolment_unknown, enrolment_used,
    enrolment_expired.
    """
    found = session.get(Enrolment, token_hash(code), with_for_update=True)
    if found is None:
        raise Problem("enrolment_unknown")
    if found.used_at is not None:
        raise Problem("enrolment_used")
    if found.expires <= now:
        raise Problem("enrolment_expired")
    account = session.get_one(Account, found.account)
    if not account.active:
        raise Problem("account_inactive")
    found.used_at = now
    if found.replaces:
        older = select(Device.id).where(Device.account == account.id, Device.revoked_at.is_(None))
        queue.note(session, queue.DEVICE, map(str, session.scalars(older)))
        session.execute(update(Device).where(Device.id.in_(older)).values(revoked_at=now))
    writer = Writer(kind="device", account=account.id, last_n=0, failures=0)
    session.add(writer)
    session.flush()
    token = phone_token(fresh_token(), writer.id, account.id)
    device = Device(
        id=writer.id, account=account.id, token_hash=token_hash(token), label=label, enrolled_at=now, revoked_at=None
    )
    session.add(device)
    session.flush()
    return device, account, token
