"""Applying one group: engine in, tables out (docs/protocol.md, P7). Everything that changes records ends here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import select

from server.exchange import reviews
from server.exchange.answers import SILENT, Answer, Author, Said
from server.exchange.book import Book, chunks
from server.exchange.lists import Lists
from server.exchange.placing import Pen
from server.store import judging, projections
from server.store.tables import Edit as EditRow
from sync import clock, edit, merge, scopes
from sync.calm import beside, calm, calm_alone
from sync.edit import Edit, Kind
from sync.outcomes import Refusal
from sync.policies import ENTITIES
from sync.state import State


@dataclass(frozen=True)
class Done:
    """A group's end: its answers, or why none of it was applied."""

    answers: list[Answer] = field(default_factory=list)
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Times:
    """How an edit's time was judged: the clock's offset (ms), and, by edit id, effs that a signed answer already
    settled and marks of those that came late (`sync.outcomes.Mark`).
    """

    offset: int = 0
    settled: Mapping[str, int] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)


class Stirs(Exception):
    """This group may move something or concern a conflict: it cannot be applied quietly. Nothing was changed."""


class HalfDone(Exception):
    """A group failed when some of it had been remembered: only beginning again takes that back."""


def apply(
    book: Book,
    author: Author,
    group: Sequence[Edit],
    times: Times,
    *,
    hashes: Mapping[str, str] | None = None,
    said: Said = SILENT,
    lists: Lists | None = None,
) -> Done:
    """Apply a group whole or not at all, and write it.

    `hashes`: the hashes to keep of edits that were sent in another form (a reviewer's correction, an earlier schema).
    `lists`: the caller renews the office's lists later.
    """
    before = _open(book, group)
    stamped = [edit.stamp(each, _eff(book, each, times, None), author.authority) for each in group]
    applied = merge.apply_group(before, stamped)
    if applied.refusal is not None:
        return Done(refusal=applied.refusal)
    pen = Pen(book)
    pen.write(before, applied.state)
    if any(ENTITIES[each.entity].township for each in stamped if each.kind is not Kind.WITHDRAW):
        pen.save()
        _township_changed(book, stamped)
    reviews.refresh(book, pen, author, said)
    book.forget_disputed()
    answers = [_answer(book, each, result, times) for each, result in zip(stamped, applied.results, strict=True)]
    pen.keep(_rows(book, author, stamped, answers, times, hashes or {}))
    pen.save()
    renewed = lists if lists is not None else Lists()
    renewed.note(pen.roots, before)
    if lists is None:
        renewed.renew(book, author, said)
    return Done(answers)


def apply_quietly(
    book: Book, pen: Pen, author: Author, group: Sequence[Edit], times: Times, hashes: Mapping[str, str]
) -> Done:
    """Apply a group in memory alone: whoever holds `pen` saves it, with many others, in a few statements. The office's
    lists are behind then (`Counters.behind`). Raises Stirs for a group that needs more than that. An error leaves no
    trace, except HalfDone.
    """
    pen.begin()
    before = _look(book, group)
    stamped = [edit.stamp(each, _eff(book, each, times, pen), author.authority) for each in group]
    applied = merge.apply_group(before, stamped)
    if applied.refusal is not None:
        return Done(refusal=applied.refusal)
    if not calm(before, applied.state, stamped):
        _still(book, before, stamped, applied.state)
    wrote: dict[str, list[str]] = {}
    for each in stamped:
        wrote.setdefault(each.record, []).extend(each.fields)
    pen.quietly(before, applied.state, wrote)
    try:
        answers = [_answer(book, each, result, times) for each, result in zip(stamped, applied.results, strict=True)]
        pen.keep(_rows(book, author, stamped, answers, times, hashes))
        book.counters.behind(book.homes[each.record].scope for each in stamped if each.kind is not Kind.WITHDRAW)
    except Exception as error:
        raise HalfDone from error
    return Done(answers)


def _look(book: Book, group: Sequence[Edit]) -> State:
    """The records that the group names, and nothing of what they belong to."""
    needed = scopes.needed_by(group)
    book.peek_locked(needed)
    homes = [book.homes[name] for name in needed if name in book.homes]
    if not book.disputed({home.scope for home in homes}).isdisjoint(home.root for home in homes):
        raise Stirs  # what an open review tells of the household may be another thing then
    return book.among(needed)


