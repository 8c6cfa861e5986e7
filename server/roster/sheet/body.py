"""The people's rows under a header, in order: what stands between and below them is passed over, empty cells filled.

What must be known from one row to the next is a small state that can be kept (`Body.state`), so that a sheet may be
read in parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from server.roster.sheet import turning
from server.roster.sheet.files import Row
from server.roster.sheet.filling import Filling
from server.roster.sheet.header import Header
from server.roster.sheet.layout import bare
from server.roster.sheet.passing import Passing
from server.roster.sheet.sections import Sections, alone, columns
from server.roster.sheet.text import Cell, plain
from server.roster.sheet.turning import Turning

LEARNED = 3000  # rows that tell how a file writes its columns

Numbered = tuple[int, Row]  # the sheet's row number from 1, and the row


class Body:
    """Reads the rows under one header. `state` is what `state()` gave at the end of the part before."""

    def __init__(self, header: Header, state: dict[str, Any] | None = None) -> None:
        self._header = header
        self._passing = Passing(header)
        self._filling = Filling(header)
        self._sections = Sections(header)
        self._turning = Turning(header)
        if state:
            self._passing.under, self._passing.last = state["under"], state["last"]
            self._filling.once, self._filling.above = frozenset(state["once"]), state["above"]
            self._passing.titles_above = set(state["titles"])
            self._filling.anew = bool(state.get("anew"))
            self._filling.headed, self._sections.said = state["headed"], state["sections"]
            self._turning.turn = dict(state.get("turn", ()))

    def learn(self, above: Iterable[Row], rows: Iterable[Numbered]) -> None:
        """See what stands above the header, and from the first `LEARNED` rows below how the file writes its columns."""
        for row in above:
            self._sections.names(row)
            if cell := alone(row):
                self._passing.titles_above.add(bare(cell[1]))
        learning = Body(self._header)
        learning._passing.titles_above = self._passing.titles_above
        self._filling.learn(own for _, row in rows if (own := learning._person(row)) is not None)

    @staticmethod
    def columns(header: Header, rows: Iterable[Row], width: int) -> Header:
        """The header with columns for what lines between the people say (see `sections`)."""
        rows = list(rows)
        return columns(turning.columns(header, rows), rows, width)

    def people(self, rows: Iterable[Numbered]) -> Iterator[Numbered]:
        """The people among the next rows, with their cells filled down."""
        for at, row in rows:
            own = self._person(row)
            if own is not None:
                yield at, self._filling.fill(self._sections.put(own))

    def _person(self, row: Row) -> Row | None:
        """The row under the columns of the header, where it is a person."""
        laid = self._turning.lay(row)
        if self._passing.certain(laid):
            return laid
        if self._turning.header(row) or self._sections.names(row) or self._passing.nobody(laid):
            return None
        return laid

    def state(self) -> dict[str, Any]:
        """What the next part must know, as JSON can hold it."""
        return {
            "under": self._passing.under,
            "last": list(map(_kept, self._passing.last)),
            "once": sorted(self._filling.once),
            "above": list(map(_kept, self._filling.above)),
            "headed": self._filling.headed,
            "anew": self._filling.anew,
            "titles": sorted(self._passing.titles_above),
            "sections": self._sections.said,
            "turn": sorted(self._turning.turn.items()),
        }


def _kept(cell: Cell) -> Cell:
    return cell if cell is None or isinstance(cell, (str, int, float)) else plain(cell)
