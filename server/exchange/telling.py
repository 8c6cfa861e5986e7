"""Answers as a phone is told them: signed, and never naming a scope that is not granted to it now (P8)."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from server.accounts import scopes_of
from server.exchange import seals
from server.exchange.answers import Answer
from server.exchange.book import Book
from server.exchange.incoming import Incoming
from server.store.tables import Account, Meta


class Teller:
    """Tells one phone its answers; a revoked one learns nothing of scopes and numbers."""

    def __init__(self, book: Book, account: Account, *, revoked: bool) -> None:
        self.book, self.account, self.revoked = book, account, revoked
        self.epoch = book.session.get_one(Meta, "epoch").value
        self.known: Container[str] = ()  # scopes that are known to be granted now
        self._visible: set[str] | None = None

    def wire(self, each: Incoming, answer: Answer) -> dict[str, Any]:
        """P8: an answer as told. It never names a scope that is not granted now."""
        told: dict[str, Any] = {
            "id": answer.id,
            "n": answer.n,
            "result": answer.result,
            "outcome": answer.outcome,
            "fields": dict(answer.fields),
            "epoch": self.epoch,
        }
        if answer.code is not None:
            told["code"] = answer.code
        if answer.eff is not None:
            told |= {"eff": answer.eff, "ack": seals.ack(answer.id, each.content, answer.eff)}
        if answer.scope is not None and not self.revoked:
            told |= self._where(answer.scope, answer.seq or 0)
        return told

    def _where(self, scope: str, seq: int) -> dict[str, Any]:
        if scope in self.known:
            return {"scope": scope, "seq": seq}
        if self._visible is None:
            self._visible = set(scopes_of(self.book.session, self.account))
        if scope in self._visible:
            return {"scope": scope, "seq": seq}
        return {"scope": self.book.township, "seq": self.book.counters.seq(self.book.township)}
