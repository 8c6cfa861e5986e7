"""One row of the sheet becomes one person: values put right, faults noted, nothing guessed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.roster import number, text
from server.roster.files import Row
from server.roster.header import Header
from server.roster.problems import Code, Found, Mended
from server.roster.text import Cell
from server.roster.vocabulary import Vocabulary, vocabulary
from sync.policies import ENTITIES
from sync.shapes import plain

HOME = ("door", "lane", "building", "unit", "room")
LONGEST = 80  # characters of a short text; longer cells are kept whole in the note
NOTE_LONGEST = 1000


@dataclass
class Person:
    """What a row says. `values` are the resident's, `home` the household's, `place` the words that name its grid.

    `doses` and `contraindications` hold the fields of those records without `resident`, in order of the dose numbers.
    """

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)
    place: dict[str, str] = field(default_factory=dict)
    household_no: str = ""
    head_name: str = ""
    address: str = ""
    doses: list[dict[str, Any]] = field(default_factory=list)
    contraindications: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Found] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)

    def good(self) -> bool:
        """Whether nothing keeps the row out."""
        return not any(found.code.stops() for found in self.problems)


class Reader:
    """Reads the rows under one header. `today` bounds birth dates; `groups` maps words of groups to their codes."""

    def __init__(self, header: Header, today: datetime.date, groups: Mapping[str, str]) -> None:
        self.places = header.places()
        self.titles = header.titles()
        self.today = today
        self.groups = groups
        self.words: Vocabulary = vocabulary()
        self.kept_titles = [header_title for header_title in self.titles.values()]

    def blank(self, row: Row) -> bool:
        """Whether a row says nothing: empty, a repeated header, or a total at the end."""
        filled = [text.plain(cell) for cell in row if text.plain(cell)]
        if not filled:
            return True
        if text.solid(filled[0]).startswith(self.words.totals) and not self._text(row, "id_number"):
            return True
        return [text.narrow(cell) for cell in filled][: len(self.kept_titles)] == self.kept_titles

    def read(self, row: Row, at: int) -> Person:
        """The person of a row that stands in the sheet's row `at`."""
        person = Person(at)
        self._name(row, person)
        self._identity(row, person)
        self._simple(row, person)
        self._phone(row, person)
        self._home(row, person)
        self._holdable(person)
        return person

    def _holdable(self, person: Person) -> None:
        """The last word is the records' own: what they cannot hold must stop the row here, not the import later."""
        said: list[tuple[str, dict[str, Any]]] = [("resident", person.values), ("household", person.home)]
        said += [("dose", dose) for dose in person.doses]
        said += [("contraindication", found) for found in person.contraindications]
        for entity, values in said:
            for key, value in values.items():
                fits = ENTITIES[entity].fields[key].shape
                if not plain(value) or not all(map(fits, value if isinstance(value, list) else [value])):
                    self._found(person, key, Code.VALUE_MALFORMED)

    def _cell(self, row: Row, key: str) -> Cell:
        index = self.places.get(key, -1)
        return row[index] if 0 <= index < len(row) else None

    def _text(self, row: Row, key: str) -> str:
        return text.plain(self._cell(row, key))

    def _found(self, person: Person, key: str, code: Code, **values: str) -> None:
        person.problems.append(Found(person.row, self.titles.get(key, self.words.titles[key]), code, values))

    def _mended(self, person: Person, key: str, before: str, after: str) -> None:
        if before != after:
            person.mended.append(Mended(person.row, self.titles[key], before, after))

    def _note(self, person: Person, key: str, said: str) -> None:
        """Keep in the resident's note what no field could take."""
        line = f"{self.titles[key]}: {said}"
        person.values["note"] = "; ".join(filter(None, [person.values.get("note", ""), line]))[:NOTE_LONGEST]

    def _name(self, row: Row, person: Person) -> None:
        before = self._text(row, "name")
        after = text.name(before)
        if not after:
            self._found(person, "name", Code.NAME_MISSING)
        elif not any(letter.isalpha() for letter in after) or len(after) > LONGEST:
            self._found(person, "name", Code.NAME_MALFORMED, value=after[:LONGEST])
        else:
            self._mended(person, "name", before, after)
            person.values["name"] = after

    def _identity(self, row: Row, person: Person) -> None:
        cell = self._cell(row, "id_number")
        kind = self.words.choices["id_kind"].get(text.solid(self._text(row, "id_kind")), "")
        result = number.read(cell, kind, self.today)
        if result.code:
            self._found(person, "id_number", result.code, value=result.text)
        elif result.text:
            self._mended(person, "id_number", text.plain(cell), result.text)
            person.values["id_number"] = result.text
        person.values["id_kind"] = result.kind
        sex = self._sex(row, person)
        if sex and result.sex and sex != result.sex:
            self._found(person, "sex", Code.SEX_CONTRADICTS, value=self._text(row, "sex"))
        birth = self._birth(row, person)
        if birth and result.birth and birth != result.birth:
            self._found(person, "birth", Code.BIRTH_CONTRADICTS, value=birth, by_number=result.birth)
        for key, value in (("sex", sex or result.sex), ("birth", birth or result.birth)):
            if value:
                person.values[key] = value

    def _sex(self, row: Row, person: Person) -> str:
        said = text.solid(self._text(row, "sex")).lower()
        sex = self.words.choices["sex"].get(said, "")
        if said and not sex:
            self._found(person, "sex", Code.SEX_UNKNOWN, value=said)
            self._note(person, "sex", said)
        return sex

    def _birth(self, row: Row, person: Person) -> str:
        cell = self._cell(row, "birth")
        before = text.plain(cell)
        if not before:
            return ""
        day = text.date(cell)
        if day is None:
            yearless = text.yearless(cell)
            self._found(
                person, "birth", Code.BIRTH_WITHOUT_YEAR if yearless else Code.BIRTH_IMPOSSIBLE, value=before[:LONGEST]
            )
            return ""
        if day > self.today:
            self._found(person, "birth", Code.BIRTH_AHEAD, value=day.isoformat())
            return ""
        self._mended(person, "birth", before, day.isoformat())
        return day.isoformat()

    def _simple(self, row: Row, person: Person) -> None:
        note = text.narrow(self._text(row, "note"))
        if note:
            person.values["note"] = note[:NOTE_LONGEST]
        said = text.solid(self._text(row, "relation"))
        if said:
            code = self.words.relations.get(said) or (said if said in self.words.relations.values() else None)
            if code:
                person.values["relation"] = code
            else:
                self._found(person, "relation", Code.RELATION_UNKNOWN, value=said[:LONGEST])
                self._note(person, "relation", said)
        residency = text.solid(self._text(row, "residency"))
        if residency in self.words.choices["residency"]:
            person.values["residency"] = self.words.choices["residency"][residency]
        elif residency:
            self._note(person, "residency", residency)
        for key in ("employer", "job", "phone_of"):
            self._short(row, person, key, person.values)
        self._groups(row, person)

    def _groups(self, row: Row, person: Person) -> None:
        said = text.solid(self._text(row, "groups"))
        for mark in self.words.list_marks:
            said = said.replace(mark, "\n")
        known = sorted({self.groups[word] for word in said.split("\n") if word in self.groups})
        unknown = [word for word in said.split("\n") if word and word not in self.groups]
        if known:
            person.values["groups"] = known
        if unknown:
            self._note(person, "groups", " ".join(unknown))

    def _short(self, row: Row, person: Person, key: str, into: dict[str, Any]) -> None:
        value = text.narrow(self._text(row, key))
        if len(value) > LONGEST:
            self._found(person, key, Code.TEXT_TOO_LONG, limit=str(LONGEST))
            self._note(person, key, value)
        elif value:
            into[key] = value

    def _phone(self, row: Row, person: Person) -> None:
        before = self._text(row, "phone")
        if not before:
            return
        after = text.phone(before)
        if after is None:
            self._found(person, "phone", Code.PHONE_MALFORMED, value=before[:LONGEST])
            self._note(person, "phone", before)
            return
        self._mended(person, "phone", before, after)
        person.values["phone"] = after

    def _home(self, row: Row, person: Person) -> None:
        for key in HOME:
            self._short(row, person, key, person.home)
        dwelling = self.words.choices["dwelling"].get(text.solid(self._text(row, "dwelling")))
        if dwelling:
            person.home["dwelling"] = dwelling
        for key in ("area_code", "village", "group", "grid"):
            value = text.solid(self._text(row, key))
            if value:
                person.place[key] = value
        person.household_no = text.solid(self._text(row, "household_no"))
        person.head_name = text.name(self._text(row, "head_name"))
        person.address = text.narrow(self._text(row, "address"))
