"""Two residents of whom the office has said that they are one person (ADR 19, docs/protocol.md R4): which record stays,
and what belongs to it.

What was written for a person belongs to the record that stays of them: a dose goes by the resident for whom it was
made, or by the dose that it corrects, and from there along `same_as`. So it comes back when the office finds that the
two are two people after all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.exchange.answers import Draft
from server.exchange.book import chunks
from server.exchange.placing import PERSONAL
from server.store.tables import Edit as EditRow
from server.store.tables import Record as Row
from sync import edit, joining, saw
from sync.edit import Edit, Kind
from sync.state import Record

LONGEST = 16  # records joined one to the other, one after the other


class Child(NamedTuple):
    """What belongs to somebody: whose it is now, whom it was written for, and what its author was shown."""

    id: str
    entity: str
    parent: str
    origin: str
    saw: tuple[str, ...]


def read(session: Session, names: Iterable[str]) -> dict[str, Record]:
    """The residents of these ids, as the engine has them."""
    found: dict[str, Record] = {}
    for some in chunks(sorted(set(names))):
        rows = session.execute(select(Row.id, Row.state).where(Row.id.in_(some), Row.entity == "resident"))
        found |= {name: Record.from_json(orjson.loads(state)) for name, state in rows}
    return found


def stays(session: Session, names: Iterable[str], also: Mapping[str, str] | None = None) -> dict[str, str]:
    """{resident: the one that stays of this person}, each of `names`; mostly itself. `also`: what is about to be
    joined. Records that are joined in a circle, or to one that is not there, stay as they are.
    """
    wanted = set(names)
    joined, asked = dict(also or {}), {*(also or {})}
    new = (wanted | set(joined.values())) - asked
    for _ in range(LONGEST):
        if not new:
            break
        known = read(session, new)
        targets = {name: target for name, record in known.items() if (target := joining.joined_to(record)) is not None}
        joined |= targets
        asked |= new
        new = set(targets.values()) - asked
    there = read(session, joined.values()).keys() if joined else set()
    return {name: _end(name, joined, there) for name in wanted}


def stays_of(session: Session, name: object) -> str | None:
    """The one that stays of a resident; None for no id."""
    return stays(session, [name])[name] if isinstance(name, str) else None


def _end(name: str, joined: Mapping[str, str], there: Collection[str]) -> str:
    at, met = name, {name}
    while at in joined:
        at = joined[at]
        if at in met or at not in there:
            return name
        met.add(at)
    return at


def children(session: Session, parents: Iterable[str]) -> list[Child]:
    """All that belongs to these residents, what was taken back included, in the order of ids."""
    rows: dict[str, tuple[str, str]] = {}
    for some in chunks(sorted(set(parents))):
        query = select(Row.id, Row.entity, Row.parent).where(Row.parent.in_(some), Row.entity.in_(PERSONAL))
        rows |= {name: (entity, str(parent)) for name, entity, parent in session.execute(query)}
    made = _made(session, rows)
    return [
        Child(name, entity, parent, _origin(session, name, made, parent), made[name].saw if name in made else ())
        for name, (entity, parent) in sorted(rows.items())
    ]


def moves(session: Session, found: Sequence[Child], also: Mapping[str, str] | None = None) -> list[Draft]:
    """The drafts by which those of `found` come to whoever stays of the person they were written for; each says of what
    its author knew as much as the one that made it.
    """
    ends = stays(session, {each.origin for each in found}, also)
    return [
        Draft("set", each.entity, each.id, {"resident": (ends[each.origin], None)}, group=place, saw=each.saw)
        for place, each in enumerate(found)
        if ends[each.origin] != each.parent
    ]


def ever(session: Session, resident: str) -> set[str]:
    """Every record that this one was ever said to be the same as."""
    named = {each.fields["same_as"].value for each in edits(session, resident) if "same_as" in each.fields}
    return {value for value in named if isinstance(value, str)}


def edits(session: Session, record: str) -> list[Edit]:
    """All edits that were applied to a record, in the order of their times."""
    bodies = session.scalars(select(EditRow.body).where(EditRow.record == record))
    found = [edit.from_json(orjson.loads(body)) for body in bodies]
    return sorted(found, key=lambda each: (each.eff, each.device, each.n))


def unknowing(session: Session, closed: Record) -> dict[str, Edit]:
    """The edits of a joined record whose authors did not know that it was, and which nobody has looked at since."""
    closings = saw.closings(closed)
    seen = {*closings, *(name for each in closings for name in closed.edits[each].saw)}
    made = edits(session, closed.id)
    joins = {each.id for each in made if _joins(each)}
    since = min(_receipts(session, closed.id, joins).values(), default=0)
    found = {
        each.id: each
        for each in made
        if each.kind in (Kind.SET, Kind.DECIDE) and each.id not in seen and each.id not in joins
        and joins.isdisjoint(each.saw)
    }  # fmt: skip
    receipts = _receipts(session, closed.id, found)
    return {name: each for name, each in found.items() if receipts[name] >= since}


def _joins(each: Edit) -> bool:
    life = each.fields.get(joining.LIFE)
    return each.authority and life is not None and life.value == joining.DUPLICATE


def _receipts(session: Session, record: str, names: Iterable[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(sorted(names)):
        query = select(EditRow.id, EditRow.receipt).where(EditRow.record == record, EditRow.id.in_(some))
        found |= {name: receipt for name, receipt in session.execute(query)}
    return found


def _made(session: Session, names: Iterable[str]) -> dict[str, Edit]:
    found: dict[str, Edit] = {}
    for some in chunks(sorted(names)):
        query = select(EditRow.record, EditRow.body).where(EditRow.record.in_(some), EditRow.kind == "create")
        found |= {name: edit.from_json(orjson.loads(body)) for name, body in session.execute(query)}
    return found


def _origin(session: Session, name: str, made: dict[str, Edit], parent: str) -> str:
    """Whom a record was written for. What takes another one's place goes with that one."""
    at, met = name, {name}
    while (target := _said(made, at, "voids")) is not None and target not in met:
        if target not in made:
            made |= _made(session, [target])
        at = target
        met.add(at)
    origin: Any = _said(made, at, "resident")
    return origin if isinstance(origin, str) else parent


def _said(made: Mapping[str, Edit], name: str, field: str) -> str | None:
    change = made[name].fields.get(field) if name in made else None
    return change.value if change is not None and isinstance(change.value, str) else None
