"""Accounts, grants, enrolment links and phones."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Blueprint, Response, current_app, g, jsonify, request
from marshmallow import fields, validate

from server import accounts, clock
from server.auth import FIELD_ROLES, OFFICE_ROLES, office_required
from server.errors import Problem
from server.exchange import publish
from server.office import devices, people
from server.office.shape import Body, takes
from server.store.session import current

blueprint = Blueprint("office_people", __name__, url_prefix="/api/office")

ROLES = OFFICE_ROLES + FIELD_ROLES


class NewAccount(Body):
    """A person who will work here; `areas` are granted at once."""

    name = fields.String(required=True, validate=validate.Length(1, 40))
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    phone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=20))
    login = fields.String(load_default=None, allow_none=True, validate=validate.Regexp(r"^[A-Za-z0-9._-]{2,40}$"))
    areas = fields.List(fields.String(), load_default=list)


class ChangedAccount(Body):
    """What changes of an account; what is absent stays."""

    name = fields.String(validate=validate.Length(1, 40))
    role = fields.String(validate=validate.OneOf(ROLES))
    phone = fields.String(allow_none=True, validate=validate.Length(max=20))
    active = fields.Boolean()


class Grants(Body):
    """The areas that the account has from now on, all of them."""

    areas = fields.List(
        fields.String(validate=validate.Length(1, 20)), required=True, validate=validate.Length(max=700)
    )


class NewEnrolment(Body):
    """`replaces`: the older phones are revoked when the link is used."""

    replaces = fields.Boolean(load_default=False)


def answer(password: str | None = None) -> Response:
    """All accounts as they stand, and a one-time password that is told this once."""
    return jsonify({"accounts": people.lines(current()), "password": password})


@blueprint.get("/accounts")
@office_required()
def listing() -> Response:
    """Everybody who works here."""
    return answer()


@blueprint.post("/accounts")
@office_required("admin")
@takes(NewAccount)
def add(body: dict[str, Any]) -> Response:
    """A new account. Office people get a one-time password, field people a phone by enrolment."""
    session = current()
    login = people.free_login(session, body["login"])
    account = accounts.create_account(session, login=login, name=body["name"], role=body["role"], phone=body["phone"])
    people.set_grants(session, account, body["areas"], clock.now_ms())
    publish.person(session, g.account, account)
    office = account.role in OFFICE_ROLES
    password = accounts.one_time_password(session, login) if office else None
    return jsonify({"accounts": people.lines(session), "password": password, "id": account.id})


@blueprint.post("/accounts/<int:number>")
@office_required("admin")
@takes(ChangedAccount)
def change(number: int, body: dict[str, Any]) -> Response:
    """Another name, telephone or role; closed or opened again. The last administrator stays one."""
    session = current()
    account = people.known(session, number)
    demoted = body.get("role", "admin") != "admin" or body.get("active") is False
    if account.role == "admin" and demoted and not people.another_admin(session, account):
        raise Problem("last_admin")
    people.check_areas(body.get("role", account.role), accounts.granted_areas(session, account.id))
    for name in ("name", "role", "phone"):
        if name in body:
            setattr(account, name, body[name])
    if "active" in body:
        accounts.set_active(session, account, body["active"])
    session.flush()
    publish.person(session, g.account, account)
    return answer()


@blueprint.post("/accounts/<int:number>/grants")
@office_required("admin")
@takes(Grants)
def grants(number: int, body: dict[str, Any]) -> Response:
    """Exactly these areas, from now on; the phone learns of it at its next sync."""
    session = current()
    account = people.known(session, number)
    people.set_grants(session, account, body["areas"], clock.now_ms())
    publish.person(session, g.account, account)
    return answer()


@blueprint.post("/accounts/<int:number>/password")
@office_required("admin")
def password(number: int) -> Response:
    """A one-time password for an office account, told this once."""
    session = current()
    account = people.known(session, number)
    if account.role not in OFFICE_ROLES:
        raise Problem("not_allowed")
    return answer(accounts.one_time_password(session, account.login))


@blueprint.post("/accounts/<int:number>/enrolment")
@office_required("admin")
@takes(NewEnrolment)
def enrolment(number: int, body: dict[str, Any]) -> Response:
    """A one-use link that makes a browser this person's phone, and its QR code. `replaces` revokes older phones."""
    session = current()
    account = people.known(session, number)
    if not account.active:
        raise Problem("account_inactive")
    lifetime = int(current_app.config["ENROLMENT_MS"])
    made = accounts.make_enrolment(
        session, account.id, clock.now_ms(), lifetime, made_by=g.account.id, replaces=body["replaces"]
    )
    link = accounts.enrolment_link(request.host_url, made.code)
    return jsonify({"link": link, "qr": qr(link), "expires": made.expires})


def qr(text: str) -> str:
    """A QR code as SVG text, 4 modules of quiet zone, medium error correction."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", scale=1, border=4, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@blueprint.get("/devices")
@office_required()
def phones() -> Response:
    """All phones with their last sync and what they said was unsent."""
    zone = current_app.config["TZ"]
    return jsonify({"devices": devices.lines(current(), clock.today(zone), zone), "now": clock.now_ms()})


@blueprint.post("/devices/<int:number>/revoke")
@office_required("admin")
def revoke(number: int) -> Response:
    """From now on the phone gets nothing; what it still sends goes to quarantine."""
    accounts.revoke_device(current(), number, clock.now_ms())
    zone = current_app.config["TZ"]
    return jsonify({"devices": devices.lines(current(), clock.today(zone), zone), "now": clock.now_ms()})
