"""What the source of a list has said before: the rows of its earlier imports, and which record each of them became.

A source is an area with a shape of file; a clerk may name another import as the predecessor. By its own earlier rows a
newer list finds people whose number or name was put right at the door since: they are not doubled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from server.exchange.book import chunks
from server.roster.entry.existing import home_key
from server.roster.newer.compare import said
from server.roster.tables import RosterImport, RosterRow
from sync import ids

_MET = ("added", "changed", "unchanged")  # rows of the source's own people
Body = Mapping[str, Any]


@dataclass
class Words:
    """What a source last said of one resident, and in which grid it had them."""

    grid: str = ""
    resident: dict[str, Any] = field(default_factory=dict)
    home: dict[str, Any] = field(default_factory=dict)
    doses: list[dict[str, Any]] = field(default_factory=list)
    contraindications: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Source:
    """What is asked of an import to know its earlier ones: as `RosterImport`, or before there is one."""

    id: str
    kind: str
    source: str | None
    predecessor: str | None
    edit: str | None
    made_at: int


class Earlier:
    """The earlier imports of an import's source. `own` are the ids of their edits, and of its own."""

    def __init__(self, session: Session, imported: RosterImport | Source) -> None:
        self._session = session
        chain = _chain(session, imported)
        self._numbered: dict[tuple[str, str], str] = {}  # grid and household's number → somebody who was put there
        self._order = {name: place for place, (name, _) in enumerate(chain)}
        self.own = frozenset([edit for _, edit in chain] + ([imported.edit] if imported.edit else []))

    def whom(self, grid: str, bodies: Mapping[int, Body]) -> dict[int, str]:
        """Of these rows (row → body) of one grid those that the source had there before: row → the resident.

        By the identity number; without one, by name and birth date; else by name and home, if the list has nobody
        else who could be that person.
        """
        if not self._order:
            return {}
        exact: dict[tuple[str, ...], str] = {}
        by_home: dict[tuple[str, ...], dict[str, str]] = {}
        for row in self._rows(RosterRow.import_id.in_(self._order), RosterRow.state.in_(_MET), RosterRow.grid == grid):
            exact[_key(row.body)] = row.resident
            if number := row.body.get("no"):
                self._numbered[grid, str(number)] = row.resident
            by_home.setdefault(_at_home(row.body), {})[row.resident] = str(row.body["resident"].get("id_number") or "")
        found = {at: exact[key] for at, body in bodies.items() if (key := _key(body)) in exact}
        taken = set(found.values())
        for at, body in bodies.items():
            if at not in found and any(home_key(body["home"])):
                there = {who: before for who, before in by_home.get(_at_home(body), {}).items() if who not in taken}
                if len(there) == 1 and _may_be(body, *there.values()):
                    found[at] = next(iter(there))
                    taken.add(found[at])
        return found

    def neighbour(self, grid: str, number: str) -> str | None:
        """Somebody whom the source had under this number of a household. Known after `whom` was asked for the grid."""
        return self._numbered.get((grid, number))

    def words(self, residents: Iterable[str]) -> dict[str, Words]:
        """What the source said of these residents; nothing for those of whom it never spoke."""
        rows: dict[str, list[_Row]] = {}
        if self._order:
            for some in chunks(sorted(set(residents))):
                for row in self._rows(RosterRow.resident.in_(some)):
                    rows.setdefault(row.resident, []).append(row)
        return {resident: _words(spoken) for resident, spoken in rows.items()}

    def placed(self) -> dict[tuple[str, str], str]:
        """The grids of those without a number whom a clerk took out of the tray, by name and birth date."""
        if not self._order:
            return {}
        kept = RosterRow.body.contains('"said":')  # what only rows of the tray keep
        rows = self._rows(RosterRow.import_id.in_(self._order), kept)
        people = ((_key(row.body), row.grid) for row in rows if not row.body["resident"].get("id_number"))
        return {(key[0], key[1]): grid for key, grid in people if grid}

    def _rows(self, *which: ColumnElement[bool]) -> list[_Row]:
        """Rows of the earlier imports, the oldest import first."""
        columns = select(RosterRow.import_id, RosterRow.row, RosterRow.grid, RosterRow.resident, RosterRow.body)
        query = columns.where(RosterRow.resident.is_not(None), *which)
        ours = [row for row in self._session.execute(query) if row.import_id in self._order]
        ours.sort(key=lambda row: (self._order[row.import_id], row.row))
        return [_Row(row.grid, str(row.resident), orjson.loads(row.body)) for row in ours]


@dataclass(frozen=True)
class _Row:
    grid: str
    resident: str
    body: Body


def _chain(session: Session, imported: RosterImport | Source) -> list[tuple[str, str]]:
    """(id, edit) of the imports of the source that wrote anything before this one, oldest first."""
    before = session.get(RosterImport, imported.predecessor) if imported.predecessor else None
    sources = {each.source for each in (imported, before) if each is not None and each.source}
    same: list[ColumnElement[bool]] = [RosterImport.source.in_(sources)] if sources else []
    if before is not None:
        same.append(RosterImport.id == before.id)
    if not same:
        return []
    query = select(RosterImport.made_at, RosterImport.id, RosterImport.edit).where(
        or_(*same),
        RosterImport.edit.is_not(None),
        RosterImport.id != imported.id,
        RosterImport.kind == imported.kind,
        RosterImport.made_at <= imported.made_at,
    )
    found = sorted((at, ids.order(str(edit)), name, str(edit)) for at, name, edit in session.execute(query))
    return [(name, edit) for _, _, name, edit in found]  # two of one moment: as their edits were numbered


def _key(body: Body) -> tuple[str, ...]:
    """Who a row is about: the identity number; without one, name and birth date."""
    values = body["resident"]
    number = values.get("id_number")
    return (str(number),) if number else (str(values.get("name", "")), str(values.get("birth", "")))


def _at_home(body: Body) -> tuple[str, ...]:
    return (str(body["resident"].get("name", "")), *home_key(body["home"]))


def _may_be(body: Body, before: str) -> bool:
    """Whether somebody of that name at that door may be the one whose number was `before`: a corrected number."""
    number = str(body["resident"].get("id_number") or "")
    return not number or not before or sum(a != b for a, b in zip(number, before, strict=False)) <= _PUT_RIGHT


_PUT_RIGHT = 4  # figures that may differ: a slip and the check digit, or two figures exchanged


def _words(rows: Sequence[_Row]) -> Words:
    doses: dict[Any, dict[str, Any]] = {}
    kinds: dict[Any, dict[str, Any]] = {}
    for row in rows:
        for dose in row.body.get("doses") or []:
            doses[dose.get("number") or f"on {dose.get('on')}"] = dose
        for each in row.body.get("contraindications") or []:
            kinds[each.get("kind")] = each
    return Words(
        rows[-1].grid,
        said(row.body["resident"] for row in rows),
        said(row.body["home"] for row in rows),
        list(doses.values()),
        list(kinds.values()),
    )
