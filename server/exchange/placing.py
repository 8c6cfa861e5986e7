"""Writing changed records where they live, and moving what moves with them (docs/protocol.md, C4–C6).

A child lives in its household's scope, always. When a household's grid changes, or a resident's household, everything
that belongs to them leaves the one scope and enters the other in this same transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from server.exchange.book import Book, Home
from server.exchange.shown import shown
from server.store.initials import initials
from server.store.tables import Departure, Review, Tie, core
from server.store.tables import Record as Row
from sync import view
from sync.policies import ENTITIES
from sync.state import Record, State

_RANK = {"household": 0, "resident": 1, "ruling": 3}
_WRITTEN = ("scope", "seq", "parent", "root", "state", "row", "hash", "since", "changes")


class Pen:
    """Writes what one group changed; every scope that it touches gets one new number."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.roots: set[str] = set()
        self._seqs: dict[str, int] = {}
        self._new: dict[str, dict[str, Any]] = {}
        self._old: dict[str, dict[str, Any]] = {}
        self._departures: dict[tuple[str, str], int] = {}
        self._arrivals: set[tuple[str, str]] = set()

    def seq(self, scope: str) -> int:
        """This group's number in a scope (the scope is locked if it was not yet)."""
        if scope not in self._seqs:
            self.book.counters.lock([scope])
            self._seqs[scope] = self.book.counters.next(scope)
        return self._seqs[scope]

    def write(self, before: State, after: State) -> None:
        """Write the records of `after` that are not as in `before`."""
        changed = [record for name, record in after.records.items() if before.records.get(name) != record]
        for record in sorted(changed, key=lambda record: (_RANK.get(record.entity, 2), record.id)):
            values = view.values(record)
            scope, root, parent = self._home(record, values)
            known = self.book.homes.get(record.id)
            if known is not None and (known.scope, known.root) != (scope, root):
                self._move(record.id, scope, root)
            self._put(record, scope, root, parent, values, new=known is None)

    def publish(self, name: str, root: str, about: str, values: dict[str, Any]) -> None:
        """Write a record that the server itself makes (a review), beside the record that it is about."""
        home = self.book.homes[about]
        row = {"id": name, "entity": "review", "scope": home.scope, "values": values, "by": name}
        new = name not in self.book.homes
        self.book.place(name, Home("review", home.scope, root, about, self.seq(home.scope)))
        self.book.reviews[name] = self._stage(name, "", row, new)

    def save(self) -> None:
        """Bring everything staged into the database."""
        session = self.book.session
        if self._new:
            self.book.write(insert(core(Row)), list(self._new.values()))
        if self._old:
            table = core(Row)
            self.book.write(
                update(table)
                .where(table.c.id == bindparam("b_id"))
                .values({name: bindparam(f"b_{name}") for name in _WRITTEN}),
                [{f"b_{key}": value for key, value in row.items() if key != "entity"} for row in self._old.values()],
            )
        for scope, record in self._arrivals:
            session.execute(delete(Departure).where(Departure.scope == scope, Departure.record == record))
        if self._departures:
            self._save_departures()
        if len(self._seqs) > 1:
            self._tie()
        for staged in (self._new, self._old, self._arrivals, self._departures):
            staged.clear()

    def _tie(self) -> None:
        """Say of each scope's number what the other scopes' are, for pages that end between them."""
        ties = [
            {"scope": scope, "seq": seq, "other": other, "other_seq": other_seq}
            for scope, seq in self._seqs.items()
            for other, other_seq in self._seqs.items()
            if scope != other
        ]
        dialect = postgresql if self.book.session.get_bind().dialect.name == "postgresql" else sqlite
        self.book.write(dialect.insert(core(Tie)).on_conflict_do_nothing(), ties)

    def _save_departures(self) -> None:
        dialect = postgresql if self.book.session.get_bind().dialect.name == "postgresql" else sqlite
        statement = dialect.insert(Departure)
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

    def _home(self, record: Record, values: dict[str, Any]) -> tuple[str, str, str | None]:
        entity = ENTITIES[record.entity]
        if entity.township:
            return self.book.township, record.id, None
        if record.entity == "household":
            return str(values["grid"]), record.id, None
        parent = str(values[entity.parent or ""])
        if parent not in self.book.homes:
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
            self.book.reviews[name] = self._stage(name, "", row, new=name in self._new)
            return
        record = self.book.records[name]
        self._put(record, home.scope, home.root, home.parent, view.values(record), new=name in self._new)

    def _put(
        self, record: Record, scope: str, root: str, parent: str | None, values: dict[str, Any], *, new: bool
    ) -> None:
        self.book.put(record, Home(record.entity, scope, root, parent, self.seq(scope)))
        row = view.row(record) | {"scope": scope}
        if record.entity == "resident" and values.get("name"):
            row["values"] = values | {"initials": initials(str(values["name"]))}
        self._stage(record.id, orjson.dumps(record.as_json()).decode(), row, new)
        self.roots.add(root)

    def _stage(self, name: str, state: str, row: dict[str, Any], new: bool) -> str:
        """Put a record among what `save` writes; returns the text of its row."""
        home, before = self.book.homes[name], self.book.shown.get(name)
        now = shown(row, home.seq, before)
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
