"""The office's lists are brought up to date before it reads them: with what phones have pushed since, and on a new day,
with another campaign or another date of a session, with everybody's new status.

Each request of the office works on it for a few seconds at most; `flask --app server judge` does all of it at once (a
nightly task, for a large town).
"""

from __future__ import annotations

import threading
import time

import structlog
from flask import Flask, request
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from server import auth, clock
from server.errors import Problem
from server.exchange import lists
from server.exchange.book import Book
from server.exchange.locks import Counters
from server.places import following
from server.store import projections
from server.store.session import Store, store
from server.store.tables import Listing

HOUSEHOLDS = 300  # in one transaction
PATIENCE_SECONDS = 3.0  # of one request

log = structlog.get_logger("rejudging")
_one = threading.Lock()


def step(session: Session, today: str) -> int:
    """Renew some households of one grid, its scope locked so that no push is overtaken. Returns how many; 0: all
    done.
    """
    pushed = lists.behind(session)
    if pushed is not None:
        return lists.catch_up(Book(session, 0, today), pushed, HOUSEHOLDS) or 1
    grid = session.scalar(select(Listing.grid).where(_other(today)).limit(1))
    if grid is None:
        return 0
    Counters(session, strict=False).lock([grid])
    query = select(Listing.household).where(Listing.grid == grid, _other(today)).distinct()
    stale = list(session.scalars(query.limit(HOUSEHOLDS)))
    projections.refresh(session, stale, today)
    return len(stale) or HOUSEHOLDS


def _other(today: str) -> ColumnElement[bool]:
    """Judged on another day: said so that PostgreSQL goes by the index, which it does not for "is not"."""
    return or_(Listing.judged_on < today, Listing.judged_on > today)


def catch_up(opened: Store, today: str, seconds: float | None = None) -> bool:
    """Judge step by step until everybody is judged on `today`, or the time is over; True if all is done."""
    with opened.reading() as session:
        stale = session.scalar(select(Listing.resident).where(_other(today)).limit(1))
        if stale is None and lists.behind(session) is None:
            return True
    ends = None if seconds is None else time.monotonic() + seconds
    while ends is None or time.monotonic() < ends:
        with opened.writing() as session:
            if step(session, today) == 0:
                return True
    return False


def register(app: Flask) -> None:
    """Keep the lists of `app` up to date."""

    @app.before_request
    def up_to_date() -> None:
        if request.method != "GET" or not request.path.startswith("/api/office/") or not _signed_in():
            return
        if not _one.acquire(blocking=False):
            return
        try:
            following.catch_up(store(), PATIENCE_SECONDS)
            catch_up(store(), clock.today(app.config["TZ"]), PATIENCE_SECONDS)
        except OperationalError as error:  # somebody else is writing: the next request tries again
            log.warning("judging_waits", kind=type(error.orig).__name__)
        finally:
            _one.release()

    @app.cli.command("judge")
    def judge() -> None:
        """Bring everybody's status up to today (nightly, in a large town)."""
        catch_up(store(), clock.today(app.config["TZ"]))


def _signed_in() -> bool:
    """Whether the office asks: nobody else may set the server to work."""
    with store().reading() as session:
        try:
            auth.office_login(session)
        except Problem:
            return False
    return True
