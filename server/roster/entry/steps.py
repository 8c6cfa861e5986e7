"""The check of a file in parts: each reads some hundred rows more, until all are read and the import is laid out.

All that must be known from one part to the next (areas planned, households begun, people seen) is in the spool, so
memory does not grow with the file, and a check that was stopped goes on where its last part ended.
"""

from __future__ import annotations

import datetime
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, NamedTuple

import orjson
from sqlalchemy.orm import Session

from server.roster.entry import existing, portions
from server.roster.entry.existing import Resident
from server.roster.entry.findings import Findings
from server.roster.entry.spool import Spool
from server.roster.newer.foreseeing import UNPLACED, Foreseeing, Placed
from server.roster.newer.meeting import Outcome
from server.roster.person import campaign
from server.roster.person.heads import Heads
from server.roster.person.households import Grouping
from server.roster.person.places import Misplaced, NewArea, Places, Words
from server.roster.person.rows import Person, Reader
from server.roster.person.vaccinated import RESIDENTS
from server.roster.problems import Code, Found
from server.roster.sheet import text
from server.roster.sheet.abreast import in_sheet
from server.roster.sheet.body import LEARNED, Body
from server.roster.sheet.files import Row
from server.roster.sheet.header import STOPPED, Column, Header
from server.roster.vocabulary import vocabulary
from sync import areas

SECONDS = 0.8  # of one step
_ROWS = 500  # read at once


class _Row(NamedTuple):
    """One row as `findings` keeps it."""

    row: int
    household: int | None
    grid: str
    state: str
    differences: int
    doses: int
    contraindications: int
    body: str


def begin(
    spool: Spool, header: Header, area: str | None, kind: str, today: datetime.date, predecessor: str | None = None
) -> None:
    """Forget what an earlier check found; the next step begins a new one. `predecessor`: see `staging.aim`. Within a
    part.
    """
    Findings(spool).begin()
    after = header.index + 1
    first = spool.rows(after, LEARNED)
    top = min(header.rows, default=header.index)
    above: list[Row] = [[spool.get("sheet")], *(row for at, row in spool.rows(0, after) if at <= top)]
    header = Body.columns(header, [*above, *(row for _, row in first)], spool.get("width"))
    body = Body(header)
    body.learn(above, first)
    heads = Heads(header.places())
    told = heads.told and kind == RESIDENTS
    spool.note(
        body=body.state(), heads=heads.without_row(spool.each(after)) if told else [],
        header=asdict(header), area=area, kind=kind, today=today.isoformat(), position=after, planned=[],
        current=None, people=0, done=0, total=spool.count(after), checked=False, predecessor=predecessor,
    )  # fmt: skip


def header_of(spool: Spool, key: str = "header") -> Header:
    """The header under which the rows are read; with another key, one that was noted there as a dictionary."""
    told = spool.get(key)
    return replace(
        Header(told["index"], [Column(**column) for column in told["columns"]]),
        **{key: _frozen(value) for key, value in told.items() if key not in ("index", "columns")},
    )


def step(spool: Spool, session: Session | None, seconds: float) -> bool:
    """Read on for so long (0: one part). False when the check is complete."""
    until = time.monotonic() + seconds
    with spool.part():
        if spool.get("checked"):
            return False
        checking = _Checking(spool, session)
        more = True
        while more and (checking.read == 0 or time.monotonic() < until):
            more = checking.part()
        checking.note()
        if not more:
            portions.lay_out(spool)
            spool.note(checked=True)
    return more


