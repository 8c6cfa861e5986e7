"""Residents who look alike and are two people: said once, and not asked again.

It is kept beside the records: a ruling that named somebody of another village would tell the one's phones of the other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import combinations

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from server.accounts.people import writer_of
from server.errors import Problem
from server.exchange import identities, ledger, reviews
from server.exchange.answers import SILENT, Author, Said
from server.store import bulk
from server.store.tables import Account, Apart, Record, Review, core
from sync import canonical
from sync.conflicts.identity import normal

VERDICT = "two_people"


def tell_apart(session: Session, by: Account, one: str, other: str, remark: str | None, now: int) -> None:
    """Remember that these are two people, as `by` said at `now` (ms). Where they share an identity number, and nobody
    else does, that question is decided as well. Raises Problem unknown_record, bad_value.
    """
    rows = _rows(session, one, other)
    if one == other:
        raise Problem("bad_value", {"path": "other"})
    if len(rows) != 2:
        raise Problem("unknown_record")
    keep(session, by, [one, other], remark, now)
    for review in _asked(session, rows):
        if identities.told_apart(session, json.loads(review.body)["names"]):
            close(session, by, review, remark, now)


def keep(session: Session, by: Account, residents: Iterable[str], remark: str | None, now: int) -> None:
    """Remember that each of these is somebody else."""
    pairs = combinations(sorted(residents), 2)
    said = [{"one": one, "other": other, "account": by.id, "remark": remark, "at": now} for one, other in pairs]
    session.execute(bulk.upsert(session, core(Apart)).on_conflict_do_nothing(), said)


def close(session: Session, by: Account, review: Review, remark: str | None, now: int) -> None:
    """The question about a number is answered."""
    author = _author(session, by)
    book = ledger.open_book(session, now)
    reviews.office_only(book, [], [review.key], author, Said(VERDICT, remark, review.key))
    session.expire_all()


def ask_again(session: Session, by: Account, one: str, other: str, now: int) -> None:
    """It was said too soon: the pair is asked about again, and so is the identity number that they share, if they do.
    Raises Problem not_found.
    """
    first, second = sorted((one, other))
    kept = session.execute(delete(Apart).where(Apart.one == first, Apart.other == second).returning(Apart.one))
    if kept.first() is None:
        raise Problem("not_found")
    book = ledger.open_book(session, now)
    identities.check(book, _numbers(_rows(session, first, second)), _author(session, by), SILENT)
    session.expire_all()


def _author(session: Session, by: Account) -> Author:
    return Author(by.id, writer_of(session, by.id).id, authority=True)


def _rows(session: Session, one: str, other: str) -> list[str]:
    both = Record.id.in_([one, other]) & (Record.entity == "resident")
    return list(session.scalars(select(Record.row).where(both)))


def _numbers(rows: Iterable[str]) -> set[str]:
    """The identity numbers that these rows show."""
    shown = (json.loads(row)["values"].get("id_number") for row in rows)
    return {normal(number) for number in shown if number}


def _asked(session: Session, rows: Iterable[str]) -> list[Review]:
    """The open questions about the identity numbers of these rows."""
    keys = {f"same_identity:{canonical.digest(number, 12)}" for number in _numbers(rows)}
    return list(session.scalars(select(Review).where(Review.key.in_(keys), Review.state == "open")))
