"""What must be true of a database whatever has happened to it: compared with what the phones know, and with itself.

The records are compared with the engine's own replay of the stored edits, the office's lists with lists made anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from device.saving import lean
from server.clock import today
from server.exchange import rejudging
from server.store import projections
from server.store.session import Store
from server.store.tables import Departure, Edit, Household, Listing, Quarantined, Record, Scope, Writer, core
from sync import digest, merge, scopes, view
from sync import edit as edits
from sync.state import State
from tests.chaos.phones import Phone


def audit(store: Store, phones: Sequence[Phone], *, lists: bool = True) -> list[str]:
    """Everything that is wrong, in words; [] if nothing is. `lists`: the office looks as well (which needs room)."""
    with store.reading() as session:
        faults = [fault for phone in phones for fault in (*phone.line.faults, *_of(session, phone))]
        faults += [*_counters(session), *_digests(session), *_records(session)]
    return faults + list(_lists(store) if lists else ())


def _of(session: Session, phone: Phone) -> Iterator[str]:
    """What the server has of one phone's work: all that it acknowledged, groups whole, numbers without gaps."""
    query = select(Edit.id, Edit.n, Edit.hash, Edit.answer).where(Edit.writer == phone.writer)
    applied = {row.id: row for row in session.execute(query)}
    held = {name for name in session.scalars(select(Quarantined.id).where(Quarantined.writer == phone.writer))}
    there = applied.keys() | held
    last = session.get_one(Writer, phone.writer).last_n
    if sorted(int(name.partition(".")[2]) for name in (*applied, *held)) != list(range(1, last + 1)):
        yield f"{phone.writer}: {last} is the last number, but there are {sorted(there)}"
    for name, answer in phone.line.told.items():
        if name not in (applied if answer["result"] == "applied" else held):
            yield f"{name} was answered {answer['result']} and is not there"
    for name, row in applied.items():
        mine = phone.saved.get(name)
        if mine is None or edits.content_hash(edits.parse(edits.full(lean(mine), phone.writer))) != row.hash:
            yield f"{name} is not what its phone saved: {mine}"
        elif mine["kind"] == "create" and session.get(Record, name) is None:
            yield f"{name} was applied, but its record is not there"
    groups: dict[str, set[bool]] = defaultdict(set)
    for name, mine in phone.saved.items():
        groups[mine["group"]].add(name in there)
    yield from (f"{name}: half of this group is there" for name, found in groups.items() if len(found) > 1)


def _counters(session: Session) -> Iterator[str]:
    """C1–C3: no record is ahead of its scope's counter, and the newest number of each scope is somewhere."""
    newest: dict[str, int] = {}
    for table in (Record, Departure):
        for scope, seq in session.execute(select(table.scope, func.max(table.seq)).group_by(table.scope)):
            newest[scope] = max(seq, newest.get(scope, 0))
    kept = {code: seq for code, seq in session.execute(select(Scope.code, Scope.seq)) if seq}
    if kept != newest:
        yield f"the counters say {kept}, the records {newest}"


def _digests(session: Session) -> Iterator[str]:
    """D: the digest kept of each scope is that of its rows."""
    made: dict[str, tuple[int, int]] = {}
    for scope, row in session.execute(select(Record.scope, Record.row)):
        count, total = made.get(scope, (0, 0))
        made[scope] = count + 1, digest.add(total, digest.text_hash(row.encode()))
    kept = {code: (rows, total) for code, rows, total in session.execute(select(Scope.code, Scope.rows, Scope.sum))}
    for scope in kept.keys() | made.keys():
        if kept.get(scope, (0, 0)) != made.get(scope, (0, 0)):
            yield f"the digest of {scope} is {kept.get(scope)}, that of its rows {made.get(scope)}"


def _records(session: Session) -> Iterator[str]:
    """The records are what the stored edits make when the engine replays them, and live where they belong."""
    state = replayed(session)
    stored = {}
    for name, scope, text in session.execute(select(Record.id, Record.scope, Record.row).where(Record.state != "")):
        row = orjson.loads(text)
        row["values"].pop("initials", None)
        row.pop("open", None)
        stored[name] = row
        if row["scope"] != scope:
            yield f"{name} says that it lives in {row['scope']} and is kept in {scope}"
    if stored.keys() != state.records.keys():
        yield f"records and edits differ: {sorted(stored.keys() ^ state.records.keys())[:9]}"
    for name in stored.keys() & state.records.keys():
        made = view.row(state.records[name], scopes.home(state, name) or stored[name]["scope"])
        made.pop("open", None)
        if orjson.loads(orjson.dumps(made)) != stored[name]:
            yield f"{name}: the edits make {made}, but the record is {stored[name]}"


def replayed(session: Session) -> State:
    """The state that the stored edits make, each group as soon as what it stands on is there."""
    groups: dict[str, list[edits.Edit]] = defaultdict(list)
    authority = {writer.id: writer.kind == "office" for writer in session.scalars(select(Writer))}
    query = select(Edit.group_id, Edit.body, Edit.eff, Edit.writer).order_by(Edit.writer, Edit.n, Edit.record)
    for group, body, eff, writer in session.execute(query):
        groups[group].append(edits.stamp(edits.parse(orjson.loads(body)), eff, authority[writer]))
    state, done, left = State({}), set[str](), list(groups.values())
    while left:
        waiting = []
        for group in left:
            if not _stands_on(group) <= done | {each.id for each in group}:
                waiting.append(group)
                continue
            applied = merge.apply_group(state, _parents_first(group))
            assert applied.refusal is None, applied.refusal
            state = applied.state
            done.update(each.id for each in group)
        assert len(waiting) < len(left), f"edits stand on some that are not there: {[g[0].id for g in waiting][:9]}"
        left = waiting
    return state


def _stands_on(group: Sequence[edits.Edit]) -> set[str]:
    """The edits that must have come before: bases, and those that made the records it needs."""
    needs = {name.partition(":")[0] for each in group for name in scopes.needed(each) if name[0].isdigit()}
    return needs | {name for each in group for name in each.named()}


def _parents_first(group: Iterable[edits.Edit]) -> list[edits.Edit]:
    rank = {"household": 0, "resident": 1}
    return sorted(group, key=lambda each: (each.n, rank.get(each.entity, 2), each.record))


def _lists(store: Store) -> Iterator[str]:
    """The office's lists, once they have caught up, are what they would be if they were made anew from the records."""
    rejudging.catch_up(store, today())
    with store.session() as session:
        before = _dump(session)
        homes = list(session.scalars(select(Record.id).where(Record.entity == "household")))
        projections.refresh(session, homes, today())
        after = _dump(session)
        session.rollback()
    for name in before.keys() | after.keys():
        if before.get(name) != after.get(name):
            yield f"the lists say of {name}: {before.get(name)}, the records: {after.get(name)}"


def _dump(session: Session) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for table, key in ((Household, "id"), (Listing, "resident")):
        for row in session.execute(select(core(table))).mappings():
            found[f"{table.__tablename__} {row[key]}"] = dict(row)
    return found
