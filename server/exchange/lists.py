"""The office's lists and identity twins, renewed for the households that a transaction touched: once, at its end.

Only what moves or stirs conflicts renews them at once. The rest of a day's pushes leaves a scope behind
(`Scope.listed` < `Scope.seq`), and `catch_up` renews what has changed since, before the office looks: a household that
ten pushes touched is judged once, and no phone waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.exchange import identities
from server.exchange.answers import SILENT, Author, Said
from server.exchange.book import Book, chunks
from server.store import projections
from server.store.tables import Listing, Scope, core
from server.store.tables import Record as Row
from sync.state import State

NOBODY = Author(0, 0)  # what closes with nobody's decision


class Lists:
    """What has to be renewed: households, and identity numbers that were shown before or are now."""

    def __init__(self) -> None:
        self.roots: set[str] = set()
        self.numbers: set[str] = set()

    def note(self, roots: Iterable[str], before: State) -> None:
        """A group has touched these households; `before` is what its records said until then."""
        self.roots.update(roots)
        self.numbers |= identities.numbers_of(before.records.values())

    def renew(self, book: Book, author: Author, said: Said) -> None:
        """Renew the rows of the households, then look for twins of every number among them."""
        if not self.roots:
            return
        bundles = [each for root in sorted(self.roots) if (each := _bundle(book, root)) is not None]
        projections.write(book.session, bundles, sorted(self.roots), book.today)
        for each in bundles:
            self.numbers |= identities.numbers_of(each.records.values())
        if self.numbers:
            identities.check(book, self.numbers, author, said)


def _bundle(book: Book, root: str) -> projections.Bundle | None:
    """The open household `root` as the lists take it; None for a record of the township."""
    inside = book.state([root]).records
    if root not in inside or inside[root].entity != "household":
        return None
    told = (orjson.loads(book.reviews[name])["values"] for name in book.members(root) if name in book.reviews)
    return projections.Bundle(root, inside, frozenset(each["about"] for each in told if each["state"] == "open"))


def behind(session: Session) -> str | None:
    """The next scope whose changes the office's lists do not show yet; None when they show all."""
    return session.scalar(select(Scope.code).where(Scope.listed < Scope.seq).order_by(Scope.code).limit(1))


def catch_up(book: Book, scope: str, most: int) -> int:
    """Renew the households of a scope that have changed since the lists last showed it, at most about `most` of them.
    Returns how many.
    """
    book.counters.lock([scope])
    seq, listed = book.session.execute(select(Scope.seq, Scope.listed).where(Scope.code == scope)).one()
    changed = select(Row.seq, Row.root).where(Row.scope == scope, Row.seq > listed).order_by(Row.seq)
    page = book.session.execute(changed.limit(most)).all()
    upto = page[-1].seq - 1 if len(page) == most and page[-1].seq > listed + 1 else seq
    roots = {root for number, root in page if number <= upto}
    if len(page) == most and upto == seq:  # one number alone fills the page: take all of it
        roots = set(book.session.scalars(select(Row.root).where(Row.scope == scope, Row.seq > listed).distinct()))
    renewing = Lists()
    renewing.roots = book.open(roots)
    for some in chunks(sorted(renewing.roots)):
        before = select(Listing.id_number).where(Listing.household.in_(some), Listing.id_number.is_not(None))
        renewing.numbers.update(str(number) for number in book.session.scalars(before))
    renewing.renew(book, NOBODY, SILENT)
    book.session.execute(update(core(Scope)).where(Scope.code == scope).values(listed=upto))
    return len(roots)
