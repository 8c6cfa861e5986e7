"""One row while it is read: its cells by the key of their column, and the person who comes of it.

Apart from the readers (`rows`, `history`, `conditions`) because all of them report faults, list what they put right
and keep in the note what no field can take, and each must do it in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from server.roster.problems import Code, Found, Mended
from server.roster.sheet import text
from server.roster.sheet.files import Row
from server.roster.sheet.text import Cell
from server.roster.vocabulary import vocabulary

LONGEST = 80  # characters of a short text; longer cells are kept whole in the note
NOTE_LONGEST = 1000


@dataclass
class Person:
    """What a row says. `values` are the resident's, `home` the household's, `place` the words that name its grid.

    `doses` and `contraindications` hold the fields of those records without `resident`, in order of the dose numbers.
    A dose has no `number` where the list does not say which one it was, and no `on` where it gives no day.
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


class Line:
    """The cells of one row by key. `places`: key → place in the row; `titles`: key → header as written in the file."""

    def __init__(self, row: Row, places: Mapping[str, int], titles: Mapping[str, str], person: Person) -> None:
        self.row = row
        self.texts = {
            key: said
            for key, index in places.items()
            if index < len(row) and row[index] not in (None, "") and (said := text.plain(row[index]))
        }
        self.errors = {key: said for key, said in self.texts.items() if text.broken(said)}
        for key in self.errors:
            del self.texts[key]
        self.places = places
        self.titles = titles
        self.person = person

    def cell(self, key: str) -> Cell:
        """What stands in the column; None if there is no such column."""
        index = -1 if key in self.errors else self.places.get(key, -1)
        return self.row[index] if 0 <= index < len(self.row) else None

    def text(self, key: str) -> str:
        """The cell as text."""
        return self.texts.get(key, "")

    def title(self, key: str) -> str:
        """The column as a person knows it: as written in the file, else the product's own word."""
        return self.titles.get(key) or vocabulary().titles[key]

    def found(self, key: str, code: Code, **values: str) -> None:
        """Report a problem of a column."""
        self.person.problems.append(Found(self.person.row, self.title(key), code, values))

    def mended(self, key: str, before: str, after: str) -> None:
        """List what was put right, if it was changed at all."""
        if before != after:
            self.person.mended.append(Mended(self.person.row, self.title(key), before, after))

    def note(self, key: str, said: str) -> None:
        """Keep in the resident's note what no field could take."""
        line = f"{self.title(key)}: {said}"
        before = str(self.person.values.get("note", ""))
        if line not in before:
            self.person.values["note"] = "; ".join(filter(None, [before, line]))[:NOTE_LONGEST]

    def short(self, key: str, into: dict[str, Any], name: str = "") -> None:
        """Take a short text as the field `name` (else `key`); one that is too long goes to the note."""
        said = self.texts.get(key)
        if not said:
            return
        value = text.narrow(said)
        if len(value) > LONGEST:
            self.found(key, Code.TEXT_TOO_LONG, limit=str(LONGEST))
            self.note(key, value)
        elif value:
            into[name or key] = value
