"""The words of lists of staff: which header is which column, which word is which role. They are data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from server.roster.sheet import text
from server.roster.sheet.files import Row, Sheet

LOOKED_AT = 10  # non-empty rows in which the header must stand
_DATA = Path(__file__).with_name("data") / "words.json"


@dataclass(frozen=True)
class Words:
    """Every word looked up, keyed for lookup. `titles` and `shown`: how the product itself writes a column, a role."""

    headers: dict[str, str]
    titles: dict[str, str]
    unread: frozenset[str]
    roles: dict[str, str]
    shown: dict[str, str]
    whole: frozenset[str]
    between: tuple[str, ...]
    marks: tuple[str, ...]
    joined: tuple[str, ...]
    explained: tuple[str, ...]
    totals: tuple[str, ...]


@cache
def words() -> Words:
    """The words, read once per process."""
    data = json.loads(_DATA.read_text("utf-8"))
    return Words(
        headers={word: key for key, names in data["columns"].items() for word in names},
        titles={key: names[0] for key, names in data["columns"].items()},
        unread=frozenset(data["unread"]),
        roles={word: role for role, names in data["roles"].items() for word in names},
        shown=data["shown"],
        whole=frozenset(data["whole"]),
        between=tuple(data["between"]),
        marks=tuple(data["marks"]),
        joined=tuple(data["and"]),
        explained=tuple(data["explained"]),
        totals=tuple(data["totals"]),
    )


@dataclass(frozen=True)
class Header:
    """Where the header stands (index into the sheet's rows), its columns, and the place of each that is read."""

    index: int
    columns: list[dict[str, object]]
    places: dict[str, int]
    titles: dict[str, str]

    def title(self, key: str) -> str:
        """The header of a column as written, or as the product would write one that is not there."""
        return self.titles.get(key) or words().titles[key]


def find(sheet: Sheet) -> Header | None:
    """The header of a sheet: the row with most known columns, the name among them. None when there is none."""
    best: Header | None = None
    seen = 0
    for index, row in enumerate(sheet.rows):
        if not any(text.plain(cell) for cell in row):
            continue
        seen += 1
        if seen > LOOKED_AT:
            break
        candidate = _header(index, row)
        if "name" in candidate.places and len(candidate.places) > max(1, len(best.places) if best else 0):
            best = candidate
    return best


def _header(index: int, row: Row) -> Header:
    known = words()
    columns: list[dict[str, object]] = []
    places: dict[str, int] = {}
    titles: dict[str, str] = {}
    for at, cell in enumerate(row):
        title = text.narrow(text.plain(cell))
        if not title:
            continue
        key = known.headers.get(text.header(cell))
        taken = key is not None and key not in known.unread and key not in places
        columns.append({"title": title, "key": key, "taken": taken})
        if key is not None and taken:
            places[key], titles[key] = at, title
    return Header(index, columns, places, titles)
