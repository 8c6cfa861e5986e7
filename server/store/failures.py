"""What a failure of the database means: whether the store failed or the request did, and whether trying again helps."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

NOT_IN_ORDER = frozenset({"40001", "40P01"})  # PostgreSQL: serialization_failure, deadlock_detected; not committed
GONE = frozenset({"57P01", "57P02", "57P03"})  # it is being stopped, or is starting
# Our own limits (statement, lock, idle, transaction), and its own (connections, memory, disk, locks).
CUT_SHORT = frozenset({"57014", "55P03", "25P03", "25P04", "53000", "53100", "53200", "53300"})
CONNECTION = "08"  # the class of all failures to reach it
SQLITE_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def sqlstate(error: BaseException) -> str:
    """PostgreSQL's code of a failure, empty if it has none."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def passing(error: DBAPIError) -> bool:
    """Whether another attempt at once has a chance."""
    state = sqlstate(error)
    known = state in NOT_IN_ORDER or state in GONE or state.startswith(CONNECTION)
    return known or error.connection_invalidated or _busy(error)


def of_the_store(error: BaseException) -> bool:
    """Whether the store failed and the request did not: nothing is wrong with what was asked, it may succeed later."""
    if isinstance(error, PoolTimeout):
        return True
    return isinstance(error, DBAPIError) and (passing(error) or sqlstate(error) in CUT_SHORT)


def _busy(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in SQLITE_BUSY
