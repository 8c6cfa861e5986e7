"""Every failure that a client can see: its code and its HTTP status, here and nowhere else. Words:
`words/*/errors.json`.

Raise `Problem("code", details…)` anywhere under a request; the handlers turn it into
{"code": …, "message": {"zh-CN": …, "en": …}, "details": {…}}. A client never sees database text or a traceback.
"""

from __future__ import annotations

import sqlite3
from typing import Any

import structlog
from flask import Flask, Response, jsonify
from marshmallow import ValidationError
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from server import logs
from server.store.failures import of_the_store, sqlstate
from server.words import both

STATUS: dict[str, int] = {
    # shape of the request
    "malformed": 400,
    "bad_cursor": 400,
    "bad_compression": 400,
    "bad_value": 422,
    "not_found": 404,
    "method_not_allowed": 405,
    "too_large": 413,
    "unsupported_type": 415,
    # who is asking
    "sign_in_needed": 401,
    "wrong_password": 401,
    "token_unknown": 401,
    "csrf": 403,
    "not_allowed": 403,
    "password_must_change": 403,
    "device_revoked": 403,
    "account_inactive": 403,
    "scope_not_granted": 403,
    "enrolment_unknown": 404,
    "enrolment_expired": 410,
    "enrolment_used": 410,
    # accounts
    "password_too_short": 422,
    "password_same": 422,
    "login_taken": 409,
    "last_admin": 409,
    "role_unknown": 422,
    "role_area": 422,
    # records
    "unknown_area": 404,
    "unknown_record": 404,
    "edit_refused": 409,
    "already_decided": 409,
    "office_record": 409,
    "review_changed": 409,
    "not_set_up": 503,
    # files
    "bad_campaign": 422,
    "bad_file": 422,
    "file_empty": 422,
    "columns_missing": 422,
    "already_imported": 409,
    "bad_template": 422,
    "table_too_long": 422,
    "roster_file_gone": 409,
    "header_unknown": 422,
    # places in sessions
    "capacity_below_given": 409,
    "quota_below_given": 409,
    "quota_above_capacity": 409,
    "beyond_supply": 409,
    "no_place": 409,
    "session_over": 409,
    # rescue
    "rescue_not_envelope": 422,
    "rescue_newer": 422,
    "rescue_other_key": 422,
    "rescue_damaged": 422,
    "rescue_not_genuine": 409,
    "rescue_whose": 422,
    # the server itself
    "too_many_requests": 429,
    "busy": 503,
    "store_full": 503,
    "internal": 500,
}

_BY_STATUS = {
    400: "malformed",
    401: "sign_in_needed",
    403: "not_allowed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_type",
    422: "bad_value",
    429: "too_many_requests",
}

# Failures that say when to come again, in seconds, if they do not know better: no others have Retry-After.
RETRY_AFTER = {"busy": 5, "too_many_requests": 5, "store_full": 60}  # of a full store somebody has to make room first
UNDEFINED_TABLE = "42P01"  # PostgreSQL's code
DISK_FULL = "53100"  # likewise

log = structlog.get_logger("errors")


class Problem(Exception):
    """A failure with a code of the table above. `details` go to the client: never personal data, never database
    text.
    """

    def __init__(self, code: str, details: dict[str, Any] | None = None, **words: object) -> None:
        super().__init__(code)
        if code not in STATUS:
            raise KeyError(f"{code} is not in server.errors.STATUS")
        self.code = code
        self.details = details or {}
        self.words = words


def answer(code: str, details: dict[str, Any] | None = None, **words: object) -> Response:
    """The JSON answer of a failure."""
    body = {"code": code, "message": both(f"errors.{code}", **{**(details or {}), **words}), "details": details or {}}
    response = jsonify(body)
    response.status_code = STATUS[code]
    if code in RETRY_AFTER:
        response.headers["Retry-After"] = str((details or {}).get("retry_after", RETRY_AFTER[code]))
    return response


def register(app: Flask) -> None:
    """Let every failure of `app` end in the one form above."""

    @app.errorhandler(Problem)
    def problem(error: Problem) -> Response:
        return answer(error.code, error.details, **error.words)

    @app.errorhandler(ValidationError)
    def shape(error: ValidationError) -> Response:
        return answer("malformed", {"fields": error.messages})

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.code is not None and error.code < 400:
            return Response(status=error.code, headers=error.get_headers())
        return answer(_BY_STATUS.get(error.code or 500, "internal"))

    @app.errorhandler(DBAPIError)
    def store(error: DBAPIError) -> Response:
        if _no_table(error):
            log.error("store_not_set_up")
            return answer("not_set_up")
        if not isinstance(error, OperationalError) and not of_the_store(error):
            return internal(error)
        if _full(error):
            log.error("store_full", code=_code(error))
            return answer("store_full")
        log.warning("store_busy", kind=type(error.orig).__name__, code=_code(error))
        return answer("busy")

    @app.errorhandler(PoolTimeout)
    def crowded(_: PoolTimeout) -> Response:
        log.warning("store_busy", kind="PoolTimeout", code="")
        return answer("busy")

    @app.errorhandler(Exception)
    def internal(error: Exception) -> Response:
        log.error("internal", kind=type(error).__name__, where=logs.where(error))
        return answer("internal")


def _code(error: DBAPIError) -> str:
    """What an administrator looks up: PostgreSQL's SQLSTATE, or SQLite's name (a full disk, a locked database)."""
    return sqlstate(error) or str(getattr(error.orig, "sqlite_errorname", ""))


def _full(error: DBAPIError) -> bool:
    """Whether the disk, or the database itself, has no room left."""
    full = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
    return full or sqlstate(error) == DISK_FULL


def _no_table(error: DBAPIError) -> bool:
    """Whether a table is missing: a database that `init` has not brought up to date."""
    return getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE or str(error.orig).startswith("no such table")
