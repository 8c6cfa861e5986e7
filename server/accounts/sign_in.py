"""The office's sign-in: password in, cookie out. The route (server.office) limits its rate with
`limits.sign_in_rate`.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.accounts.people import password_fits
from server.auth import COOKIE, OFFICE_ROLES, fresh_token, token_hash
from server.errors import Problem
from server.store.tables import Account, Login


@dataclass(frozen=True)
class SignedIn:
    """A new login: `token` goes into the cookie only, `csrf` into the answer's body only; `expires` in ms."""

    account: Account
    token: str
    csrf: str
    expires: int


def sign_in(session: Session, login: str, password: str, now: int, lifetime_ms: int) -> SignedIn:
    """Check a password and open a login. Raises wrong_password, account_inactive, not_allowed (not an office
    account).
    """
    account = session.scalar(select(Account).where(Account.login == login))
    if not password_fits(account, password) or account is None:
        raise Problem("wrong_password")
    if not account.active:
        raise Problem("account_inactive")
    if account.role not in OFFICE_ROLES:
        raise Problem("not_allowed")
    session.execute(delete(Login).where(Login.expires <= now))
    opened = SignedIn(account, fresh_token(), fresh_token(), now + lifetime_ms)
    session.add(
        Login(token_hash=token_hash(opened.token), account=account.id, csrf=opened.csrf, expires=opened.expires)
    )
    session.flush()
    return opened


def sign_out(session: Session) -> None:
    """End the login of the current request."""
    session.execute(delete(Login).where(Login.token_hash == token_hash(request.cookies.get(COOKIE, ""))))


def set_cookie(response: Response, token: str, lifetime_ms: int) -> Response:
    """Put the login into the answer's cookie: not readable by scripts, not sent from other sites."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=lifetime_ms // 1000,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
        path="/api",
    )
    return response


def clear_cookie(response: Response) -> Response:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Strict", secure=request.is_secure, path="/api")
    return response
