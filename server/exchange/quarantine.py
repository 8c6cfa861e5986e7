"""The quarantine's decisions: release, correct, discard; what waits for a released creation follows it (Q4–Q7).

A released edit keeps its id, its author and its time, and is applied under the reviewer's authority: grants are not
asked again, and what only the office may do is done by the office. The phone learns of it by its next pull.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.clock import now_ms
from server.errors import Problem
from server.exchange import holding
from server.exchange.answers import Answer, Author, Said
from server.exchange.applying import Times, apply
from server.exchange.book import Book
from server.exchange.ledger import count, new_edit_id, open_book
from server.store.tables import Quarantined
from sync import edit, view
from sync.edit import Change, Edit, Kind, Malformed
from sync.outcomes import RefusalCode


def release(session: Session, account: int, edit_id: str, remark: str | None = None) -> list[Answer]:
    """Apply a quarantined edit, with its group and with what waits for it. Raises Problem edit_refused,
    already_decided.

    The answers are those of the group first, then of the dependents that could be applied.
    """
    return _release(session, account, edit_id, {}, remark)


def correct(
    session: Session, account: int, edit_id: str, values: Mapping[str, Any], remark: str | None = None
) -> list[Answer]:
    """Release with other values of some fields: {name: value}, None leaves a field out. What the office is shown now
    becomes the edit's base."""
    return _release(session, account, edit_id, values, remark)


def discard(session: Session, account: int, edit_id: str, remark: str | None = None) -> list[str]:
    """Decide that an edit is not to be applied; its group and what waits for it go with it. Returns the ids."""
    now = now_ms()
    gone: list[str] = []
    queue = _group_of(session, _undecided(session, edit_id))
    while queue:
        each = queue.pop(0)
        if each.state not in holding.UNDECIDED:
            continue
        _decide(each, "discarded", account, now, remark)
        gone.append(each.id)
        session.flush()
        waiting = session.scalars(select(Quarantined).where(Quarantined.depends_on == each.id))
        queue += [member for other in waiting for member in _group_of(session, other)]
    return gone


def _release(
    session: Session, account: int, edit_id: str, values: Mapping[str, Any], remark: str | None
) -> list[Answer]:
    first = _undecided(session, edit_id)
    if first.code == RefusalCode.FORK:
        _renumber(session, account, first)
    book = open_book(session, now_ms())
    members = _group_of(session, first)
    answers = _apply(book, account, members, {first.id: values}, remark)
    answers += _follow(book, account, [member.id for member in members], remark)
    book.counters.save()
    session.flush()
    count(answers)
    return answers


def _apply(
    book: Book,
    account: int,
    members: Sequence[Quarantined],
    values: Mapping[str, Mapping[str, Any]],
    remark: str | None,
) -> list[Answer]:
    """Apply one held group; raises Problem edit_refused with the engine's reason."""
    edits = [_edit(book, each, values.get(each.id, {}), changed=bool(values.get(each.id))) for each in members]
    awaited = holding.awaited(book, edits)
    if awaited is not None and awaited not in {each.id for each in members}:
        raise Problem("edit_refused", {"refusal": str(RefusalCode.DEPENDS_ON_REFUSED), "waits_for": awaited})
    held = members[0]
    hashes = {each.id: kept.hash for each, kept in zip(edits, members, strict=True)}
    author = (
        Author(held.account, held.writer, authority=True)
        if held.code != RefusalCode.FORK
        else Author(account, edits[0].device, authority=True)
    )
    done = apply(book, author, edits, Times(held.offset), hashes=hashes, said=Said(remark=remark))
    if done.refusal is not None:
        raise Problem("edit_refused", {"refusal": str(done.refusal.code), "path": done.refusal.path})
    for each in members:
        _decide(each, "released", account, book.receipt, remark)
    return done.answers


def _follow(book: Book, account: int, released: Sequence[str], remark: str | None) -> list[Answer]:
    """Apply what waited for these; what still cannot be applied is held with its own reason."""
    answers: list[Answer] = []
    queue = list(released)
    while queue:
        waits_for = queue.pop(0)
        query = select(Quarantined).where(Quarantined.depends_on == waits_for, Quarantined.state == "waiting")
        seen: set[str] = set()
        for each in book.session.scalars(query.order_by(Quarantined.writer, Quarantined.n)).all():
            if each.group_id in seen:
                continue
            seen.add(each.group_id)
            members = _group_of(book.session, each)
            kept = book.copy()
            savepoint = book.session.begin_nested()
            try:
                answers += _apply(book, account, members, {}, remark)
                savepoint.commit()
                queue += [member.id for member in members]
            except Problem as problem:
                savepoint.rollback()
                book.restore(kept)
                _hold_on(members, problem)
    return answers


def _renumber(session: Session, account: int, held: Quarantined) -> None:
    """A fork's id is taken: what it says becomes an edit of the office's own, under a new number."""
    raw = orjson.loads(held.body)
    fresh = new_edit_id(session, account)
    device, _, n = fresh.partition(".")
    record = fresh if raw.get("kind") == Kind.CREATE else raw.get("record")
    named = {"id": fresh, "device": int(device), "n": int(n), "group": fresh, "size": 1, "record": record}
    held.body = orjson.dumps({**raw, **named}).decode()


def _hold_on(members: Sequence[Quarantined], problem: Problem) -> None:
    for member in members:
        waits_for = problem.details.get("waits_for")
        member.depends_on = waits_for
        member.state = "waiting" if waits_for else "held"
        member.code = str(problem.details.get("refusal", member.code))


def _edit(book: Book, held: Quarantined, values: Mapping[str, Any], *, changed: bool) -> Edit:
    """The held edit as the engine takes it, corrected where the reviewer asks for it."""
    raw = orjson.loads(held.body)
    if changed:
        fields = dict(raw.get("fields") or {}) if isinstance(raw.get("fields"), dict) else {}
        for name, value in values.items():
            if value is None:
                fields.pop(name, None)
            else:
                fields[name] = {"value": value, "base": []}
        raw = {**raw, "fields": fields}
    try:
        parsed = edit.parse(raw)
    except Malformed as error:
        raise Problem("edit_refused", {"refusal": error.code, "path": error.path}) from None
    if parsed.kind is not Kind.SET or not changed:
        return parsed
    book.open_locked({parsed.record})
    record = book.records.get(parsed.record)
    if record is None:
        return parsed
    based = {name: Change(change.value, _base(view.bases(record, name))) for name, change in parsed.fields.items()}
    return edit.Edit(**{**{name: getattr(parsed, name) for name in Edit.__slots__}, "fields": based})


def _base(base: list[str] | dict[str, list[str]]) -> edit.Base:
    return {element: tuple(names) for element, names in base.items()} if isinstance(base, dict) else tuple(base)


def _undecided(session: Session, edit_id: str) -> Quarantined:
    found = session.get(Quarantined, edit_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise Problem("not_found")
    if found.state not in holding.UNDECIDED:
        raise Problem("already_decided")
    return found


def _group_of(session: Session, held: Quarantined) -> list[Quarantined]:
    """The members of the same group that were refused with it, in order (a fork stands alone)."""
    if "~" in held.id:
        return [held]
    query = select(Quarantined).where(
        Quarantined.group_id == held.group_id, Quarantined.writer == held.writer, ~Quarantined.id.contains("~")
    )
    return list(session.scalars(query.order_by(Quarantined.n)))


def _decide(held: Quarantined, state: str, account: int, now: int, remark: str | None) -> None:
    held.state, held.decided_by, held.decided_at, held.remark = state, account, now, remark
