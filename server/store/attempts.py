"""A request that fails by no fault of its own is tried again: two transactions that PostgreSQL could not put in an
order, a deadlock, a connection that went away, a picture of SQLite that was overtaken.

Each attempt is a fresh run of the view in a fresh transaction, with nothing left of the one before. It is made only if
nothing of the request can have been committed: a commit whose end is unknown is answered `busy` (`server/errors.py`),
the phone sends the same edits again, and those that went in are answered from what was stored (docs/protocol.md, P4).
"""

from __future__ import annotations

import contextlib
import random
import time
from typing import Any

import structlog
from flask import Flask, Response, g
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from server.limits import file_expected
from server.store import session
from server.store.failures import NOT_IN_ORDER, passing, sqlstate

ATTEMPTS = 3
NOT_AFTER_SECONDS = 10.0  # whoever has waited so long is told `busy` rather than made to wait as long again
PAUSE_SECONDS = 0.02

log = structlog.get_logger("store")


class Attempting(Flask):
    """An application whose requests run as the module's docstring says. Its views are plain functions."""

    def ensure_sync(self, func: Any) -> Any:
        """The function itself: none of them is a coroutine, and asking costs as much as some views do."""
        return func

    def dispatch_request(self) -> Response:
        """Run the view and commit; raises what the last attempt raised."""
        kept: dict[str, Any] = vars(g._get_current_object())
        kept.pop("wrote_beside", None)  # what was done before the view is not done again
        before, began = dict(kept), time.monotonic()
        for attempt in range(1, ATTEMPTS + 1):
            committing = False
            try:
                response: Response = self.make_response(super().dispatch_request())
                committing = True
                session.end(session.failing(response))
                return response
            except DBAPIError as error:
                again = (
                    passing(error)
                    and (not committing or sqlstate(error) in NOT_IN_ORDER)
                    and attempt < ATTEMPTS
                    and time.monotonic() - began < NOT_AFTER_SECONDS
                    and not g.get("wrote_beside")
                    and not file_expected()  # its body has been read, and is gone
                )
                _forget(kept, before)
                if not again:
                    raise
                log.info("another_attempt", attempt=attempt, kind=type(error.orig).__name__, code=sqlstate(error))
                time.sleep(random.uniform(0.5, 1.5) * attempt * PAUSE_SECONDS)
            except Exception:
                session.end(failed=True)
                raise
        raise AssertionError("the last attempt returns or raises")


def _forget(kept: dict[str, Any], before: dict[str, Any]) -> None:
    """Nothing of a failed attempt stays: neither its transaction nor what it knew nor what it meant to do after."""
    open_session = kept.get("session")
    if open_session is not None:
        with contextlib.suppress(SQLAlchemyError):
            open_session.close()
    kept.clear()
    kept.update(before)
