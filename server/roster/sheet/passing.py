"""Which rows of a sheet are nobody: empty ones, repeated headers, explanations, totals, signatures, reserved lines.

A row counts as a person as soon as it tells something about one; whatever is doubtful is left to the reader, who
reports it: nobody is passed over in silence.
"""

from __future__ import annotations

import re

from server.roster.sheet.files import Row
from server.roster.sheet.header import Header
from server.roster.sheet.layout import Layout, bare, layout
from server.roster.sheet.sections import named
from server.roster.sheet.text import header as lookup
from server.roster.sheet.text import narrow, plain, solid_date
from server.roster.sheet.titles import a_part
from server.roster.vocabulary import vocabulary

# What a form says before anybody is written into it: it does not make a row a person.
PRINTED = frozenset({"serial", "household_no", "area_code", "village", "group", "grid"})
# What is said of a house: repeated down a merged range, it does not make a row a person either.
HOUSE = frozenset(
    {"head_name", "head_id", "address", "door", "lane", "compound", "building", "unit", "room", "dwelling"}
)
_TELLING = ("sex", "birth", "relation")
_LONG_NAME = 12  # characters; the longest sentence that can pass as a name
_AN_IDENTITY = re.compile(r"[^:]{0,3}?[0-9*x]{6,}")
_FIGURES = re.compile(r"\d+(\.\d+)?")
_FIGURE = re.compile(r"\d{1,6}(\.\d+)?%?[^\W\d_]?")  # with the word for people or households behind
_A_NOTE = re.compile(r"\d{1,2}[.,)\u3001].{7,}")  # one of several under the table
_A_DAY = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{0,2}")
_EXPLAINED = 3  # rows under the header that may be explanations
_PART = 0.6  # of its cells: then a row repeats the header


