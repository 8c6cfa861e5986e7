"""Who is asking: a phone by its token, the office by its login cookie. Decides on every request; there is no switch
to turn it off.

Tokens and cookies are 256 random bits and are kept as SHA-256 only. A request that changes something from the office
must carry the login's CSRF token in `X-Ruhu-CSRF`.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import secrets
from collections.abc import Callable
from typing import NamedTuple, ParamSpec, TypeVar

from flask import g, request
from sqlalchemy import column, text
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.store.session import current, store
from server.store.tables import Account, Login

P = ParamSpec("P")
R = TypeVar("R")

COOKIE = "ruhu_office"
OFFICE_ROLES = ("admin", "reviewer")
FIELD_ROLES = ("cadre", "canvasser", "site")
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

_ASKER = text("""
    SELECT d.id, d.account, d.revoked_at, a.active, a.role, e.value AS epoch, v.value AS grants_version
    FROM devices d JOIN accounts a ON a.id = d.account
    JOIN meta e ON e.key = 'epoch' JOIN meta v ON v.key = 'grants_version' WHERE d.token_hash = :digest
""").columns(*map(column, ("id", "account", "revoked_at", "active", "role", "epoch", "grants_version")))


class Person(NamedTuple):
    """Whose phone it is."""

    id: int
    role: str


class Asker(NamedTuple):
    """The phone that asks: its number, its person's account and role; and what the store says of itself."""

    id: int
    account: int
    role: str
    epoch: str
    grants_version: int


def fresh_token() -> str:
    """256 random bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def device_required(view: Callable[P, R]) -> Callable[P, R]:
    """Only an enrolled, unrevoked phone of an active account: `g.device`, an `Asker`. See `device_known` for push."""

    @functools.wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        identify_device()
        if g.revoked:
            raise Problem("device_revoked")
        return view(*args, **kwargs)

    wrapped.__ruhu_phone__ = "required"  # type: ignore[attr-defined]  # for the OpenAPI document
    return wrapped


def device_known(view: Callable[P, R]) -> Callable[P, R]:
    """An enrolled phone, even if revoked since (`g.revoked`): its edits are kept, and nothing is told to it."""

    @functools.wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        identify_device()
        return view(*args, **kwargs)

    wrapped.__ruhu_phone__ = "known"  # type: ignore[attr-defined]
    return wrapped


def identify_device() -> None:
    """Set `g.device`, `g.account` and `g.revoked` from `Authorization: Bearer …`, or raise token_unknown."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Problem("token_unknown")
    asked = {"digest": token_hash(token.strip())}
    found = current().connection().execute(_ASKER, asked).first()
    if found is None and _taken_on(token.strip()):
        found = current().connection().execute(_ASKER, asked).first()
    if found is None:
        raise Problem("token_unknown")
    g.device = Asker(found.id, found.account, found.role, found.epoch, int(found.grants_version))
    g.account = Person(found.account, found.role)
    g.revoked = found.revoked_at is not None or not found.active


def _taken_on(token: str) -> bool:
    """Whether a restored server, which had forgotten this phone, knows it now."""
    from server.accounts import adopting

    if adopting.whose(token) is None:
        return False
    current().rollback()  # it has only looked; on SQLite nobody else could write meanwhile
    with store().writing() as session:
        return adopting.take_on(session, token, clock.now_ms())


def office_required(*roles: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only a signed-in office account with one of `roles` (default: admin or reviewer): `g.account`, `g.login`."""
    wanted = roles or OFFICE_ROLES

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
            identify_office()
            if g.account.must_change_password and not getattr(view, "before_password_change", False):
                raise Problem("password_must_change")
            if g.account.role not in wanted:
                raise Problem("not_allowed")
            return view(*args, **kwargs)

        return wrapped

    return decorate


def before_password_change(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view (below `office_required`) that works while a one-time password still has to be changed."""
    view.before_password_change = True  # type: ignore[attr-defined]
    return view


def identify_office() -> None:
    """Set `g.account` and `g.login` from the cookie, or raise sign_in_needed; check CSRF where something may change."""
    account, login = office_login(current())
    if request.method not in SAFE_METHODS:
        given = request.headers.get("X-Ruhu-CSRF", "")
        if not hmac.compare_digest(given.encode(), login.csrf.encode()):
            raise Problem("csrf")
    g.account, g.login = account, login


def office_login(session: Session) -> tuple[Account, Login]:
    """Whose cookie the request carries; raises Problem sign_in_needed, account_inactive."""
    token = request.cookies.get(COOKIE, "")
    login = session.get(Login, token_hash(token)) if token else None
    if login is None or login.expires <= clock.now_ms():
        raise Problem("sign_in_needed")
    account = session.get_one(Account, login.account)
    if not account.active:
        raise Problem("account_inactive")
    return account, login
