"""Whether an author may make an edit: by the grant under which it was made (docs/protocol.md, P5)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.auth import OFFICE_ROLES
from server.exchange.book import Book
from server.store.tables import Account, Area, Departure
from server.store.tables import Grant as GrantRow
from sync import scopes
from sync.edit import Edit, Kind
from sync.grants import Grant, Verdict, judge
from sync.outcomes import RefusalCode
from sync.policies import ENTITIES


class Permits:
    """An account's grants, past ones too, as they judge the edits of one push."""

    def __init__(self, session: Session, account: Account, township: str, window_ms: int) -> None:
        rows = session.scalars(select(GrantRow).where(GrantRow.account == account.id))
        self.grants = [Grant(row.area, row.since, row.until) for row in rows]
        if account.role in OFFICE_ROLES:
            self.grants.append(Grant(township, 0))
        self.window_ms = window_ms

    def refusal(self, book: Book, group: Sequence[Edit], offset: int) -> RefusalCode | None:
        """Why this group may not be made, or None. What does not exist is left to the engine to refuse."""
        made: dict[str, str | None] = {}  # records that the group itself creates, and their scopes
        worst: RefusalCode | None = None
        for each in group:
            if each.kind is Kind.WITHDRAW:
                continue
            for scope, record in _scopes_of(book, each, made):
                code = self._judge(book, scope, record, each.at - offset)
                worst = code if worst is None or code is RefusalCode.SCOPE_NOT_GRANTED else worst
                if code is RefusalCode.SCOPE_NOT_GRANTED:
                    return code
        return worst

    def _judge(self, book: Book, scope: str, record: str | None, made_at: int) -> RefusalCode | None:
        verdict = judge(self.grants, scope, made_at, book.receipt, self.window_ms)
        if verdict.allowed and _exists(book, scope):
            return None
        if record is not None and self._followed(book, record, made_at):
            return None
        return RefusalCode.GRANT_ENDED if verdict is Verdict.ENDED else RefusalCode.SCOPE_NOT_GRANTED

    def _followed(self, book: Book, record: str, made_at: int) -> bool:
        """A pending edit follows a record that moved away, as long as a handover lasts."""
        left = select(Departure.scope).where(Departure.record == record, Departure.at > book.receipt - self.window_ms)
        return any(
            judge(self.grants, scope, made_at, book.receipt, self.window_ms).allowed
            for scope in book.session.scalars(left)
        )


def _scopes_of(book: Book, each: Edit, made: dict[str, str | None]) -> list[tuple[str, str | None]]:
    """The scopes that an edit touches, each with the existing record by which it does so."""
    found: list[tuple[str, str | None]] = []
    entity = ENTITIES.get(each.entity)
    if entity is None or entity.township:
        return found  # the engine refuses what is the office's
    if each.entity == "household" and "grid" in each.fields:
        grid = each.fields["grid"].value
        if isinstance(grid, str):
            found.append((grid, None))
            made[each.record] = grid
    for name in scopes.needed(each):
        home = book.homes.get(name)
        if home is not None and home.scope != book.township:
            found.append((home.scope, name))
        if each.kind is Kind.CREATE and each.entity != "household":
            made.setdefault(each.record, home.scope if home else made.get(name))
    return found


def _exists(book: Book, scope: str) -> bool:
    known = book.session.info.setdefault("areas", {})
    if scope not in known:
        known[scope] = book.session.get(Area, scope) is not None
    return bool(known[scope])
