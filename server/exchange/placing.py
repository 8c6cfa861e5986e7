"""Writing changed records where they live, and moving what moves with them (docs/protocol.md, C4–C6).

A child lives in its household's scope, always. When a household's grid changes, or a resident's household, everything
that belongs to them leaves the one scope and enters the other in this same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import delete, update

from server.exchange.book import Book, Home
from server.exchange.shown import Shown, shown, shown_with
from server.store import bulk
from server.store.initials import initials
from server.store.tables import Departure, Followup, Review, Tie, core
from server.store.tables import Edit as EditRow
from server.store.tables import Record as Row
from sync import saw, view
from sync.joining import SAME_AS, joined_to
from sync.policies import ENTITIES
from sync.state import Record, State

FOLLOWED = frozenset({"appointment", "attendance", "session"})
PERSONAL = frozenset({"appointment", "contraindication", "dose"})  # what belongs to a person
JOINED = "joined"  # a resident who may have been found to be another one
CLOSED = frozenset({"household", "resident"})  # only once they are out of everyone's task
_RANK = {"household": 0, "resident": 1, "ruling": 3}
_WRITTEN = ("scope", "seq", "parent", "root", "state", "row", "hash", "since", "changes")


class Pen:
    """Writes what groups change; every scope that one of them touches gets one new number for it."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.roots: set[str] = set()
        self._seqs: dict[str, int] = {}
        self._ties: list[dict[str, Any]] = []
        self._edits: list[dict[str, Any]] = []
        self._effs: dict[tuple[str, str], int] = {}
        self._new: dict[str, dict[str, Any]] = {}
        self._old: dict[str, dict[str, Any]] = {}
        self._departures: dict[tuple[str, str], int] = {}
        self._arrivals: set[tuple[str, str]] = set()

    def begin(self) -> None:
        """Another group: it gets numbers of its own, and has touched nothing yet."""
        self._tie()
        self._seqs.clear()
        self.roots.clear()

    def keep(self, edits: Iterable[dict[str, Any]]) -> None:
        """Have rows of the table of edits written with everything else."""
        kept = list(edits)  # all or none
        self._edits += kept
        self._effs.update({(row["id"], row["record"]): row["eff"] for row in kept})

    def eff(self, edit_id: str, record: str) -> int | None:
        """The effective time of an edit that waits here to be written."""
        return self._effs.get((edit_id, record))

    def seq(self, scope: str) -> int:
        """This group's number in a scope (the scope is locked if it was not yet)."""
        if scope not in self._seqs:
            self.book.counters.lock([scope])
            self._seqs[scope] = self.book.counters.next(scope)
        return self._seqs[scope]

    def write(self, before: State, after: State) -> None:
        """Write the records of `after` that are not as in `before`."""
        for record in _changed(before, after):
            row = view.row(record)
            scope, root, parent = self._home(record, row["values"], {})
            known = self.book.homes.get(record.id)
            if known is not None and (known.scope, known.root) != (scope, root):
                self._move(record.id, scope, root)
            self._put(record, row, Home(record.entity, scope, root, parent, self.seq(scope)), new=known is None)

    def quietly(self, before: State, after: State, wrote: Mapping[str, Collection[str]]) -> None:
        """The same for groups that move nothing and stir no conflict. All is computed before anything is remembered: an
        error leaves no trace. `wrote`: the fields that the group's edits name, by record.
        """
        mark = self.book.counters.mark()
        made: dict[str, Home] = {}
        try:
            ready = [
                self._ready(record, before.records.get(record.id), wrote[record.id], made)
                for record in _changed(before, after)
            ]
        except BaseException:
            self.book.counters.back_to(mark)
            self._seqs.clear()
            raise
        for record, home, state, now, new in ready:
            self.book.put(record, home)
            self._stage(record.id, state, now, new)
            self.roots.add(home.root)

    def _ready(
        self, record: Record, was: Record | None, wrote: Collection[str], made: dict[str, Home]
    ) -> tuple[Record, Home, str, Shown, bool]:
        row = view.row(record)
        known = self.book.homes.get(record.id)
        place = (known.scope, known.root, known.parent) if known else self._home(record, row["values"], made)
        home = made[record.id] = Home(record.entity, *place, self.seq(place[0]))
        told, shown_before = _row(record, row, home), self.book.shown.get(record.id)
        if was is not None and shown_before is not None and was.by == record.by:
            now = shown_with(told, home.seq, shown_before, wrote)
        else:
            now = shown(told, home.seq, shown_before)
        return record, home, _state(record), now, known is None

    def publish(self, name: str, root: str, about: str, values: dict[str, Any]) -> None:
        """Write a record that the server itself makes (a review), beside the record that it is about."""
        home = self.book.homes[about]
        row = {"id": name, "entity": "review", "scope": home.scope, "values": values, "by": name}
        new = name not in self.book.homes
        self.book.place(name, Home("review", home.scope, root, about, self.seq(home.scope)))
        self.book.reviews[name] = self._stage(name, "", self._shown(name, row, self.book.homes[name]), new)

    def save(self) -> None:
        """Bring everything staged into the database."""
        session = self.book.session
        connection = session.connection()
        bulk.insert(connection, core(Row), list(self._new.values()))
        bulk.update(connection, core(Row), "id", _WRITTEN, list(self._old.values()))
        for scope, record in self._arrivals:
            session.execute(delete(Departure).where(Departure.scope == scope, Departure.record == record))
        if self._departures:
            self._save_departures()
        self._tie()
        if self._ties:
            tie = bulk.upsert(self.book.session, core(Tie)).on_conflict_do_nothing()
            self.book.write(tie, self._ties)
        bulk.insert(connection, core(EditRow), self._edits)
        bulk.insert(connection, core(Followup), self._followups())
        for staged in (self._new, self._old, self._arrivals, self._departures, self._ties, self._edits, self._effs):
            staged.clear()

    def _followups(self) -> list[dict[str, str]]:
        """What is staged and has consequences beyond its scope: they are drawn in transactions of their own, so that no
        push waits for places (`server.places.following`). Whose something is comes first."""
        staged = {name: self.book.homes[name] for name in (*self._new, *self._old)}
        joined = sorted({name for each in staged.items() if (name := self._joined(*each)) is not None})
        return [{"entity": JOINED, "record": name} for name in joined] + [
            {"entity": entity, "record": name}
            for name, home in staged.items()
            if (entity := home.entity) in FOLLOWED or (entity in CLOSED and saw.closings(self.book.records[name]))
        ]

    def _joined(self, name: str, home: Home) -> str | None:
        """The resident of whom something was written that belongs to the one that stays of them (ADR 19)."""
        if home.entity == "resident" and SAME_AS in self.book.records[name].names():
            return name
        if home.entity not in PERSONAL:
            return None
        above = self.book.records.get(home.parent or "")
        voided = view.shown(self.book.records[name], "voids")
        corrected = self.book.homes.get(voided) if isinstance(voided, str) else None
        elsewhere = corrected is not None and corrected.parent != home.parent  # it went with somebody meanwhile
        return home.parent if elsewhere or (above is not None and joined_to(above) is not None) else None

    def _tie(self) -> None:
        """Say of each scope's number what the other scopes' are, for pages that end between them."""
        if len(self._seqs) > 1:
            self._ties += [
                {"scope": scope, "seq": seq, "other": other, "other_seq": other_seq}
                for scope, seq in self._seqs.items()
                for other, other_seq in self._seqs.items()
                if scope != other
            ]

    def _save_departures(self) -> None:
        statement = bulk.upsert(self.book.session, Departure)
        statement = statement.on_conflict_do_update(
            index_elements=["scope", "record"], set_={"seq": statement.excluded.seq, "at": statement.excluded.at}
        )
        self.book.session.execute(
            statement,
            [
                {"scope": scope, "record": record, "seq": seq, "at": self.book.receipt}
                for (scope, record), seq in sorted(self._departures.items())
            ],
        )

    def _home(self, record: Record, values: Any, made: Mapping[str, Home]) -> tuple[str, str, str | None]:
        """(scope, root, parent) of a record that shows `values`; `made` are homes that are not in the book yet."""
        entity = ENTITIES[record.entity]
        if entity.township:
            return self.book.township, record.id, None
        if entity.anchor is not None:
            return str(values[entity.anchor]), record.id, None
        parent = str(values[entity.parent or ""])
        above = made.get(parent) or self.book.homes.get(parent)
        if above is None:
            self.book.open_locked({parent})
            above = self.book.homes[parent]
        return above.scope, above.root, parent

    def _move(self, name: str, scope: str, root: str) -> None:
        """Take everything that belongs to `name` along to its new place."""
        was = self.book.homes[name]
        self.book.counters.lock([scope, was.scope])
        along = list(self.book.members(was.root)) if name == was.root else [name, *self._below(name, was.root)]
        for each in along:
            home = self.book.moved(each, scope=scope, root=root if name != was.root else was.root, seq=self.seq(scope))
            if was.scope != scope:
                self._departures[was.scope, each] = self.seq(was.scope)
                self._departures.pop((scope, each), None)
                self._arrivals.add((scope, each))
            self._restage(each, home)
            if home.entity == "review":
                self.book.session.execute(
                    update(Review).where(Review.published == each).values(scope=scope, root=home.root)
                )
        self.roots.update({was.root, root})

    def _below(self, name: str, root: str) -> Iterable[str]:
        found = {name}
        members = list(self.book.members(root))
        while True:
            more = {each for each in members if self.book.homes[each].parent in found} - found
            if not more:
                return sorted(found - {name})
            found |= more

    def _restage(self, name: str, home: Home) -> None:
        if home.entity == "review":
            row = orjson.loads(self.book.reviews[name]) | {"scope": home.scope}
            now = self._shown(name, row, home)
            self.book.reviews[name] = self._stage(name, "", now, new=name in self._new)
            return
        record = self.book.records[name]
        self._put(record, view.row(record), home._replace(seq=self.seq(home.scope)), new=name in self._new)

    def _put(self, record: Record, row: dict[str, Any], home: Home, *, new: bool) -> None:
        self.book.put(record, home)
        self._stage(record.id, _state(record), self._shown(record.id, _row(record, row, home), home), new)
        self.roots.add(home.root)

    def _shown(self, name: str, row: dict[str, Any], home: Home) -> Shown:
        return shown(row, home.seq, self.book.shown.get(name))

    def _stage(self, name: str, state: str, now: Shown, new: bool) -> str:
        """Put a record among what `save` writes; returns the text of its row."""
        home, before = self.book.homes[name], self.book.shown.get(name)
        if now is not before:
            if before is not None:
                self.book.counters.tally(before.scope, -1, -before.hash)
            self.book.counters.tally(now.scope, 1, now.hash)
            self.book.shown[name] = now
        staged = {
            "id": name,
            "entity": home.entity,
            "scope": home.scope,
            "seq": home.seq,
            "parent": home.parent,
            "root": home.root,
            "state": state,
            "row": now.row,
            "hash": now.hash,
            "since": now.since,
            "changes": now.changes,
        }
        (self._new if new or name in self._new else self._old)[name] = staged
        return now.row


def _changed(before: State, after: State) -> list[Record]:
    """The records of `after` that are not those of `before`, what others belong to first."""
    changed = [record for name, record in after.records.items() if before.records.get(name) is not record]
    if len(changed) > 1:
        changed.sort(key=lambda record: (_RANK.get(record.entity, 2), record.id))
    return changed


def _state(record: Record) -> str:
    return orjson.dumps(record.as_json()).decode()


def _row(record: Record, row: dict[str, Any], home: Home) -> dict[str, Any]:
    """The row as it is told: with its scope, and with what the server derives."""
    row["scope"] = home.scope
    name = row["values"].get("name") if record.entity == "resident" else None
    if name:
        row["values"]["initials"] = initials(str(name))
    return row
