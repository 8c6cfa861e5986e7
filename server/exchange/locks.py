"""Scopes and their counters: whoever changes a scope's records holds its row until the commit (docs/protocol.md,
C1–C3).

So the numbers of a scope appear to readers in their order, without holes that are filled later: a cursor that has
passed 17 has seen everything up to 17. Rows are locked in ascending order, so that two writers never wait for each
other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.store import bulk
from server.store.tables import Scope, core
from sync import digest

Mark = tuple[dict[str, int], dict[str, tuple[int, int]]]


class NeedsScopes(Exception):
    """More scopes must be locked, and before those already held: begin the transaction again with all of these."""

    def __init__(self, scopes: Collection[str]) -> None:
        super().__init__(", ".join(sorted(scopes)))
        self.scopes = frozenset(scopes)


class Counters:
    """The scopes that this transaction holds, and how far it has numbered them."""

    def __init__(self, session: Session, *, strict: bool) -> None:
        self._session = session
        self.strict = strict
        self._seqs: dict[str, int] = {}
        self._totals: dict[str, tuple[int, int]] = {}  # rows and sum of hashes
        self._changed: set[str] = set()
        self._level: set[str] = set()  # scopes that the office's lists show as they stand

    def __contains__(self, scope: str) -> bool:
        return scope in self._seqs

    def held(self) -> frozenset[str]:
        """The scopes that are locked now."""
        return frozenset(self._seqs)

    def demand(self, scopes: Collection[str]) -> None:
        """What has been read lives in these scopes. Raises NeedsScopes if not all are held: it had moved while
        its scope was waited for, and somebody may be changing it.
        """
        if not self._seqs.keys() >= set(scopes):
            raise NeedsScopes({*scopes, *self._seqs})

    def lock(self, scopes: Iterable[str]) -> None:
        """Lock more scopes, ascending. Raises NeedsScopes if some come before one that is held (only when strict)."""
        wanted = sorted(set(scopes) - self._seqs.keys())
        if not wanted:
            return
        if self.strict and self._seqs and wanted[0] < max(self._seqs):
            raise NeedsScopes({*wanted, *self._seqs})
        columns = select(Scope.code, Scope.seq, Scope.rows, Scope.sum, Scope.listed).where(Scope.code.in_(wanted))
        query = columns.order_by(Scope.code).with_for_update()
        found = {code: totals for code, *totals in self._session.execute(query)}
        missing = [code for code in wanted if code not in found]
        if missing:
            self._make(missing)
            found = {code: totals for code, *totals in self._session.execute(query)}
        for code, (seq, rows, total, listed) in found.items():
            self._seqs[code], self._totals[code] = seq, (rows, total)
            (self._level.add if listed == seq else self._level.discard)(code)  # it may have been held before

    def _make(self, scopes: list[str]) -> None:
        rows = [{"code": code, "seq": 0} for code in scopes]
        self._session.execute(bulk.upsert(self._session, Scope).values(rows).on_conflict_do_nothing())

    def next(self, scope: str) -> int:
        """The next change number of a held scope."""
        self._seqs[scope] += 1
        self._changed.add(scope)
        return self._seqs[scope]

    def seq(self, scope: str) -> int:
        """The newest change number of a scope; of one that is not held, the newest committed one."""
        if scope in self._seqs:
            return self._seqs[scope]
        return self._session.scalar(select(Scope.seq).where(Scope.code == scope)) or 0

    def tally(self, scope: str, rows: int, hashed: int) -> None:
        """Rows came into a held scope, or left it (negative), with the sum of their hashes."""
        count, total = self._totals[scope]
        self._totals[scope] = count + rows, digest.add(total, hashed)

    def behind(self, scopes: Iterable[str]) -> None:
        """These scopes are changed without renewing the office's lists: `Lists.catch_up` will find it out."""
        self._level.difference_update(scopes)

    def mark(self) -> Mark:
        """Where the numbering stands, to come back to."""
        return dict(self._seqs), dict(self._totals)

    def back_to(self, mark: Mark) -> None:
        """Take back the numbers given since `mark` (the group that used them was rolled back)."""
        seqs, totals = mark
        self._seqs, self._totals = dict(seqs), dict(totals)  # a lock taken since is gone: the savepoint let go of it
        self._changed &= self._seqs.keys()

    def save(self) -> None:
        """Write the counters that moved. Once, at the end of the transaction."""
        for scope in sorted(self._changed):
            (rows, total), seq = self._totals[scope], self._seqs[scope]
            values = {"seq": seq, "rows": rows, "sum": total} | ({"listed": seq} if scope in self._level else {})
            self._session.execute(update(core(Scope)).where(Scope.code == scope).values(values))
        self._changed.clear()
