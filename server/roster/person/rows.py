"""One row of the sheet becomes one person: values put right, faults noted, nothing guessed."""

from __future__ import annotations

import datetime
from typing import Any

from server.roster.person import names, number, phones
from server.roster.person.campaign import CampaignWords
from server.roster.person.conditions import Conditions
from server.roster.person.doors import HOME as HOME
from server.roster.person.heads import Heads
from server.roster.person.history import History
from server.roster.person.line import LONGEST, NOTE_LONGEST, Line
from server.roster.person.line import Person as Person
from server.roster.person.vaccinated import RESIDENTS, VACCINATED
from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.sheet.files import Row
from server.roster.sheet.header import Header
from server.roster.sheet.text import Cell
from server.roster.vocabulary import Vocabulary, vocabulary
from sync.policies import ENTITIES

_NEEDED = ("name", "id_number", "birth")  # where a spreadsheet's error stands for something; elsewhere for nothing
_OLDEST = 130  # years
_DAYS = 31  # of a month
_DOORS = (*HOME, "household_no", "group", "grid")  # numbers with a hyphen, of which Excel makes days


class Reader:
    """Reads the rows under one header. `today` bounds dates; `campaign` knows the campaign's words.

    `kind`: a list of residents, or of people vaccinated, which says of each row who and which dose (`vaccinated`).
    """

    def __init__(self, header: Header, today: datetime.date, campaign: CampaignWords, kind: str = RESIDENTS) -> None:
        self.places = header.places()
        self.titles = header.titles()
        self.today = today
        self.campaign = campaign
        self.kind = kind
        self.words: Vocabulary = vocabulary()
        self.history = History(self.places, campaign, today, kind == VACCINATED)
        self.conditions = Conditions(self.places, campaign)
        self.heads = Heads(self.places)

    def read(self, row: Row, at: int) -> Person:
        """The person of a row that stands in the sheet's row `at`."""
        line = self._line(row, at)
        person = line.person
        for key in _NEEDED:
            if key in line.errors:
                line.found(key, Code.CELL_ERROR, value=line.errors[key])
        self._name(line)
        self._identity(line)
        self._simple(line)
        self._phone(line)
        self._home(line)
        self.conditions.read(line)
        self.history.read(line)
        if self.kind == VACCINATED:
            self._to_be_matched(line)
        self._holdable(line)
        return person

    def _line(self, row: Row, at: int) -> Line:
        return Line(row, self.places, self.heads.titles(at, self.titles), Person(at))

    def _to_be_matched(self, line: Line) -> None:
        """A list of people vaccinated is matched by identity number, and says which dose each of them had."""
        if line.person.values["id_kind"] == "none" and "id_number" not in line.errors:
            line.found("id_number", Code.ID_MISSING)
        if not line.person.doses and line.person.good():
            line.found(self.history.main_key(), Code.DOSE_NONE)

    def _holdable(self, line: Line) -> None:
        """The last word is the records' own: what they cannot hold must stop the row here, not the import later."""
        person = line.person
        said: list[tuple[str, dict[str, Any]]] = [("resident", person.values), ("household", dict(person.home))]
        said += [("dose", dose) for dose in person.doses]
        said += [("contraindication", found) for found in person.contraindications]
        for entity, values in said:
            for key, value in values.items():
                fits = ENTITIES[entity].fields[key].shape
                if not (all(map(fits, value)) if isinstance(value, list) else fits(value)):
                    line.found(self._column_of(entity, key), Code.VALUE_MALFORMED)

    def _column_of(self, entity: str, key: str) -> str:
        """The column to be named when a record cannot hold a value."""
        if entity == "dose":
            return self.history.main_key()
        return "contraindication" if entity == "contraindication" else key

    def _name(self, line: Line) -> None:
        before, values = line.text("name"), line.person.values
        name = names.read(before)
        after = name.text
        if not after:
            if "name" not in line.errors:
                line.found("name", Code.NAME_MISSING)
        elif not any(letter.isalpha() for letter in after) or len(after) > LONGEST:
            line.found("name", Code.NAME_MALFORMED, value=after[:LONGEST])
        elif name.code and name.code.stops():
            line.found("name", name.code, value=after)
        else:
            if name.code:
                line.found("name", name.code, value=name.beside)
            if name.beside:
                line.note("name", name.beside)
            if name.relation:
                values["relation"] = name.relation
            line.mended("name", before, after)
            values["name"] = after

    def _identity(self, line: Line) -> None:
        cell, values = line.cell("id_number"), line.person.values
        if text.solid(line.text("id_number")) in self.words.no_number:
            cell = None
        kind = self.words.choices["id_kind"].get(text.solid(line.text("id_kind")), "")
        result = number.read(cell, kind, self.today)
        if result.code:
            line.found("id_number", result.code, value=result.text)
        elif result.text:
            line.mended("id_number", text.plain(cell), result.text)
            values["id_number"] = result.text
            if result.beside:
                line.note("id_number", result.beside)
        values["id_kind"] = result.kind
        sex = self._sex(line)
        if sex and result.sex and sex != result.sex:
            line.found("sex", Code.SEX_CONTRADICTS, value=line.text("sex"))
        birth = self._birth(line, result.birth)
        if birth and result.birth and birth != result.birth:
            line.found("birth", Code.BIRTH_CONTRADICTS, value=birth, by_number=result.birth)
        born = birth or result.birth
        if born and self.today.year - int(born[:4]) > _OLDEST:
            line.found("birth" if birth else "id_number", Code.BIRTH_LONG_AGO, value=born, years=str(_OLDEST))
            born = ""
        for key, value in (("sex", sex or result.sex), ("birth", born)):
            if value:
                values[key] = value

    def _sex(self, line: Line) -> str:
        said = text.solid(line.text("sex")).lower()
        sex = self.words.choices["sex"].get(said, "")
        if said and not sex:
            line.found("sex", Code.SEX_UNKNOWN, value=said[:LONGEST])
            line.note("sex", said)
        return sex

    def _birth(self, line: Line, by_number: str) -> str:
        """The birth date. A year, or a year and a month, that the identity number bears out is no fault."""
        cell = line.cell("birth")
        before = line.text("birth")
        if not before:
            return ""
        day = text.date(cell) or self._short(cell, by_number)
        months = text.months(cell)
        if day and day.day == 1 and text.header(line.title("birth")) in self.words.month_titles:
            months = [day.isoformat()[:7]]
            day = None
        if day is None:
            if months and not by_number.startswith(tuple(months)):
                code = Code.BIRTH_CONTRADICTS if by_number else Code.BIRTH_WITHOUT_DAY
                line.found("birth", code, value=before[:LONGEST], by_number=by_number)
                line.note("birth", before)
            elif not months:
                code = Code.BIRTH_WITHOUT_YEAR if text.yearless(cell) else Code.BIRTH_IMPOSSIBLE
                line.found("birth", code, value=before[:LONGEST])
            return ""
        if day > self.today:
            line.found("birth", Code.BIRTH_AHEAD, value=day.isoformat())
            return ""
        line.mended("birth", before, day.isoformat())
        return day.isoformat()

    def _short(self, cell: Cell, by_number: str) -> datetime.date | None:
        """The birth date with two figures of a year: the one that the identity number bears out; else of the last
        century, where it cannot be of this one, and the figures are no day.
        """
        days = [day for day in text.short_dates(cell) if day <= self.today]
        borne = [day for day in days if day.isoformat() == by_number]
        sure = len(days) == 1 and days[0].year % 100 > _DAYS
        return borne[0] if borne else days[0] if sure else None

    def _simple(self, line: Line) -> None:
        values = line.person.values
        note = text.narrow(line.text("note"))
        if note:
            values["note"] = "; ".join(filter(None, [note, values.get("note")]))[:NOTE_LONGEST]
        said = text.solid(line.text("relation"))
        if said:
            code = self._relation(said)
            if code:
                values["relation"] = code
            else:
                line.found("relation", Code.RELATION_UNKNOWN, value=said[:LONGEST])
                line.note("relation", said)
        residency = text.solid(line.text("residency"))
        if residency in self.words.choices["residency"]:
            values["residency"] = self.words.choices["residency"][residency]
        elif residency:
            line.note("residency", residency)
        for key in ("employer", "job", "phone_of"):
            line.short(key, values)
        self._groups(line)

    def _relation(self, said: str) -> str | None:
        """The code of a relation, by its word, by itself, or by the word behind "the head's"."""
        words = self.words.relations
        bare = next((said.removeprefix(word) for word in self.words.of_head if said.startswith(word)), "")
        return words.get(said) or words.get(bare) or (said if said in words.values() else None)

    def _groups(self, line: Line) -> None:
        whole, said = self._named(text.solid(line.text("groups")))
        known = sorted({self.campaign.groups[word] for word in [*whole, *said] if word in self.campaign.groups})
        unknown = [word for word in said if word not in self.campaign.groups]
        if known:
            line.person.values["groups"] = known
        if unknown:
            line.note("groups", " ".join(unknown))

    def _named(self, said: str) -> tuple[list[str], list[str]]:
        """The groups whose own names hold a mark between groups, and the members of what is left."""
        marked = [word for word in self.campaign.groups if word in said and self.words.parts(word) != [word]]
        for word in sorted(marked, key=len, reverse=True):
            said = said.replace(word, self.words.list_marks[0])
        return marked, self.words.parts(said)

    def _phone(self, line: Line) -> None:
        before = line.text("phone")
        if not before or text.solid(before) in self.words.nothing:
            return
        phone = phones.read(before)
        if not phone.number:
            line.found("phone", Code.PHONE_MALFORMED, value=before[:LONGEST])
            line.note("phone", before)
            return
        whose = line.person.values.setdefault("phone_of", phone.of) if phone.of else ""
        if others := ", ".join(filter(None, [phone.of if phone.of != whose else "", phone.others])):
            line.note("phone", others)
        line.mended("phone", before, phone.number)
        line.person.values["phone"] = phone.number

    def _compound(self, line: Line) -> None:
        """A residential compound stands where a village has the lane."""
        said: dict[str, str] = {}
        line.short("compound", said)
        compound, lane = said.get("compound", ""), line.person.home.get("lane", "")
        if compound and compound not in lane:
            both = f"{lane} {compound}".strip()
            line.person.home["lane"] = both if len(both) <= LONGEST else compound

    def _home(self, line: Line) -> None:
        person = line.person
        for key in _DOORS:
            if key in line.texts and (door := text.door(line.cell(key))):
                line.mended(key, line.text(key), door)
                line.texts[key] = door
        for key in HOME:
            line.short(key, person.home)
        self._compound(line)
        dwelling = self.words.choices["dwelling"].get(text.solid(line.text("dwelling")))
        if dwelling:
            person.home["dwelling"] = dwelling
        for key in ("area_code", "village", "group", "grid"):
            if value := text.solid(line.text(key)):
                person.place[key] = value
        person.household_no = text.solid(line.text("household_no"))
        person.head_name = names.read(line.text("head_name")).text
        person.address = text.narrow(line.text("address"))
