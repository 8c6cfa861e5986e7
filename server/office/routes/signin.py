"""Sign-in by password, sign-out, who am I, and the change of a one-time password."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify
from marshmallow import fields, validate

from server import accounts, clock
from server.accounts.people import password_fits
from server.auth import before_password_change, identify_office, office_required
from server.errors import Problem
from server.exchange import publish
from server.limits import limiter, sign_in_rate
from server.office import areas
from server.office.shape import Body, takes
from server.store.session import current
from server.store.tables import Account

blueprint = Blueprint("office_signin", __name__, url_prefix="/api/office")


class Login(Body):
    """A name and a password."""

    login = fields.String(required=True, validate=validate.Length(1, 64))
    password = fields.String(required=True, validate=validate.Length(1, 256))


class NewPassword(Body):
    """The present password and the next."""

    old = fields.String(required=True, validate=validate.Length(1, 256))
    new = fields.String(required=True, validate=validate.Length(1, 256))


def me(account: Account, csrf: str) -> dict[str, Any]:
    """What the page needs to know of whoever sits at the desk."""
    town = areas.township(current())
    return {
        "csrf": csrf,
        "account": {
            "id": account.id,
            "login": account.login,
            "name": account.name,
            "role": account.role,
            "must_change": account.must_change_password,
        },
        "township": {"code": town.code, "name": town.name} if town else None,
    }


@blueprint.post("/login")
@limiter.limit(sign_in_rate)
@takes(Login)
def login(body: dict[str, str]) -> Response:
    """Open a login: a cookie that scripts cannot read, and a CSRF value for the page."""
    lifetime = int(current_app.config["LOGIN_MS"])
    opened = accounts.sign_in(current(), body["login"], body["password"], clock.now_ms(), lifetime)
    return accounts.set_cookie(jsonify(me(opened.account, opened.csrf)), opened.token, lifetime)


@blueprint.post("/logout")
@office_required()
@before_password_change
def logout() -> Response:
    """End this login."""
    accounts.sign_out(current())
    return accounts.clear_cookie(jsonify({}))


@blueprint.get("/me")
def who_am_i() -> Response:
    """Who is signed in here, with the CSRF value for a page that was reloaded; `account` is null when nobody is."""
    try:
        identify_office()
    except Problem:
        return jsonify({"csrf": "", "account": None, "township": None})
    return jsonify(me(g.account, g.login.csrf))


@blueprint.post("/password")
@limiter.limit(sign_in_rate)
@office_required()
@before_password_change
@takes(NewPassword)
def password(body: dict[str, str]) -> Response:
    """Set one's own password; every other login of the account ends, this desk stays signed in."""
    if not password_fits(g.account, body["old"]):
        raise Problem("wrong_password")
    if body["old"] == body["new"]:
        raise Problem("password_same")
    accounts.set_password(current(), g.account, body["new"])
    publish.person(current(), g.account, g.account)  # an administrator made on the command line is known to nobody yet
    lifetime = int(current_app.config["LOGIN_MS"])
    opened = accounts.sign_in(current(), g.account.login, body["new"], clock.now_ms(), lifetime)
    return accounts.set_cookie(jsonify(me(opened.account, opened.csrf)), opened.token, lifetime)