def _still(book: Book, before: State, group: Sequence[Edit], after: State) -> None:
    """Look at what a group that is not calm may concern: raises Stirs if the group moves anything, or if there is or
    was any conflict. A new dose or appointment concerns the resident's others, anything else the whole household.
    """
    uncalm = [each for each in group if not calm_alone(before, after, each)]
    residents = {beside(each) for each in uncalm}
    if None not in residents:
        book.peek_children(residents)  # type: ignore[arg-type]
        if reviews.find(book, book.children(residents).put(*after.records.values())):  # type: ignore[arg-type]
            raise Stirs
        return
    if any(each.kind is Kind.DECIDE or not MOVING.isdisjoint(each.fields) or _of_township(each) for each in group):
        raise Stirs
    roots = book.open_locked(scopes.needed_by(group))
    whole = book.state(roots).put(*after.records.values())
    if any(name in book.reviews for root in roots for name in book.members(root)) or reviews.find(book, whole):
        raise Stirs


MOVING = frozenset({"grid", "household"})


def _of_township(each: Edit) -> bool:
    return each.kind is not Kind.WITHDRAW and ENTITIES[each.entity].township


def _open(book: Book, group: Sequence[Edit]) -> State:
    """The state that the group may look at, its records' scopes locked."""
    subjects = {each.record for each in group if each.kind is not Kind.WITHDRAW}
    needed = scopes.needed_by(group)
    roots = book.open_locked(needed)
    for name in sorted(subjects & book.homes.keys()):
        found = book.records.get(name)
        if found is not None and found.entity == "resident":  # any head may come to be shown
            roots |= book.open_locked({str(value) for value in found.plain("household").heads.values()})
    homes = {book.homes[name].scope for name in needed if name in book.homes and _changes(book, name, subjects)}
    if any(each.entity in ENTITIES and ENTITIES[each.entity].township for each in group):
        homes.add(book.township)
    book.counters.lock(scope for scope in homes if scope)
    return book.state(roots)


def _changes(book: Book, name: str, subjects: set[str]) -> bool:
    """Whether the record's scope will get a new number: it is edited, or gets a child."""
    return name in subjects or book.homes[name].entity in ("household", "resident")


def _eff(book: Book, each: Edit, times: Times, pen: Pen | None) -> int:
    """When the edit was made (P3). `pen` holds edits that are not in the database yet."""
    settled = times.settled.get(each.id)
    if settled is not None:
        return settled
    record = book.records.get(each.record)
    effs = clock.base_effs(record, each)
    older = sorted({name for name in each.named() if record is None or name not in record.edits})
    if pen is not None and older:
        waiting = {name: pen.eff(name, each.record) for name in older}
        effs.extend(eff for eff in waiting.values() if eff is not None)
        older = [name for name in older if waiting[name] is None]
    for some in chunks(older):
        query = select(EditRow.eff).where(EditRow.id.in_(some), EditRow.record == each.record)
        effs.extend(book.session.scalars(query))
    return clock.effective(each.at, times.offset, book.receipt, effs)


def _township_changed(book: Book, group: Sequence[Edit]) -> None:
    sessions = [each.record for each in group if each.entity == "session"]
    if any(each.entity == "campaign" for each in group):
        projections.all_stale(book.session)
    elif sessions:
        projections.booked_stale(book.session, sessions)
    judging.forget(book.session)


def _answer(book: Book, each: Edit, result: merge.Merged, times: Times) -> Answer:
    home = book.homes.get(each.record)
    scope = home.scope if home is not None else book.township
    seq = home.seq if home is not None else book.counters.seq(scope)
    fields = {name: str(outcome) for name, outcome in result.fields.items()}
    return Answer(
        each.id, each.n, each.record, "applied", str(result.outcome), fields, eff=each.eff, scope=scope, seq=seq,
        mark=times.marks.get(each.id),
    )  # fmt: skip


def _rows(
    book: Book,
    author: Author,
    group: Sequence[Edit],
    answers: Sequence[Answer],
    times: Times,
    hashes: Mapping[str, str],
) -> Iterator[dict[str, Any]]:
    """The group's rows in the table of edits."""
    for each, answer in zip(group, answers, strict=True):
        yield {
            "id": each.id,
            "record": each.record,
            "writer": each.device,
            "n": each.n,
            "group_id": each.group,
            "entity": each.entity,
            "kind": str(each.kind),
            "body": orjson.dumps(edit.as_json(each)).decode(),
            "hash": hashes.get(each.id) or edit.content_hash(each),
            "at": each.at,
            "clock_offset": times.offset,
            "receipt": book.receipt,
            "eff": each.eff,
            "account": author.account,
            "outcome": answer.outcome,
            "answer": orjson.dumps(answer).decode(),
        }
