"""Lists that stand side by side on one sheet, to save paper: name, number, telephone, and once more to the right.

The list on the right is read as rows of its own behind the sheet's last row, under the titles on the left. Such a row
has a number by which the sheet's own is known (`in_sheet`), since two people cannot have one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from server.roster.sheet.files import Row
from server.roster.sheet.header import Header
from server.roster.sheet.sections import alone, labelled, named
from server.roster.sheet.text import header as lookup
from server.roster.sheet.text import plain

APART = 1 << 21  # from a row's number to that of the row to its right; a sheet has half as many rows
_NARROWEST = 2  # columns of a list


def in_sheet(row: int) -> int:
    """The sheet's own number of a row."""
    return row % APART


@dataclass(frozen=True)
class Lists:
    """Where the lists stand: the first begins in column `start`, each is so wide, and there are so many of them.

    What stands left of the first is said of all of them.
    """

    header: Header
    start: int
    width: int
    count: int

    def under(self) -> Header:
        """The header of the first list alone."""
        right = range(self.start + self.width, self.start + self.width * self.count)
        return replace(self.header, columns=[each for each in self.header.columns if each.index not in right])

    def apart(self, at: int, row: Row) -> Iterator[tuple[int, Row]]:
        """The rows that come of the sheet's row `at` (from 1): that of the first list, and those of the others."""
        if at <= self.header.index + 1:
            yield at, row
            return
        end = self.start + self.width
        rest = self.start + self.width * self.count
        yield at, [*row[:end], *[""] * (len(row[end:rest])), *row[rest:]]
        heading = self._heading(row)
        for n in range(1, self.count):
            own = row[self.start + n * self.width : end + n * self.width]
            if heading:
                yield at + n * APART, row
            elif any(plain(cell) for cell in own):
                before = [*row[: self.start], *[""] * (self.start - len(row))]
                yield at + n * APART, [*before, *own]

    def _heading(self, row: Row) -> bool:
        """Whether a row names what is below it, in all lists."""
        cell = alone(row)
        said = named(cell[1]) if cell else labelled(row)
        return "group" in said or bool(said and (cell is None or cell[0] != self.header.places().get("name")))


def lists(header: Header) -> Lists | None:
    """The lists side by side under a header; None where there is only one, as nearly always."""
    titles = {column.index: lookup(column.title) for column in header.columns if column.named}
    names = [column.index for column in header.columns if column.key == "name" and column.named]
    if len(names) < 2 or names[1] - names[0] < _NARROWEST:
        return None
    start, width = names[0], names[1] - names[0]
    while titles.get(start - 1) and titles[start - 1] == titles.get(start - 1 + width):
        start -= 1
    first = [titles.get(start + offset, "") for offset in range(width)]
    count = 1
    while _same(first, [titles.get(start + width * count + offset, "") for offset in range(width)]):
        count += 1
    return Lists(header, start, width, count) if count > 1 else None


def _same(first: list[str], other: list[str]) -> bool:
    pairs = [(left, right) for left, right in zip(first, other, strict=True) if left and right]
    return len(pairs) >= _NARROWEST and all(left == right for left, right in pairs)
