"""What a newer list changes of records that are there, under its import's one edit id (`ledger` makes the new ones).

The office decides what (`server.roster.newer.again`); here it is written, by the same engine as any edit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import clock
from server.accounts.people import writer_of
from server.errors import Problem
from server.exchange.answers import Answer, Author, ImportedChange
from server.exchange.applying import Times, apply
from server.exchange.book import Book, chunks
from server.exchange.ledger import ATTEMPTS, count, open_book
from server.store.tables import Edit as EditRow
from sync import upcast
from sync.edit import Change, Edit, Kind


def hold(session: Session, records: Iterable[str], grids: Iterable[str] = ()) -> None:
    """Lock the scopes of these records, and these grids, ascending: what is read of them then stays true."""
    book, named = open_book(session, 0), set(records)
    wanted = book.scopes_of(named) | set(grids)
    for _ in range(ATTEMPTS):
        book.counters.lock(wanted)
        wanted = book.scopes_of(named)
        if wanted <= book.counters.held():
            return
    raise Problem("busy")


def revise(
    session: Session, account: int, edit_id: str, changes: Sequence[ImportedChange], *, receipt: int | None = None
) -> list[Answer]:
    """Write what a newer list says into records that are there, one change a record, under the import's edit id.

    A list says what was known when its source was last asked: the edit is dated by the oldest word that the record
    still lives by, and has no authority, so that whatever was learned at the door meanwhile is shown before it. Asked
    again, it changes nothing. Raises Problem edit_refused.
    """
    writer = writer_of(session, account)
    now = clock.now_ms() if receipt is None else receipt
    book = open_book(session, now)
    book.open({change.record for change in changes})
    had = _had(session, edit_id, [change.record for change in changes])
    edits = [_edit(book, edit_id, change) for change in changes if change.record not in had]
    if not edits:
        return []
    done = apply(book, Author(account, writer.id), edits, Times())
    if done.refusal is not None:
        refused = next((each for each in edits if each.id == done.refusal.edit), edits[0])
        raise Problem("edit_refused", {"refusal": str(done.refusal.code), "record": refused.record})
    count(done.answers)
    book.counters.save()
    return done.answers


def _had(session: Session, edit_id: str, records: Sequence[str]) -> set[str]:
    """Which of these records this import has written already."""
    query = select(EditRow.record).where(EditRow.id == edit_id)
    return {name for some in chunks(records) for name in session.scalars(query.where(EditRow.record.in_(some)))}


def _edit(book: Book, edit_id: str, change: ImportedChange) -> Edit:
    known = book.records.get(change.record)
    oldest = min((stamp.eff for stamp in known.edits.values()), default=0) if known is not None else 0
    fields = {name: Change(value, base) for name, (value, base) in change.fields.items()}
    device, _, n = edit_id.partition(".")
    made = Edit(
        edit_id, int(device), int(n), edit_id, 1, oldest, Kind.SET, change.entity, change.record, fields,
    )  # fmt: skip
    return upcast.upcast(made)