class Passing:
    """Knows the rows under one header that are nobody. Rows are asked about in the sheet's order."""

    def __init__(self, header: Header) -> None:
        self.words: Layout = layout()
        self.places = header.places()
        self.printed = {self.places[key] for key in PRINTED if key in self.places}
        self.written = [{at: lookup(said) for at, said in enumerate(line) if said} for line in header.written]
        self.titles = {column.index: lookup(column.title) for column in header.columns if column.named}
        self.house = {self.places[key] for key in HOUSE if key in self.places}
        self.last: Row = []
        self.titles_above: set[str] = set()  # lines of one cell above the header, which pages repeat
        self.under = 0  # rows with content seen before the first person

    def certain(self, row: Row) -> bool:
        """Whether the row is plainly a person, as most are."""
        number = self._said(row, "id_number") if self.under > _EXPLAINED else ""
        if len(number) < 15 or not number[:15].isdigit() or not self._said(row, "name"):
            return False
        self.last = row
        return True

    def nobody(self, row: Row) -> bool:
        """Whether this row is none of the people."""
        if self._nobody(row):
            return True
        self.last = row
        return False

    def _nobody(self, row: Row) -> bool:
        name, number = self._said(row, "name"), self._said(row, "id_number")
        filled = {at: said for at, cell in enumerate(row) if (said := bare(cell)) and any(map(str.isalnum, said))}
        if self._reserved(row, filled) or self._repeats(row):
            return True
        if self._identified(number):
            example = self.under <= _EXPLAINED and self._example(filled)
            self.under += 1
            return example
        if self._total(filled, name) or self._sums(filled) or self._signed(row, filled, name):
            return True
        if len(filled) == 1 and self._line(*filled.values()):
            return True
        if self.under <= _EXPLAINED:
            if (
                (not name and all(map(a_part, filled.values())))
                or self._counts(filled)
                or self._explains(filled, name, number)
                or self._example(filled)
            ):
                self.under += 1
                return True
            self.under = _EXPLAINED + 1
        return False

    def _reserved(self, row: Row, filled: dict[int, str]) -> bool:
        """An empty line, printed with numbers perhaps, or within the merged cells of the house above."""
        own = filled.keys() - self.printed
        return own <= self.house and all(at < len(self.last) and self.last[at] == row[at] for at in own)

    def _said(self, row: Row, key: str) -> str:
        at = self.places.get(key, -1)
        return bare(row[at]) if 0 <= at < len(row) else ""

    def _identified(self, number: str) -> bool:
        return bool(_AN_IDENTITY.match(number)) and not any(word in number for word in self.words.explaining)

    def _repeats(self, row: Row) -> bool:
        cells = {at: lookup(narrow(plain(cell))) for at, cell in enumerate(row) if plain(cell)}
        if len(cells) < 2:
            return False
        return any(
            sum(line.get(at) == said for at, said in cells.items()) >= _PART * len(cells)
            for line in (*self.written, self.titles)
        )

    def _total(self, filled: dict[int, str], name: str) -> bool:
        """A row that adds up. Its word may stand in any column; a name beside it must be a figure."""
        if any(map(str.isalpha, name)) and not self._adds_up(name) and not _FIGURES.match(name):
            return False
        return any(map(self._adds_up, filled.values()))

    def _sums(self, filled: dict[int, str]) -> bool:
        """Nothing but figures and what they count: people, households, men, women, a rate."""
        labels = {at: said for at, said in filled.items() if not _FIGURE.fullmatch(said)}
        sexes = vocabulary().choices["sex"]
        return (
            len(labels) < len(filled)
            and all(
                any(word in said for word in self.words.counting) or (said in sexes and at != self.places.get("sex"))
                for at, said in labels.items()
            )
            and bool(labels)
        )

    def _adds_up(self, said: str) -> bool:
        if said.startswith(self.words.totals):
            return True
        opening = next((word for word in self.words.total_openings if said.startswith(word)), "")
        rest = said.removeprefix(opening)
        if opening and rest.startswith(self.words.totals):
            return True
        count = next((word for word in self.words.total_counts if rest.startswith(word)), "")
        return bool(count) and any(re.match(rf"{count}\D?\d+{unit}", rest) for unit in self.words.counted)

    def _signed(self, row: Row, filled: dict[int, str], name: str) -> bool:
        """Signatures, dates and remarks under the table, or a line that names the rows below it."""
        at, first = next(iter(filled.items()))
        words = (*self.words.signed, *self.words.remarks)
        if _opening(first) in words or self._stamped(first):
            told = [self._said(row, key) for key in _TELLING if self.places.get(key) != at]
            return all(_opening(said) in ("", *words) or self._stamped(said) for said in told)
        if not name and any(map(self._stamped, filled.values())):
            told = [self._said(row, key) for key in (*_TELLING, "id_number", "phone")]
            return all(not said or self._stamped(said) for said in told)
        if len(filled) > 2:
            return False
        if name:
            return name == first and len(filled) == 1 and (len(name) > _LONG_NAME and not name.isascii())
        alone = len(filled) == 1 and at not in {self.places.get(key) for key in (*_TELLING, "id_number", *HOUSE)}
        return alone or len(first) > _LONG_NAME or bool(_A_DAY.match(solid_date(first)))

    def _stamped(self, said: str) -> bool:
        return any(word in said for word in self.words.stamped)

    def _line(self, said: str) -> bool:
        """What a line of one cell says beside the people: a group, "the rest is empty", a page, a table's title."""
        words = self.words
        bared = said.strip("()[]\u3010\u3011*-\u2014\u2026.")
        paged = any(re.search(rf"\d+{page}", said) for page in words.pages)
        return (
            said in self.titles_above
            or "group" in named(said)
            or bared in words.markers
            or said.endswith(words.tables)
            or paged
            or _A_NOTE.fullmatch(said) is not None
        )

    def _counts(self, filled: dict[int, str]) -> bool:
        """The columns are numbered: 1 2 3 4, or by letters and figures."""
        said = list(filled.values())
        if len(said) < 3:
            return False
        figures = [int(cell) for cell in said if cell.isdigit() and len(cell) < 3]
        marks = [cell for cell in said if cell in self.words.column_numbers]
        steps = all(after == before + 1 for before, after in zip(figures, figures[1:], strict=False))
        return len(figures) + len(marks) == len(said) and steps and len(figures) + len(marks) >= 3

    def _explains(self, filled: dict[int, str], name: str, number: str) -> bool:
        told = [cell for cell in filled.values() if any(word in cell for word in self.words.explaining)]
        if name and len(name) <= _LONG_NAME and not any(word in name for word in self.words.explaining):
            return bool(number) and number in told and len(told) >= 2
        wordy = len(name) > _LONG_NAME and not any(said.isdigit() for said in filled.values())
        return len(told) >= 2 or (bool(told) and len(filled) <= 2) or wordy

    def _example(self, filled: dict[int, str]) -> bool:
        for said in list(filled.values())[:2]:
            bared = said.strip("()[]\u3010\u3011:")
            if bared.rstrip("0123456789") in self.words.examples:
                return True
            if any(re.search(rf"[(\[\u3010]{word}[)\]\u3011]", said) for word in self.words.examples):
                return True
            if re.match(rf"[(\[\u3010]?({'|'.join(self.words.examples)})[)\]\u3011:]", said):
                return True
        return False


def _opening(said: str) -> str:
    """What stands before a colon or a point: the label of a signature or a remark."""
    return lookup(re.split("[:.,;\u3001]", said, maxsplit=1)[0].strip("()*\u203b").rstrip("0123456789"))
