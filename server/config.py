"""Where settings come from: arguments, then the environment, then `var/`. There is no default secret: one is made and
kept.

`RUHU_VAR` is the folder of everything that is not code (database, secrets, uploads). `DATABASE_URL` names the store.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

HOUR_MS = 3_600_000

DEFAULTS: dict[str, Any] = {
    "TZ": "Asia/Shanghai",  # the civil day of the township
    "HANDOVER_MS": 72 * HOUR_MS,  # an edit made under a grant is welcome for this long after the grant ended
    "ENROLMENT_MS": 24 * HOUR_MS,  # an enrolment link lives this long
    "LOGIN_MS": 12 * HOUR_MS,  # an office login lives this long
    "FAILURES": 5,  # the k-th failure of one edit refuses it
    "PULL_ROWS": 500,  # rows of one pulled page (a page is cut only between groups)
    "PULL_SIGNS": 400_000,  # signs of its rows
    "PUSH_BYTES": 5 * 1024 * 1024,  # of a push, after decompression
    "PUSH_EDITS": 2000,
    "UPLOAD_BYTES": 64 * 1024 * 1024,  # of a roster upload
    "SIGN_IN_LIMIT": "10 per minute;60 per hour",
    "ENROL_LIMIT": "30 per minute",
    "FIND_LIMIT": "30 per minute;600 per day",  # people whom one desk may look up by number
    "TRUSTED_PROXIES": 0,  # how many proxies in front tell the client's address; 0: nobody's word for it is taken
    "DB_POOL": 10,  # connections that one process keeps; at the most twice as many for a moment
    "DB_POOL_WAIT_MS": 5_000,  # then `busy`
    "DB_LOCK_MS": 15_000,  # waiting for others' locks; then `busy`
    "DB_STATEMENT_MS": 30_000,  # one statement of a request (PostgreSQL); then `busy`
    "DB_IDLE_MS": 60_000,  # an open transaction in which nothing happens (PostgreSQL)
    "METRICS_TOKEN": "",  # empty: /metrics answers this machine only
    "PUSH_SUBSCRIBER": "ruhu@localhost.localdomain",  # whom a push service may write to about this server's reminders
    "PUSH_ORIGINS": "",  # of push services besides those on the internet that are reached by HTTPS
    "PWA_DIST": str(ROOT / "pwa" / "dist"),
    "INTERVAL_DAYS": 14,  # two doses nearer than this are a conflict, when the campaign says nothing else
}

FROM_ENVIRONMENT = (
    "METRICS_TOKEN", "SIGN_IN_LIMIT", "ENROL_LIMIT", "PWA_DIST", "TRUSTED_PROXIES", "PUSH_SUBSCRIBER", "PUSH_ORIGINS",
    "DB_POOL", "DB_POOL_WAIT_MS", "DB_LOCK_MS", "DB_STATEMENT_MS", "DB_IDLE_MS",
)  # fmt: skip


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the whole configuration. Creates the folder and the secret if they do not exist yet."""
    settings = dict(DEFAULTS)
    settings.update({name: type(DEFAULTS[name])(os.environ[name]) for name in FROM_ENVIRONMENT if name in os.environ})
    settings.update(overrides or {})
    var = Path(settings.get("RUHU_VAR") or os.environ.get("RUHU_VAR") or ROOT / "var")
    var.mkdir(parents=True, exist_ok=True)
    settings["RUHU_VAR"] = str(var)
    settings.setdefault("DATABASE_URL", os.environ.get("DATABASE_URL") or f"sqlite:///{var / 'ruhu.sqlite3'}")
    settings["DATABASE_URL"] = _with_driver(str(settings["DATABASE_URL"]))
    settings["SECRET_KEY"] = settings.get("SECRET_KEY") or secret(var / "secret.key")
    return settings


def secret(path: Path) -> bytes:
    """Return the secret kept in `path`, making one of 256 bits, readable by its owner only, if there is none."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    fresh = secrets.token_bytes(32)
    with os.fdopen(handle, "w") as file:
        file.write(fresh.hex())
    return fresh


def _with_driver(url: str) -> str:
    """PostgreSQL is spoken by psycopg 3, whichever of its usual names the address bears."""
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url
