"""Accounts and their passwords (argon2id)."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.auth import FIELD_ROLES, OFFICE_ROLES
from server.errors import Problem
from server.places import queue
from server.store.tables import Account, Device, Login, Writer

LEAST_PASSWORD = 8
# Without the signs that are mistaken for each other when read aloud or copied by hand.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"

_hasher = PasswordHasher()  # argon2id, RFC 9106 low-memory profile
_nobody = _hasher.hash(secrets.token_hex(16))


def by_login(session: Session, login: str) -> Account:
    """The account of a sign-in name; raises Problem not_found."""
    account = session.scalar(select(Account).where(Account.login == login))
    if account is None:
        raise Problem("not_found")
    return account


def create_account(
    session: Session, *, login: str, name: str, role: str, phone: str | None = None, password: str | None = None
) -> Account:
    """Make an account. Raises Problem login_taken, role_unknown, password_too_short."""
    if role not in OFFICE_ROLES + FIELD_ROLES:
        raise Problem("role_unknown")
    if session.scalar(select(Account.id).where(Account.login == login)) is not None:
        raise Problem("login_taken")
    account = Account(login=login, name=name, role=role, phone=phone, active=True, must_change_password=False)
    session.add(account)
    session.flush()
    if password is not None:
        set_password(session, account, password)
    return account


def set_password(session: Session, account: Account, password: str, *, one_time: bool = False) -> None:
    """Keep a new password's hash and end the account's other logins. `one_time`: must be changed at the next
    sign-in.
    """
    if len(password) < LEAST_PASSWORD:
        raise Problem("password_too_short", {"least": LEAST_PASSWORD})
    account.password_hash = _hasher.hash(password)
    account.must_change_password = one_time
    for login in session.scalars(select(Login).where(Login.account == account.id)):
        session.delete(login)
    session.flush()


def password_fits(account: Account | None, password: str) -> bool:
    """Whether this is the account's password; takes as long for an account that does not exist."""
    kept = account.password_hash if account is not None else None
    try:
        _hasher.verify(kept or _nobody, password)
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None


def one_time_password(session: Session, login: str = "admin") -> str:
    """Give an office account (made as township administrator if absent) a password for one sign-in; returns it."""
    account = session.scalar(select(Account).where(Account.login == login))
    if account is None:
        account = create_account(session, login=login, name=login, role="admin")
    password = "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))
    set_password(session, account, password, one_time=True)
    return password


def set_active(session: Session, account: Account, active: bool) -> None:
    """Open or close an account; a closed one's logins end and its phones get nothing more."""
    account.active = active
    if not active:
        for login in session.scalars(select(Login).where(Login.account == account.id)):
            session.delete(login)
        phones = session.scalars(select(Device.id).where(Device.account == account.id))
        queue.note(session, queue.DEVICE, map(str, phones))
    session.flush()


def writer_of(session: Session, account: int) -> Writer:
    """The office writer of an account, made at its first use."""
    found = session.scalar(select(Writer).where(Writer.account == account, Writer.kind == "office"))
    if found is None:
        found = Writer(kind="office", account=account, last_n=0, failures=0)
        session.add(found)
        session.flush()
    return found
