"""The account by which the server itself writes: places given, moved and lost. Nobody can sign in with it."""

from __future__ import annotations

from collections.abc import Sequence

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.accounts.people import writer_of
from server.errors import Problem
from server.exchange import ledger
from server.exchange.answers import Draft
from server.store.session import Store
from server.store.tables import Account, Writer
from server.words import LANGUAGES, say

LOGIN, ROLE = "places", "system"

log = structlog.get_logger("places")


def ready(opened: Store) -> int:
    """The account's number. It is made at its first use, in a transaction of its own, with its person's record, so that
    histories and phones show its name.
    """
    with opened.reading() as session:
        found = session.scalar(select(Account.id).where(Account.login == LOGIN, Account.role == ROLE))
        complete = found is not None and session.scalar(select(Writer.id).where(Writer.account == found)) is not None
    if found is not None and complete:
        return found
    with opened.writing() as session:
        return account(session)


def account(session: Session) -> int:
    """The same within a transaction that holds no lock yet."""
    from server.exchange import publish

    made = session.scalar(select(Account).where(Account.login == LOGIN, Account.role == ROLE))
    if made is None:
        name = say("places.author", LANGUAGES[0])
        made = Account(login=LOGIN, name=name, role=ROLE, active=True, must_change_password=False)
        session.add(made)
        session.flush()
    writer_of(session, made.id)
    publish.person(session, made, made)
    return made.id


def hold(session: Session, by: int) -> None:
    """Take the turn to write by this account: before any scope, as `ledger.office` does."""
    session.refresh(writer_of(session, by), with_for_update=True)


def write(session: Session, by: int, drafts: Sequence[Draft], now: int) -> list[str]:
    """Write these drafts, each for itself if not all together: the records whose draft was refused."""
    if not drafts:
        return []
    try:
        with session.begin_nested():
            ledger.office(session, by, drafts, receipt=now)
        return []
    except Problem:
        refused = []
    for each in drafts:
        try:
            with session.begin_nested():
                ledger.office(session, by, [each], receipt=now)
        except Problem as problem:
            log.error("not_written", record=each.record, code=problem.details.get("refusal", problem.code))
            refused.append(str(each.record))
    return refused
