"""A change of the plan is answered by how things stand after it: with what follows from it drawn."""

from __future__ import annotations

from flask import current_app, g
from sqlalchemy.orm import Session

from server import clock
from server.places import following
from server.store import session as transactions
from server.store.session import current, store
from server.store.tables import Account


def today() -> str:
    """The township's civil day."""
    return clock.today(current_app.config["TZ"])


def settled_before() -> None:
    """What phones have sent is settled before the office decides about it. To be called before anything is read for
    the decision: the request begins with a new picture of the database.
    """
    account = g.account.id
    following.before_answer()
    g.account = current().get_one(Account, account)


def settled() -> Session:
    """Commit the change, let everything follow from it, and read anew."""
    transactions.end(failed=False)
    following.catch_up(store(), following.PATIENCE_SECONDS)
    g.reads = True
    return current()
