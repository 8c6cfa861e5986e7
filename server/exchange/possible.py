"""After a restore: whether what is held may be possible by now (docs/protocol.md, B6). Looks, and locks nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import orjson
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import clock
from server.exchange import quarantine
from server.exchange.authorising import Permits, Writers
from server.exchange.book import chunks
from server.exchange.ledger import open_book
from server.exchange.recall import Missing
from server.store.tables import Account, Quarantined
from server.store.tables import Edit as EditRow
from sync import edit, ids, scopes, view
from sync.edit import Edit, Malformed
from sync.policies import ENTITIES


class Possible:
    """Judges held groups, one after the other, by what the database says now."""

    def __init__(self, session: Session, proofs: Mapping[int, int]) -> None:
        self._session = session
        self._missing = Missing(session, proofs)
        self._book = open_book(session, clock.now_ms())
        self._writers = Writers(session)
        self._permits: dict[int, Permits] = {}

    def group(self, members: Sequence[Quarantined]) -> bool:
        """Whether what was lost explains why this group is held, and its author may make it now."""
        try:
            edits = [edit.parse(orjson.loads(each.body)) for each in members]
        except Malformed:
            return False
        records = scopes.needed_by(edits) - {each.record for each in edits if each.kind is edit.Kind.CREATE}
        self._book.peek(records)
        answered = all(quarantine.settled(each) is not None for each in members)  # it was applied once: no guess
        if not answered and not self._came_back(members[0], edits, records):
            return False
        return self._allowed(members[0], edits)

    def _came_back(self, held: Quarantined, edits: Sequence[Edit], records: Collection[str]) -> bool:
        """Whether all that these edits name of what had been lost is certain to have been, and is here again; or a lost
        move has put a record of theirs where it is.
        """
        named = {name for each in edits for name in (*each.named(), *each.saw)} - {each.id for each in edits}
        named |= {_maker(name) for name in records}
        self._missing.read(named)
        stood_on = {name for name in named if ids.is_edit(name) and self._missing.range(name)}
        if not stood_on and not any(self._moved(name) for name in records):
            return False
        others = {name for name in stood_on if ids.writer(name) != held.writer}  # one's own numbers are no guess
        doubtful = {name for name in others if not self._missing.proven(name)}
        return doubtful <= self._before(doubtful, held.at) and not any(self._writers.unmade(each) for each in edits)

    def _before(self, names: Collection[str], at: int) -> set[str]:
        """Those of these edits that were here before `at`: who named them then was shown them."""
        found: set[str] = set()
        for some in chunks(sorted(names)):
            query = select(EditRow.id).where(EditRow.id.in_(some), EditRow.receipt < at)
            found.update(self._session.scalars(query))
        return found

    def _moved(self, name: str) -> bool:
        """Whether a lost move that has come back has put the record, or what it belongs to, where it is."""
        at: str | None = name
        seen: set[str] = set()
        while at is not None and at not in seen:
            seen.add(at)
            self._book.peek([at])
            record = self._book.records.get(at)
            place = None if record is None else ENTITIES[record.entity].parent
            if record is not None and record.entity == "household":
                place = "grid"
            if record is None or place is None:
                return False
            moves = {each for each in view.bases(record, place) if ids.is_edit(each)} - {_maker(at)}
            self._missing.read(moves)
            if any(self._missing.range(each) and self._missing.proven(each) for each in moves):
                return True
            at = self._book.homes[at].parent
        return False

    def _allowed(self, held: Quarantined, edits: Sequence[Edit]) -> bool:
        """P5, as when the group arrived, by where its records are now."""
        if held.account not in self._permits:
            owner, window = self._session.get_one(Account, held.account), int(current_app.config["HANDOVER_MS"])
            self._permits[held.account] = Permits(self._session, owner, self._book.township, window)
        return self._permits[held.account].refusal(self._book, edits, held.offset, held.at) is None


def _maker(record: str) -> str:
    """The id of the edit that made a record, if a phone or an import did."""
    return record.partition(":")[0]
