"""The only writer of records: whoever changes anything, phone, office or import, comes through here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from flask import current_app, has_app_context
from sqlalchemy.orm import Session

from server import clock
from server.accounts.people import writer_of
from server.clock import date_of
from server.errors import Problem
from server.exchange.answers import SILENT, Answer, Author, Draft, ImportedRow, Said
from server.exchange.applying import Times, apply
from server.exchange.book import Book
from server.exchange.lists import Lists
from server.metrics import OUTCOMES
from server.store.tables import Record as Row
from server.store.tables import Writer
from sync import areas, saw, scopes, upcast, view
from sync.edit import Base, Change, Edit, Kind
from sync.policies import ENTITIES
from sync.state import Record, State

__all__ = ["Answer", "Author", "Draft", "ImportedRow", "bundle", "commit", "import_rows", "new_edit_id", "office"]

ATTEMPTS = 5


def commit(
    session: Session, author: Author, edits: Sequence[Edit], receipt: int, *, said: Said = SILENT
) -> list[Answer]:
    """Apply whole groups of edits, in order, and number what changed; the caller's transaction commits.

    A refused group gets refused answers, changes nothing and is not kept (a phone's are: `push`). No grants are
    asked: whoever calls has decided that `author` may.
    """
    book = open_book(session, receipt)
    _lock(book, edits)
    answers: list[Answer] = []
    lists = Lists()
    for _, members in groupby(edits, key=lambda each: each.group):
        group = list(members)
        done = apply(book, author, group, Times(), said=said, lists=lists)
        if done.refusal is None:
            answers += done.answers
        else:
            code = str(done.refusal.code)
            answers += [Answer(each.id, each.n, each.record, "refused", "refused", code=code) for each in group]
    lists.renew(book, author, said)
    book.counters.save()
    count(answers)
    return answers


def office(
    session: Session,
    account: int,
    drafts: Sequence[Draft],
    *,
    remark: str | None = None,
    verdict: str | None = None,
    review: str | None = None,
    receipt: int | None = None,
    schema: int = 1,
    authority: bool = True,
) -> list[Answer]:
    """Apply the office's drafts under the account's own writer, all or none; raises Problem edit_refused.

    Answers are in the order of the drafts; `answer.record` is the record's id. `verdict` and `remark` are kept
    with the reviews that these changes close, and told to the phones; `review` is the key of the one decided.
    Without `authority` they weigh no more than a phone's: they only pass on what one had said.
    """
    writer = _writer(session, account, for_update=True)
    now = clock.now_ms() if receipt is None else receipt
    edits = _numbered(session, writer, drafts, now, schema)
    writer.last_n += len(edits)
    session.flush()
    said = Said(verdict, remark, review)
    answers = commit(session, Author(account, writer.id, authority=authority), edits, now, said=said)
    refused = next((answer for answer in answers if answer.result != "applied"), None)
    if refused is not None:
        raise Problem("edit_refused", {"refusal": refused.code, "record": refused.record})
    return answers


def import_rows(
    session: Session, account: int, edit_id: str, rows: Sequence[ImportedRow], *, receipt: int | None = None
) -> int:
    """Create the records of one grid (or the township) under one edit id. Returns how many; ids that exist are skipped.

    A household goes before its residents, a resident before their doses. Raises Problem edit_refused with the row's
    record id; the caller's transaction then rolls the whole grid back.
    """
    writer = _writer(session, account)
    now = clock.now_ms() if receipt is None else receipt
    book = open_book(session, now)
    book.open({row.record for row in rows})
    fresh = [row for row in rows if row.record not in book.homes]
    book.counters.lock({str(row.fields["grid"]) for row in fresh if row.entity == "household" and "grid" in row.fields})
    edits = [_imported(edit_id, row, now) for row in fresh]
    if edits:
        done = apply(book, Author(account, writer.id, authority=True), edits, Times())
        if done.refusal is not None:
            refused = next((each for each in edits if each.id == done.refusal.edit), edits[0])
            raise Problem("edit_refused", {"refusal": str(done.refusal.code), "record": refused.record})
        count(done.answers)
    book.counters.save()
    return len(edits)


def new_edit_id(session: Session, account: int) -> str:
    """The next edit id of the account's office writer, for an import."""
    writer = _writer(session, account, for_update=True)
    writer.last_n += 1
    session.flush()
    return f"{writer.id}.{writer.last_n}"


def bundle(session: Session, record: str) -> State:
    """The engine's state of a record's household with all that belongs to it (empty if there is no such record)."""
    book = open_book(session, 0)
    return book.state(book.open([record]))


def _lock(book: Book, edits: Sequence[Edit]) -> None:
    """Lock the scopes that these edits will change, ascending, those that something moves to as well: read, lock, and
    read again, for a record may have moved while its scope was waited for. What a savepoint locked goes with it.
    """
    named = scopes.needed_by(edits)
    targets = {scope for scope in scopes.anchored(edits) if areas.level(scope) in ("grid", "site")}
    for _ in range(ATTEMPTS):
        mark, savepoint = book.counters.mark(), book.session.begin_nested()
        book.counters.lock(book.scopes_of(named) | targets)
        if book.scopes_of(named) <= book.counters.held():
            savepoint.commit()
            return
        savepoint.rollback()
        book.counters.back_to(mark)
    raise Problem("busy")


def open_book(session: Session, receipt: int, *, strict: bool = False) -> Book:
    """A book for this transaction, dated by the township's civil day."""
    return Book(session, receipt, today(receipt), strict=strict)


def today(receipt: int) -> str:
    """The township's civil day at `receipt` (ms; 0: now)."""
    zone = current_app.config["TZ"] if has_app_context() else "Asia/Shanghai"
    return date_of(receipt or clock.now_ms(), zone)


def count(answers: Iterable[Answer]) -> None:
    """Count what became of edits."""
    for labels, times in Counter((answer.result, answer.code or answer.outcome) for answer in answers).items():
        OUTCOMES.labels(*labels).inc(times)


def _writer(session: Session, account: int, *, for_update: bool = False) -> Writer:
    writer = writer_of(session, account)
    if for_update:
        session.refresh(writer, with_for_update=True)
    return writer


def _numbered(session: Session, writer: Writer, drafts: Sequence[Draft], now: int, schema: int) -> list[Edit]:
    """The drafts as edits: numbered, their references resolved, their bases filled in from what is displayed now."""
    named: dict[str, str] = {}
    edits: list[Edit] = []
    n = writer.last_n
    for _, members in groupby(drafts, key=lambda draft: draft.group):
        together = list(members)
        first = n + 1
        for draft in together:
            n += 1
            edit_id = f"{writer.id}.{n}"
            record = _resolve(draft.record, named) or draft.id or edit_id
            if draft.ref:
                named[draft.ref] = record
            found = None if draft.kind == Kind.CREATE else _record(session, record)
            fields = {
                name: Change(_resolve(value, named), _base(draft.kind, found, name, base))
                for name, (value, base) in draft.fields.items()
            }
            seen = draft.saw if draft.saw is not None else _saw(session, draft, record, fields)
            made = Edit(
                edit_id, writer.id, n, f"{writer.id}.{first}", len(together), draft.at or now, Kind(draft.kind),
                draft.entity, record, fields, seen, schema,
            )  # fmt: skip
            edits.append(upcast.upcast(made))
    return edits


def _resolve(value: Any, named: dict[str, str]) -> Any:
    return named.get(value[1:], value) if isinstance(value, str) and value.startswith("$") else value


def _record(session: Session, name: str) -> Record | None:
    return bundle(session, name).get(name) if session.get(Row, name) is not None else None


def _base(kind: str, record: Record | None, name: str, base: list[str] | dict[str, list[str]] | None) -> Base:
    if base is None and record is not None:
        base = view.all_heads(record, name) if kind == Kind.DECIDE else view.bases(record, name)
    if isinstance(base, dict):
        return {element: tuple(names) for element, names in base.items()}
    return tuple(base or ())


def _saw(session: Session, draft: Draft, record: str, fields: dict[str, Change]) -> tuple[str, ...]:
    """The office's page shows the server's present state: its author knows what stands there."""
    if draft.entity not in ENTITIES:
        return ()  # the engine refuses it
    values = {name: change.value for name, change in fields.items()}
    parent = values.get(ENTITIES[draft.entity].parent or "")
    book = open_book(session, 0)
    state = book.state(book.open([name for name in (record, parent) if isinstance(name, str)]))
    return tuple(saw.of_draft(state, draft.entity, None if draft.kind == Kind.CREATE else record, values))


def _imported(edit_id: str, row: ImportedRow, now: int) -> Edit:
    device, _, n = edit_id.partition(".")
    fields = {name: Change(value) for name, value in row.fields.items() if value is not None}
    made = Edit(
        edit_id, int(device), int(n), edit_id, 1, now, Kind.CREATE, row.entity, row.record, fields,
    )  # fmt: skip
    return upcast.upcast(made)
