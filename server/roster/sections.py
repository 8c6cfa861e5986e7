"""Lines between the people that say where those below them live: the name of a group, or of a village.

Where the file has no column for it, they become one: an index behind the sheet's last column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from server.roster.files import Row
from server.roster.header import Column, Header
from server.roster.text import header as bared
from server.roster.text import plain
from server.roster.vocabulary import vocabulary

_LONGEST = 12  # characters of an area's name
_COLUMNS = {"group": ("group", "grid", "area_code"), "village": ("village", "area_code")}  # key → any of these says it


def alone(row: Row) -> tuple[int, str] | None:
    """The place and text of the only cell that holds something; None where there are none or more."""
    filled = [(at, said) for at, cell in enumerate(row) if cell not in ("", None) and (said := plain(cell))]
    return filled[0] if len(filled) == 1 else None


def named(said: str) -> dict[str, str]:
    """The area that a line names: `group`, `village`, both or neither."""
    words = vocabulary()
    digits = "".join(words.digits) + words.ten
    text = bared(re.sub(rf"^([0-9]+|[{digits}]+)[\u3001.,\uff0e]", "", said.strip()))
    if not text or len(text) > _LONGEST:
        return {}
    for ending in words.grid_endings:
        found = re.search(rf"([0-9]+|[{digits}]+){ending}$", text) if ending not in words.date_marks else None
        if found:
            front = text[: found.start()]
            for opening in words.grid_openings:
                front = front.removesuffix(opening)
            village = {"village": front} if front.endswith(words.village_endings) else {}
            return {"group": found[0], **village}
    return {"village": text} if text.endswith(words.village_endings) and not re.search(r"\d", text) else {}


class Sections:
    """Keeps what the last such line said, for the rows below it. `said`: key → the area's name."""

    def __init__(self, header: Header) -> None:
        self.said: dict[str, str] = {}
        self._columns = {
            column.key: column.index
            for column in header.columns
            if column.key in _COLUMNS and column.taken and not column.named
        }
        self._name = header.places().get("name", -1)

    def names(self, row: Row) -> bool:
        """Whether the row is such a line; then it is remembered."""
        cell = alone(row) if self._columns else None
        said = named(cell[1]) if cell else {}
        if not cell or not said or (cell[0] == self._name and "group" not in said):
            return False
        self.said = said if "village" in said else {**self.said, **said}
        return True

    def put(self, row: Row) -> Row:
        """The row with what was said above it."""
        for key, at in self._columns.items():
            if self.said.get(key):
                row = [*row, *[""] * (at + 1 - len(row))]
                row[at] = row[at] or self.said[key]
        return row


def columns(header: Header, rows: Iterable[Row], width: int) -> Header:
    """The header with a column for what such lines say, if the file has any and no column of its own for it."""
    said = {key for row in rows if (cell := alone(row)) for key in named(cell[1])}
    places = header.places()
    at = max([width, *(column.index + 1 for column in header.columns)])
    fresh = [key for key, any_of in _COLUMNS.items() if key in said and not places.keys() & set(any_of)]
    titles = vocabulary().titles
    more = [Column(at + n, titles[key], key, True, named=False) for n, key in enumerate(fresh)]
    return replace(header, columns=[*header.columns, *more])
