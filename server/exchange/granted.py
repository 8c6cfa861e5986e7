"""The scopes that are granted to whoever asks, with their counters: one statement for every request of a phone."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import column, text
from sqlalchemy.orm import Session

from server.auth import OFFICE_ROLES

_STANDING = "SELECT area FROM grants WHERE account = :account AND until IS NULL"
_GRANTED = text(f"""
    SELECT a.code, s.seq, s.rows, s.sum, s.floor FROM areas a LEFT JOIN scopes s ON s.code = a.code
    WHERE a.level = 'township' OR a.level = 'grid' AND (:everything OR a.code IN ({_STANDING})
        OR a.parent IN ({_STANDING}) OR substr(a.code, 1, 9) || '000' IN ({_STANDING}))
        OR a.level = 'site' AND a.code IN ({_STANDING})
""").columns(*map(column, ("code", "seq", "rows", "sum", "floor")))


class Counted(NamedTuple):
    """A scope's counter and digest; see `server.store.tables.Scope`."""

    seq: int = 0
    rows: int = 0
    sum: int = 0
    floor: int = 0


def granted(session: Session, account: int, role: str) -> dict[str, Counted]:
    """What `accounts.scopes_of` says, ascending, with the counters."""
    asked = {"account": account, "everything": role in OFFICE_ROLES}
    found = session.connection().execute(_GRANTED, asked).all()
    return {
        code: Counted() if seq is None else Counted(seq, rows, total, floor)
        for code, seq, rows, total, floor in sorted(found)
    }
