"""The office's lists and identity twins, renewed for the households that a transaction touched: once, at its end.

A push renews them once for all its groups. Should that fail, the push is done again group by group (see `push`), so
that
a household which the lists cannot show still stops nobody else's work.
"""

from __future__ import annotations

from collections.abc import Iterable

import orjson

from server.exchange import identities
from server.exchange.answers import Author, Said
from server.exchange.book import Book
from server.store import projections
from sync.state import State


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
