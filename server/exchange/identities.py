"""Two residents with one identity number, wherever they live: found by index, told to the office only.

Two phones in two grids may add the same person at the same moment. On PostgreSQL each number is therefore locked for
the transaction before its twins are looked for; on SQLite writers stand in one line anyway.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import combinations

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.exchange.answers import Author, Said
from server.exchange.book import Book, chunks
from server.exchange.reviews import office_only
from server.store.tables import Apart, Listing, Review
from sync import canonical, conflicts, view
from sync.conflicts.identity import normal
from sync.outcomes import ConflictKind
from sync.state import Record, State


def numbers_of(records: Iterable[Record]) -> set[str]:
    """The identity numbers that these residents show."""
    shown = (view.shown(record, "id_number") for record in records if record.entity == "resident")
    return {normal(number) for number in shown if isinstance(number, str)}


def check(book: Book, numbers: set[str], author: Author, said: Said) -> None:
    """Open and close the reviews of these numbers. The listing must be renewed before."""
    ordered = sorted(numbers)
    _lock(book.session, ordered)
    for some in chunks(ordered):
        twins = list(
            book.session.scalars(
                select(Listing.id_number)
                .where(Listing.id_number.in_(some))
                .group_by(Listing.id_number)
                .having(func.count() > 1)
            )
        )
        keys = {_key(number) for number in some}
        open_keys = set(
            book.session.scalars(select(Review.key).where(Review.key.in_(sorted(keys)), Review.state == "open"))
        )
        suspects = {str(number) for number in twins} | {number for number in some if _key(number) in open_keys}
        if suspects:
            _judge(book, suspects, author, said)


def _judge(book: Book, numbers: set[str], author: Author, said: Said) -> None:
    query = select(Listing.resident, Listing.household).where(Listing.id_number.in_(sorted(numbers)))
    residents = {resident: household for resident, household in book.session.execute(query)}
    keys = {_key(number) for number in numbers}
    for body in book.session.scalars(select(Review.body).where(Review.key.in_(sorted(keys)))):
        residents.update({name: name for name in orjson.loads(body)["records"]})
    looked = Book(book.session, book.receipt, book.today)  # others' households, not held: nothing of them is kept
    state = looked.state(looked.open(residents.values()))
    named = {name: record for name, record in state.records.items() if name in residents or record.entity == "ruling"}
    found = [each for each in conflicts.find(State(named)) if each.kind is ConflictKind.SAME_IDENTITY]
    standing = [each for each in found if each.key in keys and not told_apart(book.session, each.names)]
    office_only(looked, standing, keys, author, said)


def told_apart(session: Session, residents: Iterable[str]) -> bool:
    """Whether the office has said of each two of these that they are two people. It is kept beside the records: no
    phone is told that somebody else has the number.
    """
    pairs = set(combinations(sorted(residents), 2))
    query = select(Apart.one, Apart.other).where(Apart.one.in_({one for one, _ in pairs}))
    return pairs <= {(one, other) for one, other in session.execute(query)}


def _key(number: str) -> str:
    """The key that the engine gives to this number's conflict."""
    return f"{ConflictKind.SAME_IDENTITY}:{canonical.digest(number, 12)}"


def _lock(session: Session, numbers: list[str]) -> None:
    if session.get_bind().dialect.name != "postgresql":
        return
    keys = sorted({int.from_bytes(hashlib.sha256(n.encode()).digest()[:8], "big", signed=True) for n in numbers})
    for key in keys:
        session.execute(select(func.pg_advisory_xact_lock(key)))
