"""Lines between and above the people that say where those below them live: a group's name, a village's, or a form's
"head of household: …, number: …".

Where the file has no column for it, they become one: an index behind the sheet's last column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from server.roster.sheet.files import Row
from server.roster.sheet.header import Column, Header
from server.roster.sheet.naming import of_town
from server.roster.sheet.text import header as bared
from server.roster.sheet.text import narrow, plain
from server.roster.vocabulary import vocabulary

_LONGEST = 12  # characters of an area's name
_AREAS = ("village", "group", "grid")
_HOUSE = ("household_no", "head_name", "address", "door", "building", "unit", "room")
_SAID_BY = {"group": ("group", "grid", "area_code"), "grid": ("grid", "area_code"), "village": ("village", "area_code")}
_LABEL = re.compile(r"(?:^|[\s,;]+)([^\s:,;]{1,14}):")  # in text made narrow

Said = dict[str, str]  # key → what was said


def alone(row: Row) -> tuple[int, str] | None:
    """The place and text of the only cell that holds something; None where there are none or more."""
    filled = [(at, said) for at, cell in enumerate(row) if cell not in ("", None) and (said := plain(cell))]
    return filled[0] if len(filled) == 1 else None


def named(said: str) -> Said:
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
            village = {"village": of_town(front)} if front.endswith(words.village_endings) else {}
            return {"group": found[0], **village}
    return {"village": of_town(text)} if text.endswith(words.village_endings) and not re.search(r"\d", text) else {}


def labelled(row: Row) -> Said:
    """What a line of a form says of a house or an area; empty unless every cell is a label or its value."""
    said: Said = {}
    waiting = ""  # a label whose value is in the next cell
    headers = vocabulary().headers
    for cell in row:
        text = narrow(plain(cell))
        if not text:
            continue
        before, *pairs = _LABEL.split(text)
        if before and not waiting:
            return {}
        if before:
            said[waiting] = before
        waiting = ""
        for label, value in zip(pairs[::2], pairs[1::2], strict=True):
            key = headers.get(bared(label), "")
            if key in ("name", "id_number"):
                return {}
            said[key] = value.strip()
            waiting = "" if value.strip() else key
    if not said.keys() & {"household_no", "head_name"}:
        said = {key: value for key, value in said.items() if key in _AREAS}
    if said.get("village"):
        said["village"] = of_town(said["village"])
    return {key: value for key, value in said.items() if value and key in (*_AREAS, *_HOUSE)}


def columns(header: Header, rows: Iterable[Row], width: int) -> Header:
    """The header with columns for what such lines say, if the file has any and no column of its own for it."""
    said: set[str] = set()
    for row in rows:
        cell = alone(row)
        said |= (labelled(row) or (named(cell[1]) if cell else {})).keys()
    places = header.places()
    at = max([width, *(column.index + 1 for column in header.columns)])
    fresh = [key for key in (*_AREAS, *_HOUSE) if key in said and not places.keys() & set(_SAID_BY.get(key, (key,)))]
    titles = vocabulary().titles
    more = [Column(at + n, titles[key], key, True, named=False) for n, key in enumerate(fresh)]
    return replace(header, columns=[*header.columns, *more])


class Sections:
    """Keeps what the last such lines said, for the rows below them."""

    def __init__(self, header: Header) -> None:
        self.said: Said = {}
        self._columns = {
            column.key: column.index
            for column in header.columns
            if column.key in (*_AREAS, *_HOUSE) and column.taken and not column.named
        }
        self._name = header.places().get("name", -1)

    def names(self, row: Row) -> bool:
        """Whether the row is such a line; then it is remembered."""
        said = labelled(row)
        cell = None if said else alone(row)
        if cell:
            said = named(cell[1])
            if cell[0] == self._name and "group" not in said:
                return False
        if said:
            another = self.said.get("village") not in (None, said.get("village")) and "village" in said
            kept = () if another else _AREAS  # a village begins with none of the last one's groups
            self.said = {key: value for key, value in self.said.items() if key in kept} | said
        return bool(said)

    def put(self, row: Row) -> Row:
        """The row with what was said above it."""
        for key, at in self._columns.items():
            if self.said.get(key):
                row = [*row, *[""] * (at + 1 - len(row))]
                row[at] = row[at] or self.said[key]
        return row
