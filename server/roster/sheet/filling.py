"""Cells that were written once for several rows: a household's number at its head, a village at its first house.

Empty cells take what stands above them, within one household: its members follow its head, and whatever says
otherwise (another number, another door, another head) begins a new one. A column of areas is filled from house to
house only where the file writes it so: each village once, never twice in a row; or where numbers of households begin
anew in each area and the next number follows. "As above" is what stands above.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from server.roster.sheet.files import Row
from server.roster.sheet.header import Header
from server.roster.sheet.layout import bare, layout
from server.roster.sheet.passing import HOUSE
from server.roster.sheet.text import Cell, plain, solid
from server.roster.sheet.text import name as as_name
from server.roster.vocabulary import vocabulary

_AREAS = ("area_code", "village", "group", "grid")
# the strongest first
_TELL_APART = (
    "household_no",
    "head_name",
    "compound",
    "building",
    "unit",
    "room",
    "door",
    "address",
)
_ONE_HOUSE = 12  # rows; a longer sheet is no single household
_WORD_LONGEST = 8  # characters, spaces too
_OWN = frozenset({"name", "id_number"})  # never as above


@dataclass
class Style:
    """How a column is written: how many cells hold something, how many nothing, how many repeat the one before."""

    filled: int = 0
    empty: int = 0
    repeated: int = 0
    last: str = field(default="", repr=False)

    def see(self, said: str) -> None:
        """Learn from one more cell."""
        if not said:
            self.empty += 1
            return
        self.filled += 1
        self.repeated += said == self.last
        self.last = said

    def once(self, area: bool) -> bool:
        """Whether each value is written once and means the rows below it too. One house is not a whole sheet."""
        enough = self.filled > 1 or self.filled + self.empty <= _ONE_HOUSE or area
        return bool(self.filled and self.empty) and enough and not self.repeated


class Filling:
    """Fills the rows under one header, in the file's order. `once`: the columns that write each value once."""

    def __init__(self, header: Header) -> None:
        places = header.places()
        self.places = places
        self.width = max(places.values(), default=-1) + 1
        self.house = {key: places[key] for key in (*HOUSE, "household_no") if key in places}
        self.areas = {key: places[key] for key in _AREAS if key in places}
        self.apart = [key for key in _TELL_APART if key in places]
        self.once: frozenset[str] = frozenset()
        self.anew = False  # whether each area numbers its households from the beginning
        self.as_above = [at for key, at in places.items() if key not in _OWN]
        self.words = vocabulary()
        self.above: Row = []
        self.headed = False

    def learn(self, rows: Iterable[Row]) -> None:
        """See from people's rows which columns write each value once."""
        styles = {key: Style() for key in (*self.areas, *self.apart)}
        for row in rows:
            for key, style in styles.items():
                style.see(self._said(row, key))
            self.anew = self.anew or self._begins_anew(row)
            self.above = row
        self.above = []
        self.once = frozenset(key for key, style in styles.items() if style.once(key in self.areas))

    def fill(self, row: Row) -> Row:
        """The row with its empty cells filled from the one above, where they mean the same."""
        row = [*row, *[""] * (self.width - len(row))]
        for at in self.as_above:
            if at < len(row) and at < len(self.above) and _short(row[at]) and bare(row[at]) in layout().as_above:
                row[at] = self.above[at]
        for at in (*self.house.values(), *self.areas.values()):
            if at < len(row) and _short(row[at]) and self._empty(solid(plain(row[at]))):
                row[at] = ""
        same = bool(self.above) and self._same(row)
        goes_on = self.anew and self._goes_on(row)
        if same:
            self._take(row, self.house)
        self._take(row, {key: at for key, at in self.areas.items() if same or goes_on or key in self.once})
        self.headed = (same and self.headed) or self._heads(row)
        self.above = row
        return row

    def _empty(self, said: str) -> bool:
        """Whether a cell says that there is nothing: a stroke, a dash, the word for it."""
        return said in self.words.nothing or not any(map(str.isalnum, said))

    def _said(self, row: Row, key: str) -> str:
        at = self.places.get(key, -1)
        said = solid(plain(row[at])) if 0 <= at < len(row) else ""
        return "" if said and self._empty(said) else said

    def _take(self, row: Row, columns: dict[str, int]) -> None:
        for key, at in columns.items():
            if at < len(row) and not self._said(row, key) and self._said(self.above, key):
                row[at] = self.above[at]

    def _serial(self, row: Row) -> int:
        """A household's number as a number; 0 for none."""
        said = self._said(row, "household_no")
        return int(said) if said.isdecimal() and len(said) <= _WORD_LONGEST else 0

    def _goes_on(self, row: Row) -> bool:
        """Whether the row's household is the next one after that above."""
        return self._serial(row) == self._serial(self.above) + 1 > 1 and not self._elsewhere(row)

    def _begins_anew(self, row: Row) -> bool:
        return bool(self.above) and self._elsewhere(row) and 0 < self._serial(row) <= self._serial(self.above)

    def _heads(self, row: Row) -> bool:
        relation = self._said(row, "relation")
        if relation:
            return self.words.relations.get(relation, relation) in self.words.heads
        head = as_name(self._said(row, "head_name"))
        return bool(head) and head == as_name(self._said(row, "name"))

    def _same(self, row: Row) -> bool:
        """Whether the row belongs to the household above."""
        number, above = self._said(row, "household_no"), self._said(self.above, "household_no")
        if number:
            return (number == above or self._serial(row) == self._serial(self.above) > 0) and not self._elsewhere(row)
        heads = self._heads(row)
        if self._differs(row) or self._elsewhere(row) or (heads and self.headed):
            return False
        if self._said(row, "relation") and not heads:
            return True
        return self._carried(row)

    def _differs(self, row: Row) -> bool:
        """Whether the row says something of its house that the one above does not."""
        return any((said := self._said(row, key)) and said != self._said(self.above, key) for key in self.apart)

    def _elsewhere(self, row: Row) -> bool:
        """Whether the row names another village or group than the one above."""
        return any(
            (said := self._said(row, key)) and (above := self._said(self.above, key)) and said != above
            for key in self.areas
        )

    def _carried(self, row: Row) -> bool:
        """Whether a column that tells houses apart is left empty here because it was written above."""
        return any(key in self.once and not self._said(row, key) and self._said(self.above, key) for key in self.apart)


def _short(cell: Cell) -> bool:
    """Whether a cell can be one of the words for "as above" or "nothing": most cells are longer."""
    return isinstance(cell, str) and 0 < len(cell) <= _WORD_LONGEST
