"""Applying one group: engine in, tables out (docs/protocol.md, P7). Everything that changes records ends here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import orjson
from sqlalchemy import insert, select

from server.exchange import reviews
from server.exchange.answers import SILENT, Answer, Author, Said
from server.exchange.book import Book, chunks
from server.exchange.lists import Lists
from server.exchange.placing import Pen
from server.store import judging, projections
from server.store.tables import Edit as EditRow
from server.store.tables import core
from sync import clock, edit, merge, scopes
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
    """How an edit's time was judged: the clock's offset (ms), and effs that a signed answer already settled, by edit
    id.
    """

    offset: int = 0
    settled: Mapping[str, int] = field(default_factory=dict)


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
    """Apply a group whole or not at all.

    `hashes`: the hash to keep of an edit that a reviewer corrected. `lists`: the caller renews the office's lists
    later.
    """
    before = _open(book, group)
    stamped = [edit.stamp(each, _eff(book, each, times), author.authority) for each in group]
    applied = merge.apply_group(before, stamped)
    if applied.refusal is not None:
        return Done(refusal=applied.refusal)
    pen = Pen(book)
    pen.write(before, applied.state)
    if any(ENTITIES[each.entity].township for each in stamped if each.kind is not Kind.WITHDRAW):
        pen.save()
        _township_changed(book, stamped)
    reviews.refresh(book, pen, author, said)
    pen.save()
    answers = [_answer(book, each, result) for each, result in zip(stamped, applied.results, strict=True)]
    _keep(book, author, stamped, answers, times, hashes or {})
    renewed = lists if lists is not None else Lists()
    renewed.note(pen.roots, before)
    if lists is None:
        renewed.renew(book, author, said)
    return Done(answers)


def _open(book: Book, group: Sequence[Edit]) -> State:
    """The state that the group may look at, its records' scopes locked."""
    subjects = {each.record for each in group if each.kind is not Kind.WITHDRAW}
    needed = set().union(*(scopes.needed(each) for each in group if each.kind is not Kind.WITHDRAW), set())
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


def _eff(book: Book, each: Edit, times: Times) -> int:
    settled = times.settled.get(each.id)
    if settled is not None:
        return settled
    record = book.records.get(each.record)
    effs = clock.base_effs(record, each)
    older = sorted({name for name in each.named() if record is None or name not in record.edits})
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


def _answer(book: Book, each: Edit, result: merge.Merged) -> Answer:
    home = book.homes.get(each.record)
    scope = home.scope if home is not None else book.township
    seq = home.seq if home is not None else book.counters.seq(scope)
    fields = {name: str(outcome) for name, outcome in result.fields.items()}
    return Answer(
        each.id, each.n, each.record, "applied", str(result.outcome), fields, eff=each.eff, scope=scope, seq=seq
    )


def _keep(
    book: Book,
    author: Author,
    group: Sequence[Edit],
    answers: Sequence[Answer],
    times: Times,
    hashes: Mapping[str, str],
) -> None:
    rows = [
        {
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
        for each, answer in zip(group, answers, strict=True)
    ]
    book.write(insert(core(EditRow)), rows)
