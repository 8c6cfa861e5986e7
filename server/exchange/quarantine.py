"""The quarantine's decisions: release, correct, discard; what waits for a released creation follows it (Q4–Q7).

A released edit keeps its id, its author and its time, and is applied under the reviewer's authority: grants are not
asked again, and what only the office may do is done by the office. Whatever merely waited for it has been seen by
nobody, and keeps its author's own rights. The phone learns of all of it by its next pull.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.exchange import holding
from server.exchange.answers import Answer, Author, Said
from server.exchange.applying import Times, apply
from server.exchange.authorising import Permits, Writers
from server.exchange.book import Book
from server.exchange.ledger import count, new_edit_id, open_book
from server.places import proofs
from server.store.tables import Account, Quarantined
from sync import edit, scopes, upcast, view
from sync.edit import Change, Edit, Kind, Malformed
from sync.outcomes import RefusalCode
from sync.policies import ENTITIES

OFFICES_OWN = (RefusalCode.FORK, RefusalCode.LOST_IN_RESTORE)  # released as edits of the office


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
    now = clock.now_ms()
    gone: list[str] = []
    queue = _undecided(session, edit_id)[1]
    while queue:
        each = queue.pop(0)
        if each.state not in holding.UNDECIDED:
            continue
        _decide(each, "discarded", account, now, remark)
        gone.append(each.id)
        session.flush()
        waiting = session.scalars(select(Quarantined).where(Quarantined.depends_on == each.id)).all()
        queue += [member for other in waiting for member in group_of(session, other)]
    return gone


def _release(
    session: Session, account: int, edit_id: str, values: Mapping[str, Any], remark: str | None
) -> list[Answer]:
    first, members = _undecided(session, edit_id)
    _renumbered(session, account, first)
    book = open_book(session, clock.now_ms())
    answers = _apply(book, account, members, {first.id: values}, remark)
    answers += _follow(book, account, [member.id for member in members], remark)
    book.counters.save()
    session.flush()
    count(answers)
    return answers


def _apply(
    book: Book,
    account: int | None,
    members: Sequence[Quarantined],
    values: Mapping[str, Mapping[str, Any]],
    remark: str | None,
    follows: Collection[str] | None = None,
) -> list[Answer]:
    """Apply one held group; raises Problem edit_refused with the engine's reason.

    `follows`: nobody has looked at this group, it only waited for these released records; so it has its author's own
    rights, grants and no authority, except to the records that it waited for.
    """
    edits = [_edit(book, each, values.get(each.id, {}), changed=bool(values.get(each.id))) for each in members]
    held = members[0]
    book.open_locked(scopes.needed_by(edits))
    awaited = holding.awaited(book, edits, held.account)
    if awaited:
        details = {"refusal": str(RefusalCode.DEPENDS_ON_REFUSED), "waits_for": next(iter(awaited.values()))}
        raise Problem("edit_refused", details)
    if follows is not None:
        _permitted(book, held, edits, follows)
    elif any(each.entity in ENTITIES and ENTITIES[each.entity].township for each in edits):
        raise Problem("office_record")
    hashes = {each.id: kept.hash for each, kept in zip(edits, members, strict=True)}
    author = (
        Author(held.account, held.writer, authority=follows is None)
        if held.code not in OFFICES_OWN
        else Author(account or held.account, edits[0].device, authority=True)
    )
    times = Times(held.offset, {each.id: eff for each in members if (eff := settled(each)) and not values.get(each.id)})
    done = apply(book, author, edits, times, hashes=hashes, said=Said(remark=remark))
    if done.refusal is not None:
        raise Problem("edit_refused", {"refusal": str(done.refusal.code), "path": done.refusal.path})
    for each in members:
        _decide(each, "released", account, book.receipt, remark)
    return done.answers


def settled(held: Quarantined) -> int | None:
    """P3: the time that a signed answer of an earlier life of the database had settled; push keeps no other."""
    eff = orjson.loads(held.body).get("eff")
    return eff if type(eff) is int else None


def _permitted(book: Book, held: Quarantined, edits: Sequence[Edit], follows: Collection[str]) -> None:
    """P5 again, as when the group arrived; raises Problem edit_refused."""
    owner = book.session.get_one(Account, held.account)
    permits = Permits(book.session, owner, book.township, int(current_app.config["HANDOVER_MS"]))
    code = permits.refusal(book, edits, held.offset, held.at, exempt=follows)
    if code is not None:
        raise Problem("edit_refused", {"refusal": str(code)})


def _follow(book: Book, account: int | None, released: Sequence[str], remark: str | None) -> list[Answer]:
    """Apply what waited for these; what still cannot be applied is held with its own reason."""
    answers: list[Answer] = []
    queue = list(released)
    made = set(released)  # a phone's creation has its edit's id
    while queue:
        waits_for = queue.pop(0)
        query = select(Quarantined).where(Quarantined.depends_on == waits_for, Quarantined.state == "waiting")
        seen: set[str] = set()
        for each in book.session.scalars(query.order_by(Quarantined.writer, Quarantined.n)).all():
            if each.group_id in seen or each.state != "waiting":
                continue
            seen.add(each.group_id)
            members = group_of(book.session, each)
            kept = book.copy()
            savepoint = book.session.begin_nested()
            try:
                brought_back = account is not None and each.code == RefusalCode.LOST_IN_RESTORE
                if account is not None and brought_back:  # by the office, with all that belongs to it
                    _renumbered(book.session, account, each)
                answers += _apply(book, account, members, {}, remark, None if brought_back else made)
                made.update(member.id for member in members)
                savepoint.commit()
                queue += [member.id for member in members]
            except Problem as problem:
                savepoint.rollback()
                book.restore(kept)
                _hold_on(members, problem)
    return answers


def _renumbered(session: Session, account: int, held: Quarantined) -> None:
    """A fork's id is taken, and what was witnessed is not the lost edit itself, which may still come: what these say
    becomes an edit of the office's own, under a new number.
    """
    if held.code not in OFFICES_OWN:
        return
    raw = orjson.loads(held.body)
    fresh = new_edit_id(session, account)
    device, _, n = fresh.partition(".")
    created = held.code == RefusalCode.FORK and raw.get("kind") == Kind.CREATE
    record = fresh if created else raw.get("record")
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
    if held.code in proofs.REFUSED:
        raw = proofs.as_requested(raw)
    if changed:
        fields = dict(raw.get("fields") or {}) if isinstance(raw.get("fields"), dict) else {}
        for name, value in values.items():
            if value is None:
                fields.pop(name, None)
            else:
                fields[name] = {"value": value, "base": []}
        raw = {**raw, "fields": fields}
    try:
        parsed = upcast.upcast(edit.parse(raw))
    except Malformed as error:
        raise Problem("edit_refused", {"refusal": error.code, "path": error.path}) from None
    return _rebased(book, parsed, values, answered=settled(held) is not None and not changed)


def _rebased(book: Book, parsed: Edit, corrected: Collection[str], *, answered: bool) -> Edit:
    """The base of what the office corrected is what it is shown; all else keeps the base that its author was shown,
    without what cannot have been shown. What had been `answered` before a restore may name what has been lost (P5).
    """
    book.open_locked({parsed.record})
    record = book.records.get(parsed.record) if parsed.kind is Kind.SET else None
    unmade = set() if answered else Writers(book.session).unmade(parsed)
    fields = {
        name: Change(change.value, _base(view.bases(record, name)))
        if record is not None and name in corrected
        else _without(change, unmade)
        for name, change in parsed.fields.items()
    }
    return replace(parsed, fields=fields, saw=tuple(name for name in parsed.saw if name not in unmade))


def _without(change: Change, names: Collection[str]) -> Change:
    if isinstance(change.base, tuple):
        return Change(change.value, tuple(name for name in change.base if name not in names))
    return Change(
        change.value, {element: tuple(n for n in base if n not in names) for element, base in change.base.items()}
    )


def _base(base: list[str] | dict[str, list[str]]) -> edit.Base:
    return {element: tuple(names) for element, names in base.items()} if isinstance(base, dict) else tuple(base)


def let_in(session: Session, edit_id: str) -> list[Answer]:
    """Apply a held edit, with its group and what waits for it, by its author's own rights: what it stood on has come.
    Raises Problem edit_refused, and then nothing has changed.
    """
    members = _undecided(session, edit_id)[1]
    book = open_book(session, clock.now_ms())
    answers = _apply(book, None, members, {}, None, ())
    answers += _follow(book, None, [member.id for member in members], None)
    book.counters.save()
    session.flush()
    count(answers)
    return answers


def _undecided(session: Session, edit_id: str) -> tuple[Quarantined, list[Quarantined]]:
    """An edit that is to be decided, and its group with it."""
    found = session.get(Quarantined, edit_id)
    if found is None:
        raise Problem("not_found")
    members = group_of(session, found)
    if found not in members:
        raise Problem("already_decided")
    return found, members


def group_of(session: Session, held: Quarantined, *, lock: bool = True) -> list[Quarantined]:
    """The undecided members of the same group, in order, locked in that order (a fork stands alone)."""
    query = select(Quarantined).where(Quarantined.state.in_(holding.UNDECIDED))
    if "~" in held.id:
        query = query.where(Quarantined.id == held.id)
    else:
        query = query.where(
            Quarantined.group_id == held.group_id, Quarantined.writer == held.writer, ~Quarantined.id.contains("~")
        )
    query = query.order_by(Quarantined.n)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(query))


def _decide(held: Quarantined, state: str, account: int | None, now: int, remark: str | None) -> None:
    held.state, held.decided_by, held.decided_at, held.remark = state, account, now, remark