class _Checking:
    def __init__(self, spool: Spool, session: Session | None) -> None:
        self.spool = spool
        self.session = session
        self.findings = Findings(spool)
        self.header = header_of(spool)
        self.area: str | None = spool.get("area")
        self.kind: str = spool.get("kind")
        today = datetime.date.fromisoformat(spool.get("today"))
        self.reader = Reader(self.header, today, campaign.words(session), self.kind)
        self.names = existing.area_names(session) if session else {}
        planned = [NewArea(**each) for each in spool.get("planned")]
        self.places = Places(self.names, self.area, planned, dict(self._solved()))
        self.grouping = Grouping(self.findings, spool.get("current"))
        self.body = Body(self.header, spool.get("body"))
        self.heads = Heads(self.header.places(), spool.get("heads", ()))
        self.position: int = spool.get("position")
        self.filled: dict[int, Row] = {}  # the rows of this part, as they were read
        self.read = 0  # rows of the sheet
        self.people = 0
        titles = self.header.titles()
        self.person_title = titles.get("id_number") or titles.get("name") or vocabulary().titles["name"]
        self.titles = titles
        self.placed = self.area is not None or bool(self.header.places().keys() & {"village", "area_code"})
        self.stayed_out = any(column.key == STOPPED for column in self.header.columns)
        self._grids: dict[str, dict[tuple[str, str], Resident]] = {}
        self.foreseeing = Foreseeing(session, self.header, self.area, self.kind, spool.get("predecessor"))

    def part(self) -> bool:
        """Read the next rows. False when there were none."""
        rows = self.spool.rows(self.position, _ROWS)
        self.filled = dict(self.heads.added(self.body.people(rows)))
        people = [self.reader.read(row, at) for at, row in self.filled.items()]
        kept = list(self._residents(people) if self.kind == RESIDENTS else self._vaccinated(people))
        self.findings.keep(kept)
        for person in people:
            self.findings.tell(person)
        self.position = rows[-1][0] if rows else self.position
        self.read += len(rows)
        self.people += len(people)
        return len(rows) == _ROWS

    def note(self) -> None:
        """Note how far the check is and what the next part must know."""
        planned = [asdict(each) for each in self.places.made]
        self.spool.note(
            body=self.body.state(), position=self.position, planned=planned, current=self.grouping.current,
            people=self.spool.get("people") + self.people, done=self.spool.get("done") + self.read,
        )  # fmt: skip
        solved = [(orjson.dumps(key).decode(), _place(self.places.solved(key))) for key in self.places.fresh]
        self.spool.db.executemany("INSERT OR REPLACE INTO solved VALUES (?, ?)", solved)

    def _solved(self) -> Iterator[tuple[Words, str | Misplaced]]:
        for words, place in self.spool.db.execute("SELECT words, place FROM solved"):
            told = orjson.loads(place)
            code, village, group, grid = orjson.loads(words)
            yield (
                (code, village, group, grid),
                told if isinstance(told, str) else Misplaced(Code(told[0]), told[1], told[2]),
            )

    def _residents(self, people: list[Person]) -> Iterator[_Row]:
        placed: list[Placed] = []
        grids = {person.row: self.places.grid_of(person.place) for person in people}
        lost = {row for row, grid in grids.items() if isinstance(grid, Misplaced) and grid.code in UNPLACED}
        grids |= self.foreseeing.grids([person for person in people if person.row in lost])
        holders = self._by_number(people) if self.stayed_out else {}
        for person in people:
            grid = grids[person.row]
            if isinstance(grid, Misplaced):
                title = self.titles.get(grid.key, vocabulary().titles[grid.key])
                person.problems.append(Found(person.row, title, grid.code, grid.values))
                grid = ""
            household = self.grouping.put(person, grid)
            self._twice(person, grid, household.key)
            if other := existing.under_another_name(holders, person.values):
                person.problems.append(Found(person.row, self.person_title, Code.NUMBER_TAKEN, {"name": other.name}))
            placed.append(Placed(person, grid, household))
        met = self.foreseeing.whom(placed)
        left = [(each.person, each.grid) for each in placed if each.person.row not in met]
        met |= {row: resident.id for row, resident in self._met(left).items()}
        told = self.foreseeing.outcomes(placed, met)
        for each in placed:
            row = each.person.row
            state = "new" if each.person.good() else "stopped"
            if state == "new":
                state = "unplaced" if not each.grid else "unchanged" if row in met else "new"
            state = told[row].state if state == "unchanged" and row in told else state
            if row in told:
                self.findings.turn(each.person, told[row].turns())
            yield self._row(each, state, told.get(row))

    def _vaccinated(self, people: list[Person]) -> Iterator[_Row]:
        known = self._by_number(people)
        met = {person.row: existing.living(known.get(str(person.values.get("id_number")), [])) for person in people}
        placed = [Placed(person, found.grid if (found := met[person.row]) else "") for person in people]
        told = self.foreseeing.outcomes(placed, {row: found.id for row, found in met.items() if found})
        for each in placed:
            row = each.person.row
            state = "stopped" if not each.person.good() else "found" if met[row] else "not_found"
            if row in told:
                self.findings.turn(each.person, told[row].turns())
            yield self._row(each, state, told.get(row))

    def _row(self, placed: Placed, state: str, outcome: Outcome | None) -> _Row:
        """`outcome`: what would come of somebody who is there; of anybody else, all that the row says is new."""
        person, home = placed.person, placed.household.id if placed.household else None
        body: dict[str, Any] = {"resident": person.values}
        for key in ("doses", "contraindications"):
            if getattr(person, key):
                body[key] = getattr(person, key)
        if person.household_no:
            body["no"] = person.household_no
        if state == "stopped":
            body["cells"] = [text.plain(cell) for cell in self.filled[person.row]]
        if state == "unplaced":
            body["said"] = {"place": person.place, "head_name": person.head_name, "address": person.address}
        told = orjson.dumps(body).decode()
        if outcome is None:
            return _Row(person.row, home, placed.grid, state, 0, len(person.doses), len(person.contraindications), told)
        fresh = Counter(row.entity for row in outcome.fresh)
        noted = sum(not each.reviewed for each in outcome.noted)
        return _Row(person.row, home, placed.grid, state, noted, fresh["dose"], fresh["contraindication"], told)

    def _twice(self, person: Person, grid: str, home: str) -> None:
        """The second row of a person: by identity number; without one, by name and birth date in the household. The
        village's namesakes of one birth date are for somebody to look at: a daughter stands with her parents and with
        her husband.
        """
        number, name, birth = (person.values.get(key) for key in ("id_number", "name", "birth"))
        if number:
            key = str(number)
        elif name and birth:
            key = f"{home}\n{name}\n{birth}"
        else:
            return
        twice = self._follows(person, key, Code.TWICE_IN_FILE)
        if not twice and not number:
            self._follows(person, f"{areas.village_of(grid)}\n\n{name}\n{birth}", Code.PERHAPS_TWICE)

    def _follows(self, person: Person, key: str, code: Code) -> bool:
        """Whether an earlier row had this key; then it is told."""
        first = self.findings.first(key, person.row)
        if first != person.row:
            person.problems.append(Found(person.row, self.person_title, code, {"first": str(in_sheet(first))}))
        return first != person.row

    def _met(self, placed: list[tuple[Person, str]]) -> dict[int, Resident]:
        """Who is already there: row → resident. In another village it is a problem."""
        met: dict[int, Resident] = {}
        known = self._by_number([person for person, _ in placed])
        for person, grid in placed:
            number = person.values.get("id_number")
            if number:
                here, there = existing.split(known.get(number, []), areas.village_of(grid) if self.placed else None)
                if here:
                    met[person.row] = here
                elif there:
                    where = self.names.get(there.village, there.village)
                    person.problems.append(Found(person.row, self.person_title, Code.ELSEWHERE, {"where": where}))
            elif grid in self.names:
                found = self._in(grid).get((person.values.get("name", ""), person.values.get("birth", "")))
                if found:
                    met[person.row] = found
        return met

    def _by_number(self, people: list[Person]) -> dict[str, list[Resident]]:
        numbers = (person.values["id_number"] for person in people if "id_number" in person.values)
        return existing.by_numbers(self.session, numbers) if self.session else {}

    def _in(self, grid: str) -> dict[tuple[str, str], Resident]:
        if grid not in self._grids and self.session:
            self._grids[grid] = existing.people_of(self.session, grid)
        return self._grids.get(grid, {})


def _place(solved: str | Misplaced) -> str:
    told = solved if isinstance(solved, str) else [solved.code.value, solved.key, solved.values]
    return orjson.dumps(told).decode()


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def planned(spool: Spool) -> list[NewArea]:
    """The areas that the import would make: those that somebody goes into, and their villages. A row that stays out
    makes no area.
    """
    grids = Findings(spool).grids()
    needed = grids | {areas.village_of(grid) or "" for grid in grids}
    return [area for each in spool.get("planned") if (area := NewArea(**each)).code in needed]
