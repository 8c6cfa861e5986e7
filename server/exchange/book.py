"""The records that one transaction has open: read once, under the lock of their scope, and written back as they change.

Records are opened by household (`root`): a household with all that belongs to it is what the engine looks at together,
what conflicts are found in, and what moves together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple, TypeVar

import orjson
from sqlalchemy import ColumnElement, Executable, select
from sqlalchemy.orm import Session

from server.exchange.locks import Counters
from server.exchange.shown import Shown
from server.store.tables import Area, Review
from server.store.tables import Record as Row
from sync.calm import SIBLINGS
from sync.state import Record, State

T = TypeVar("T")

CHUNK = 500  # ids of one IN (…)


_ROWS = select(
    Row.id, Row.entity, Row.scope, Row.seq, Row.parent, Row.root, Row.state, Row.row, Row.hash, Row.since, Row.changes
)


class Home(NamedTuple):
    """Where a record lives: its scope, the household (or itself) that it moves with, its parent, its change number."""

    entity: str
    scope: str
    root: str
    parent: str | None
    seq: int


class Book:
    """Open records of one transaction. `receipt` (ms) and `today` (YYYY-MM-DD) are its time."""

    def __init__(self, session: Session, receipt: int, today: str, *, strict: bool = False) -> None:
        self.session = session
        self.receipt = receipt
        self.today = today
        self.counters = Counters(session, strict=strict)
        self.homes: dict[str, Home] = {}
        self.records: dict[str, Record] = {}
        self.reviews: dict[str, str] = {}  # published reviews: record id → row
        self.shown: dict[str, Shown] = {}  # rows as they stand
        self._opened: set[str] = set()
        self._absent: set[str] = set()  # looked for and not there
        self._members: dict[str, set[str]] = {}
        self._with_children: set[str] = set()
        self._disputed: dict[str, set[str]] = {}  # by scope
        self._township: str | None = None

    @property
    def township(self) -> str:
        """The code of the township, "" while there is none."""
        if self._township is None:
            self._township = self.session.scalar(select(Area.code).where(Area.level == "township").limit(1)) or ""
        return self._township

    @property
    def _alone(self) -> bool:
        """Whether nobody else can write meanwhile."""
        return self.session.get_bind().dialect.name == "sqlite"

    def scopes_of(self, ids: Iterable[str]) -> set[str]:
        """The home scopes of those of `ids` that exist, as last committed: what to lock before opening them."""
        found: set[str] = set()
        for some in chunks(sorted(set(ids))):
            found.update(self.session.scalars(select(Row.scope).where(Row.id.in_(some)).distinct()))
        return found

    def scopes_of_all(self, ids: Set[str]) -> set[str]:
        """The same, reading the records with it where nobody can change them meanwhile: on SQLite a writer is alone."""
        if not self._alone:
            return self.scopes_of(ids)
        self.peek(ids)
        return {self.homes[name].scope for name in ids if name in self.homes}

    def open(self, ids: Iterable[str]) -> set[str]:
        """Read the households of `ids` with all that belongs to them; returns the roots of those that exist."""
        roots = {self.homes[name].root for name in ids if name in self.homes}
        unknown = sorted({name for name in ids if name not in self.homes and name not in self._absent})
        for some in chunks(unknown):
            roots.update(self.session.scalars(select(Row.root).where(Row.id.in_(some)).distinct()))
        for some in chunks(sorted(roots - self._opened)):
            self._read(Row.root.in_(some))
            self._opened.update(some)
        self._absent.update(name for name in unknown if name not in self.homes)
        return roots

    def peek(self, ids: Iterable[str]) -> None:
        """Read these records alone, without their households. A household is opened when it turns out to matter."""
        unknown = sorted({name for name in ids if name not in self.homes and name not in self._absent})
        for some in chunks(unknown):
            self._read(Row.id.in_(some))
        self._absent.update(name for name in unknown if name not in self.homes)

    def peek_children(self, parents: Iterable[str]) -> None:
        """Read all doses and appointments of these residents, whose scopes are held."""
        unknown = sorted(set(parents) - self._with_children)
        for some in chunks(unknown):
            self._read(Row.parent.in_(some) & Row.entity.in_(SIBLINGS))
        self._with_children.update(unknown)

    def children(self, parents: Iterable[str]) -> State:
        """The doses and appointments of these residents, read by `peek_children` or made since."""
        wanted = set(parents)
        found = (
            name
            for parent in wanted
            for name in self._members.get(self.homes[parent].root if parent in self.homes else "", ())
            if self.homes[name].parent in wanted and self.homes[name].entity in SIBLINGS
        )
        return self.among(found)

    def peek_locked(self, ids: Iterable[str]) -> None:
        """Lock the scopes of those of `ids` that have not been read yet, then `peek`: what is read then stays true."""
        unknown = {name for name in ids if name not in self.homes and name not in self._absent}
        if unknown:
            self._lock(unknown)
            self.peek(unknown)

    def disputed(self, scopes: Iterable[str]) -> set[str]:
        """The households of these held scopes with an open review that phones are told of."""
        unknown = [scope for scope in scopes if scope not in self._disputed]
        if unknown:
            told = select(Review.scope, Review.root).where(Review.state == "open", Review.published.is_not(None))
            self._disputed.update({scope: set() for scope in unknown})
            for scope, root in self.session.execute(told.where(Review.scope.in_(unknown))):
                self._disputed[scope].add(root)
        return set().union(*(self._disputed[scope] for scope in scopes))

    def forget_disputed(self) -> None:
        """Reviews may have been opened or closed."""
        self._disputed.clear()

    def open_locked(self, ids: Set[str]) -> set[str]:
        """Lock the scopes of those of `ids` that are not open yet, then `open` them: what is read then stays true."""
        unknown = {name for name in ids if name not in self.homes and name not in self._absent}
        if unknown:
            self._lock(unknown)
        return self.open(ids)

    def _lock(self, ids: Set[str]) -> None:
        """Lock the scopes of these records: again if one has moved while its scope was waited for."""
        while not (scopes := self.scopes_of(ids)) <= self.counters.held():
            self.counters.lock(scopes)
            if self._alone:
                return

    def _read(self, which: ColumnElement[bool]) -> None:
        """Read records that are not here yet; what is here may be newer than the database."""
        found = self.session.execute(_ROWS.where(which)).all()
        if self.counters.strict and not self._alone:
            self.counters.demand({each.scope for each in found if each.id not in self.homes} - {self.township})
        for name, entity, scope, seq, parent, root, state, *rest in found:
            if name in self.homes:
                continue
            self.shown[name] = Shown(scope, *rest)
            if entity == "review":
                self.reviews[name] = rest[0]
            else:
                self.records[name] = Record.from_json(orjson.loads(state))
            self._lay(name, Home(entity, scope, root, parent, seq))

    def put(self, record: Record, home: Home) -> None:
        """Remember a record as it is now."""
        self.records[record.id] = record
        self.place(record.id, home)

    def place(self, name: str, home: Home) -> None:
        """Remember where a record lives now. A household that is made here is open: nothing of it lies elsewhere."""
        before = self.homes.get(name)
        if before is not None and before.root != home.root:
            self._members[before.root].discard(name)
        if before is None and home.root == name:
            self._opened.add(name)
        self._lay(name, home)

    def _lay(self, name: str, home: Home) -> None:
        self.homes[name] = home
        self._members.setdefault(home.root, set()).add(name)

    def write(self, statement: Executable, rows: Sequence[Mapping[str, object]]) -> None:
        """Run one statement for many rows, without the ORM's bookkeeping."""
        self.session.connection().execute(statement, rows)

    def moved(self, name: str, **changes: str | int) -> Home:
        """Change where a record lives."""
        home = self.homes[name]._replace(**changes)  # type: ignore[arg-type]
        self.place(name, home)
        return home

    def members(self, root: str) -> Iterator[str]:
        """The ids of everything that lives with `root`, itself included; ascending."""
        return iter(sorted(self._members.get(root, ())))

    def state(self, roots: Iterable[str]) -> State:
        """The engine's state of these households."""
        names = (name for root in roots for name in self._members.get(root, ()))
        return State({name: self.records[name] for name in names if name in self.records})

    def among(self, names: Iterable[str]) -> State:
        """The engine's state of these records alone."""
        return State({name: self.records[name] for name in names if name in self.records})

    def copy(self) -> tuple[object, ...]:
        """What `restore` needs to forget a group that was rolled back. Cheap: records themselves are never changed."""
        members = {root: set(names) for root, names in self._members.items()}
        return (
            dict(self.homes),
            dict(self.records),
            dict(self.reviews),
            dict(self.shown),
            set(self._opened),
            members,
            self.counters.mark(),
        )

    def restore(self, kept: tuple[object, ...]) -> None:
        """Go back to `copy`."""
        self.homes, self.records, self.reviews, self.shown, *rest = kept  # type: ignore[assignment]
        self._opened, self._members, mark = rest  # type: ignore[assignment]
        self.counters.back_to(mark)  # type: ignore[arg-type]


def chunks(ids: Sequence[T]) -> Iterator[Sequence[T]]:
    """`ids` in pieces that fit one IN (…)."""
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
