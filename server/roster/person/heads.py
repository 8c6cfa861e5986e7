"""Heads of household who stand in columns of their own only: name and number, beside each of their family.

Nearly always the head has a row, too. Who has none anywhere in the file becomes a person of the first row that names
them: its house, and nothing of what it says of its member.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from server.roster.sheet.abreast import APART
from server.roster.sheet.body import Numbered
from server.roster.sheet.files import Row
from server.roster.sheet.passing import HOUSE, PRINTED
from server.roster.sheet.text import Cell, plain, solid

AS_HEAD = APART << 9  # from a row's number to that of the head whom it names: the sheet's row stays known
_HEAD = "02"  # GB/T 4761
_KEPT = (PRINTED | HOUSE | {"head_id", "compound"}) - {"serial"}


class Heads:
    """Finds and adds them. `places`: key → column; `rows`: the rows that name a head without a row (`without_row`)."""

    def __init__(self, places: Mapping[str, int], rows: Iterable[int] = ()) -> None:
        self.places = places
        self.told = {"name", "head_name", "head_id", "id_number"} <= places.keys()
        self.rows = frozenset(rows)

    def without_row(self, rows: Iterable[Numbered]) -> list[int]:
        """Of all rows of a file the first of each head who has no row of their own."""
        own: set[str] = set()  # numbers of people who have a row; of heads, also by their name in their household
        alone: set[str] = set()  # names of heads with a row that does not say the head's number
        first: dict[str, tuple[int, str]] = {}
        head, number = "", ""
        for at, row in rows:
            if said := self._said(row, "head_name"):
                head, number = said, self._said(row, "head_id")
            own.add(self._said(row, "id_number"))
            if self._said(row, "name") == head:
                (own if number else alone).add(number or head)
            if said and number[:6].isdecimal():
                first.setdefault(number, (at, head))
        return sorted(at for each, (at, name) in first.items() if each not in own and name not in alone)

    def added(self, people: Iterable[Numbered]) -> Iterator[Numbered]:
        """The people's rows, and the heads before the first row that names them."""
        for at, row in people:
            if at in self.rows:
                yield at + AS_HEAD, self._head(row)
            if at not in self.rows or self._said(row, "name") or self._said(row, "id_number"):
                yield at, row

    def titles(self, at: int, titles: Mapping[str, str]) -> Mapping[str, str]:
        """The titles under which a row's name and number stand."""
        if at < AS_HEAD:
            return titles
        return {**titles, "name": titles["head_name"], "id_number": titles["head_id"]}

    def _head(self, row: Row) -> Row:
        kept = {self.places[key] for key in _KEPT if key in self.places}
        made: Row = [cell if at in kept else "" for at, cell in enumerate(row)]
        made += [""] * (max(self.places.values()) + 1 - len(made))
        made[self.places["name"]] = self._cell(row, "head_name")
        made[self.places["id_number"]] = self._cell(row, "head_id")
        if "relation" in self.places:
            made[self.places["relation"]] = _HEAD
        return made

    def _cell(self, row: Row, key: str) -> Cell:
        at = self.places[key]
        return row[at] if at < len(row) else ""

    def _said(self, row: Row, key: str) -> str:
        return solid(plain(self._cell(row, key))).upper()
