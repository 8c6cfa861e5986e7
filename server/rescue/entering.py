"""A phone that this server does not know (its database is older than the enrolment), entered by the office's decision.

It is entered as stopped: what it wrote goes to the quarantine like any stopped phone's, it is recognised when it comes
back and told so, and its number is taken.
"""

from __future__ import annotations

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from server import clock
from server.auth import fresh_token, token_hash
from server.errors import Problem
from server.exchange import publish
from server.store.tables import Account, Device, Meta, Writer
from server.store.tables.restored import Gap

log = structlog.get_logger("rescue")

FARTHEST = 100_000  # writer numbers beyond the last one known: more is no phone of an older life of this database


def stopped(session: Session, writer: int, account: int | None, token: str | None, *, by: int, before: int) -> None:
    """Enter a phone as this person's, stopped now, its edits up to `before` never seen. `token`: the hash of its own,
    if it told. Raises Problem rescue_whose, rescue_not_genuine.
    """
    owner = session.get(Account, account) if account is not None else None
    if owner is None:
        raise Problem("rescue_whose")
    now, last = clock.now_ms(), session.scalar(select(func.max(Writer.id))) or 0
    taken = token is not None and session.scalar(select(Device.id).where(Device.token_hash == token)) is not None
    if session.get(Writer, writer) is not None or writer > last + FARTHEST or taken:
        raise Problem("rescue_not_genuine")
    session.add(Writer(id=writer, kind="device", account=owner.id, last_n=before - 1, failures=0))
    session.flush()
    held = token or token_hash(fresh_token())
    session.add(Device(id=writer, account=owner.id, token_hash=held, label=None, enrolled_at=now, revoked_at=now))
    session.flush()
    _number_on(session)
    if before > 1:
        gap(session, writer, 1, before - 1)
    publish.person(session, session.get_one(Account, by), owner)


def gap(session: Session, writer: int, first: int, last: int) -> None:
    """Note numbers of a phone that are not waited for, where the gaps of restored backups are noted (B5)."""
    epoch = session.get_one(Meta, "epoch").value
    session.add(Gap(writer=writer, first=first, last=last, at=clock.now_ms(), epoch=epoch))
    log.warning("known_gap", writer=writer, first=first, last=last)
    session.flush()


def _number_on(session: Session) -> None:
    """The next phone gets a later number than this one (SQLite does so by itself)."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(
            text(
                "select setval(pg_get_serial_sequence('writers', 'id'),"
                " greatest((select max(id) from writers), nextval(pg_get_serial_sequence('writers', 'id'))))"
            )
        )
