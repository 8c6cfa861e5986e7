"""Who works here: accounts, grants, enrolment of phones, sign-in. Pure database functions; the office's pages call
them.
"""

from __future__ import annotations

from server.accounts.devices import device_of, revoke_device
from server.accounts.enrolment import Made, enrolment_link, make_enrolment, use_enrolment
from server.accounts.grants import grant, granted_areas, revoke_grant, scopes_of
from server.accounts.people import (
    by_login,
    create_account,
    one_time_password,
    set_active,
    set_password,
    writer_of,
)
from server.accounts.sign_in import SignedIn, clear_cookie, set_cookie, sign_in, sign_out

__all__ = [
    "Made",
    "SignedIn",
    "by_login",
    "clear_cookie",
    "create_account",
    "device_of",
    "enrolment_link",
    "grant",
    "granted_areas",
    "make_enrolment",
    "one_time_password",
    "revoke_device",
    "revoke_grant",
    "scopes_of",
    "set_active",
    "set_cookie",
    "set_password",
    "sign_in",
    "sign_out",
    "use_enrolment",
    "writer_of",
]
