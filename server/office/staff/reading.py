"""A sheet of staff becomes people: one entry each, however many rows somebody has. What cannot be read is said."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.office.staff.naming import Names, Unknown
from server.office.staff.problems import Code, Found
from server.office.staff.words import Header, find, words
from server.roster.problems import FileCode, Unreadable
from server.roster.sheet import text
from server.roster.sheet.files import Row, Sheet, sheets

LONGEST_NAME = 40
MOST_ROWS = 5000
SITE, CANVASSER, CADRE, OFFICE = "site", "canvasser", "cadre", "office"


@dataclass
class Entry:
    """One person of a list. `areas`: what they are answerable for (none: the list does not say) in the villages
    `within`.
    """

    row: int
    name: str = ""
    phone: str | None = None
    role: str | None = None
    login: str | None = None
    areas: list[str] = field(default_factory=list)
    within: list[str] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    account: int | None = None  # once it is in


@dataclass
class Listed:
    """A file understood."""

    sheet: str
    columns: list[dict[str, object]]
    rows: int
    entries: list[Entry]  # those that are whole
    stopped: list[Entry]  # the others
    problems: list[Found]
    mended: list[dict[str, Any]]
    titles: dict[str, str]


def read(path: Path, filename: str, names: Names, village: str | None) -> Listed:
    """Read a file. `village`: whose list it is, where its rows do not say. Raises Unreadable."""
    sheet, header = _sheet(path, filename)
    reader = Reader(header, names, village)
    rows = [(sheet.first + at, row) for at, row in enumerate(sheet.rows) if at > header.index and reader.counts(row)]
    if not rows:
        raise Unreadable(FileCode.EMPTY)
    if len(rows) > MOST_ROWS:
        raise Unreadable(FileCode.TOO_LONG, limit=MOST_ROWS)
    for number, row in rows:
        reader.take(number, row)
    titles = {key: header.title(key) for key in words().titles}
    return Listed(
        sheet.name, header.columns, len(rows), reader.entries(), reader.stopped, reader.problems, reader.mended, titles
    )


def _sheet(path: Path, filename: str) -> tuple[Sheet, Header]:
    empty = True
    for sheet in sheets(path, filename):
        header = find(sheet)
        if header:
            return sheet, header
        empty = empty and not sheet.rows
    raise Unreadable(FileCode.EMPTY if empty else FileCode.NO_HEADER)


class Reader:
    """Takes one row after another and keeps who they speak of."""

    def __init__(self, header: Header, names: Names, village: str | None) -> None:
        self.header, self.names, self.village = header, names, village
        self.problems: list[Found] = []
        self.mended: list[dict[str, Any]] = []
        self.stopped: list[Entry] = []
        self._entries: list[Entry] = []
        self._phones: dict[str, Entry] = {}
        self._grid_key = "group" if "group" in header.places and "grid" not in header.places else "grid"

    def counts(self, row: Row) -> bool:
        """Whether a row speaks of somebody: not blank, no explanation, no total, not the header once more."""
        said = [self._text(row, key) for key in self.header.places]
        name = text.solid(self._text(row, "name"))
        if not any(said) or name.startswith(words().explained):
            return False
        first = next((said for said in map(text.plain, row) if said), "")
        if any(text.solid(each).startswith(words().totals) for each in (first, name)):
            return False
        return words().headers.get(text.header(name)) != "name" or not self._repeated(row)

    def take(self, number: int, row: Row) -> None:
        """Read one row."""
        before = len(self.problems)
        entry = Entry(number, rows=[number])
        entry.name = self._name(number, row)
        entry.phone = self._phone(number, row)
        entry.login = text.solid(self._text(row, "login")) or None
        entry.role = self._role(number, row)
        try:
            self._places(entry, row)
        except Unknown as problem:
            self._problem(number, problem.key, problem.code, **problem.values)
        if any(found.code.stops() for found in self.problems[before:]):
            self.stopped.append(entry)
        else:
            self._put(entry)

    def entries(self) -> list[Entry]:
        """Everybody whose rows are whole. One without a telephone is who has the same name in the same village."""
        kept: list[Entry] = []
        for entry in self._entries:
            others = [each for each in kept if _may_be(each, entry)] or [
                each for each in self._entries if each is not entry and each.phone and _may_be(each, entry)
            ]
            if entry.phone or entry.login or not others:
                kept.append(entry)
            elif len(others) == 1:
                self._join(others[0], entry)
            else:
                self._out(entry, "name", Code.SEVERAL, name=entry.name)
        return kept

    def _put(self, entry: Entry) -> None:
        """Keep an entry, or join it to the earlier rows of the same person."""
        known = self._phones.get(entry.phone) if entry.phone else None
        if known is None:
            self._entries.append(entry)
            if entry.phone:
                self._phones[entry.phone] = entry
        elif known.name != entry.name:
            self._out(entry, "phone", Code.PHONE_TWICE, first=str(known.row), name=known.name)
        else:
            self._join(known, entry)

    def _join(self, known: Entry, entry: Entry) -> None:
        if known.role and entry.role and known.role != entry.role:
            self._out(entry, "role", Code.ROLE_DIFFERS, first=str(known.row))
            return
        known.role = known.role or entry.role
        known.login = known.login or entry.login
        known.areas = _ordered(known.areas + entry.areas)
        known.within = _ordered(known.within + entry.within)
        known.rows += entry.rows

    def _name(self, number: int, row: Row) -> str:
        written = self._text(row, "name")
        name = text.name(written)
        if not name:
            self._problem(number, "name", Code.NAME_MISSING)
        elif len(name) > LONGEST_NAME or not any(letter.isalpha() for letter in name):
            self._problem(number, "name", Code.NAME_MALFORMED, value=name[:LONGEST_NAME])
        self._mend(number, "name", written, name)
        return name

    def _phone(self, number: int, row: Row) -> str | None:
        written = self._text(row, "phone")
        if not written:
            return None
        phone = text.phone(written)
        if phone is None:
            self._problem(number, "phone", Code.PHONE_MALFORMED, value=written[:LONGEST_NAME])
        else:
            self._mend(number, "phone", written, phone)
        return phone

    def _role(self, number: int, row: Row) -> str | None:
        written = text.solid(self._text(row, "role")).lower()
        if not written:
            return None
        role = words().roles.get(written)
        if role is None:
            self._problem(number, "role", Code.ROLE_UNKNOWN, value=written[:LONGEST_NAME])
        elif role == OFFICE:
            self._problem(number, "role", Code.ROLE_OFFICE)
        return role

    def _places(self, entry: Entry, row: Row) -> None:
        """What the row makes its person answerable for. Raises Unknown."""
        site, villages = self._text(row, "site"), self._text(row, "village")
        if entry.role == SITE or (site and not entry.role):
            entry.role = SITE
            entry.areas = self._sites(site or villages)
            return
        key = "group" if self._text(row, "group") and not self._text(row, "grid") else self._grid_key
        grids = self._grids(row, key)
        entry.within = self.names.villages(villages) if villages else [self.village] if self.village else []
        if not entry.within:
            if grids or not entry.login:
                raise Unknown(Code.VILLAGE_MISSING, "village")
            return
        if grids and len(entry.within) > 1:
            raise Unknown(Code.VILLAGES_WITH_GRIDS, key)
        if grids:
            entry.areas = self.names.grids(entry.within[0], grids, key)
            entry.role = entry.role or (CANVASSER if entry.within != entry.areas else CADRE)
        elif entry.role == CANVASSER:
            entry.areas = [code for village in entry.within for code in self._only(village, key)]
        elif entry.role == CADRE:
            entry.areas = list(entry.within)
        if entry.areas and set(entry.within) & set(entry.areas):
            entry.areas = list(entry.within)  # the whole village holds its grids

    def _grids(self, row: Row, key: str) -> str:
        at = self.header.places.get(key)
        cell = row[at] if at is not None and at < len(row) else None
        if isinstance(cell, (datetime.date, datetime.datetime)):
            raise Unknown(Code.GRID_DATE, key, value=text.plain(cell))
        return self._text(row, key)

    def _only(self, village: str, key: str) -> list[str]:
        """The one grid of a village: a canvasser of a village with several is asked which. Raises Unknown."""
        own = self.names.grids_of(village)
        if len(own) != 1:
            raise Unknown(Code.GRID_MISSING, key, village=self.names.known.get(village, village), n=str(len(own)))
        return own

    def _sites(self, cell: str) -> list[str]:
        if not cell:
            raise Unknown(Code.SITE_MISSING, "site")
        return self.names.sites_of(cell)

    def _text(self, row: Row, key: str) -> str:
        at = self.header.places.get(key)
        return text.plain(row[at]) if at is not None and at < len(row) else ""

    def _repeated(self, row: Row) -> bool:
        titles = [text.header(title) for title in self.header.titles.values()]
        return sum(text.header(cell) in titles for cell in row if text.plain(cell)) > 1

    def _problem(self, row: int, key: str, code: Code, **values: str) -> None:
        self.problems.append(Found(row, self.header.title(key), code, values))

    def _out(self, entry: Entry, key: str, code: Code, **values: str) -> None:
        self._problem(entry.row, key, code, **values)
        self.stopped.append(entry)

    def _mend(self, row: int, key: str, before: str, after: str) -> None:
        if before and after and before != after:
            self.mended.append({"row": row, "column": self.header.title(key), "from": before, "to": after})


def _may_be(one: Entry, other: Entry) -> bool:
    """Whether two rows of one name may speak of one person: they speak of the same village, or the same site."""
    shared = set(one.within) & set(other.within) or set(one.areas) & set(other.areas)
    return one.name == other.name and bool(shared)


def _ordered(codes: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(codes))
