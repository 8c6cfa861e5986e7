"""Whether an author may make an edit: by the grant under which it was made (docs/protocol.md, P5)."""

from __future__ import annotations

from collections.abc import Collection, Sequence, Set

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.auth import OFFICE_ROLES
from server.exchange.book import Book, chunks
from server.store.tables import Account, Area, Departure, Writer
from server.store.tables import Grant as GrantRow
from sync import ids, scopes
from sync.edit import Edit, Kind
from sync.grants import Grant, Verdict, judge
from sync.outcomes import Mark, RefusalCode
from sync.policies import ENTITIES

MAX_WRITER = 2**31 - 1  # of the column


class Permits:
    """An account's grants, past ones too, as they judge the edits of one push."""

    def __init__(self, session: Session, account: Account, township: str, window_ms: int) -> None:
        rows = session.scalars(select(GrantRow).where(GrantRow.account == account.id))
        self.grants = [Grant(row.area, row.since, row.until) for row in rows]
        if account.role in OFFICE_ROLES:
            self.grants.append(Grant(township, 0))
        self.window_ms = window_ms
        self.marks: dict[str, str] = {}  # by edit id, of those that are allowed though no grant in force covers them
        self.granted: set[str] = set()  # scopes with a grant in force at the receipt of this push

    def plainly(self, book: Book, group: Sequence[Edit], needed: Set[str]) -> bool:
        """Whether nothing speaks against this group: all that it needs is here, in scopes that have been found granted.
        Only `refusal` can say why not.
        """
        made = {each.record for each in group if each.kind is Kind.CREATE}
        for name in needed - made if made else needed:
            home = book.homes.get(name)
            if home is None or home.scope not in self.granted:
                return False
        for each in group:
            if each.kind is Kind.CREATE and (each.record != each.id or each.record in book.homes):
                return False
            entity = ENTITIES.get(each.entity)
            if entity is None or entity.township or (entity.anchor is not None and entity.anchor in each.fields):
                return False
        return True

    def refusal(
        self,
        book: Book,
        group: Sequence[Edit],
        offset: int,
        receipt: int,
        *,
        waiting: Collection[str] = (),
        exempt: Collection[str] = (),
    ) -> RefusalCode | None:
        """Why this group may not be made, or None. The records that it needs must be open.

        `receipt`: when the group arrived (ms). `waiting`: records that are not there because their creation, by the
        same account, is held. `exempt`: records for which nothing is asked. A record that is not there is refused like
        one that is somebody else's, so that nobody learns by guessing ids which records there are.
        """
        made: set[str] = set()  # records that the group itself creates
        worst: RefusalCode | None = None
        for each in group:
            if each.kind is Kind.WITHDRAW or each.entity not in ENTITIES:
                continue
            if ENTITIES[each.entity].township or (each.kind is Kind.CREATE and each.record != each.id):
                return RefusalCode.NOT_AUTHORITY
            moves = each.kind is not Kind.CREATE and not each.fields.keys().isdisjoint(("grid", "household"))
            touched = scopes.touched(each, lambda name: _home(book, name), made, book.township)
            made.update([each.record] if each.kind is Kind.CREATE else [])
            for scope, record in touched:
                if record is not None and (record in exempt or (scope is None and record in waiting)):
                    continue
                made_at = each.at - offset
                code = self._judge(book, each.id, scope, None if moves else record, made_at, receipt)
                if code is RefusalCode.SCOPE_NOT_GRANTED:
                    return code
                worst = worst or code
        return worst

    def _judge(
        self, book: Book, edit_id: str, scope: str | None, record: str | None, made_at: int, receipt: int
    ) -> RefusalCode | None:
        if scope is None:
            return RefusalCode.SCOPE_NOT_GRANTED
        verdict = judge(self.grants, scope, made_at, receipt, self.window_ms)
        if verdict.allowed and _exists(book, scope):
            if verdict is Verdict.GRANTED:
                self.granted.add(scope)
            if verdict.mark is not None:
                self.marks[edit_id] = str(verdict.mark)
            return None
        if record is not None and self._followed(book, record, made_at, receipt):
            self.marks[edit_id] = str(Mark.FOLLOWED)
            return None
        return RefusalCode.GRANT_ENDED if verdict is Verdict.ENDED else RefusalCode.SCOPE_NOT_GRANTED

    def _followed(self, book: Book, record: str, made_at: int, receipt: int) -> bool:
        """A pending edit follows a record that moved away, as long as a handover lasts."""
        left = select(Departure.scope).where(Departure.record == record, Departure.at > receipt - self.window_ms)
        return any(
            judge(self.grants, scope, made_at, receipt, self.window_ms).allowed for scope in book.session.scalars(left)
        )


class Writers:
    """How many edits each writer has made: nobody can have seen one that does not exist yet (P5)."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._last: dict[int, int] = {}

    def unmade(self, each: Edit) -> set[str]:
        """The ids among an edit's bases and what it saw that cannot have been shown to its author."""
        named = {*each.named(), *each.saw}
        if not named:
            return named
        self._read({ids.writer(name) for name in named} - {each.device})
        return {name for name in named if ids.order(name)[1] > self._known(each, ids.writer(name))}

    def _known(self, each: Edit, writer: int) -> int:
        return each.n - 1 if writer == each.device else self._last.get(writer, 0)

    def _read(self, writers: set[int]) -> None:
        new = sorted(writer for writer in writers - self._last.keys() if writer <= MAX_WRITER)
        for some in chunks(new):
            found = self._session.execute(select(Writer.id, Writer.last_n).where(Writer.id.in_(some)))
            self._last.update({writer: last for writer, last in found})


def _home(book: Book, name: str) -> str | None:
    home = book.homes.get(name)
    return home.scope if home is not None else None


def _exists(book: Book, scope: str) -> bool:
    known = book.session.info.setdefault("areas", {})
    if scope not in known:
        known[scope] = book.session.get(Area, scope) is not None
    return bool(known[scope])
