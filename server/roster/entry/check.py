"""Reading a whole file as a roster: what would go in, what a person must look at, what was put right.

`examine` reads a file in one go (the command line); the office's page asks for one part after another (`steps`).
`check` is the answer in the form that is printed.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from server.roster.entry import steps
from server.roster.entry.findings import Findings
from server.roster.entry.spool import Spool
from server.roster.person import vaccinated
from server.roster.person.places import NewArea
from server.roster.problems import FileCode, Found, Mended, Unreadable
from server.roster.sheet import abreast, text
from server.roster.sheet import header as headers
from server.roster.sheet.abreast import in_sheet
from server.roster.sheet.body import Body
from server.roster.sheet.choosing import choose
from server.roster.sheet.header import Header
from server.roster.vocabulary import vocabulary
from server.words import say

_NUMBER = re.compile(r"\d{15}|\d{17}[\dXx]")
_LOOKED_AT = 200  # rows that tell what a file is


class Examined:
    """A file understood, in its spool."""

    def __init__(self, spool: Spool) -> None:
        self.spool = spool
        self.findings = Findings(spool)
        self.header = steps.header_of(spool)
        self.sheet: str = spool.get("sheet")
        self.kind: str = spool.get("kind")
        self.rows: int = spool.get("people")
        self.states = self.findings.states()
        self.others: list[str] = spool.get("others", [])  # sheets that look like rosters too, and were not read

    def problems(self, most: int = -1) -> Iterator[Found]:
        """What a person must look at, in the file's order."""
        return self.findings.problems(most)

    def mended(self, most: int = -1) -> Iterator[Mended]:
        """What was put right, in the file's order."""
        return self.findings.mended(most)

    def counts(self) -> tuple[int, int]:
        """Households and residents that would go in."""
        return self.findings.homes_with_new(), self.states.get("new", 0)

    def unread(self) -> list[str]:
        """The titles of columns that mean nothing known; the letter of a filled one without a title."""
        return [column.title for column in self.header.columns if column.key is None]

    def new_areas(self) -> list[NewArea]:
        """The areas that the import would make."""
        return steps.planned(self.spool)

    def report(self, lang: str) -> dict[str, Any]:
        """What `roster check --json` prints: rows, households, residents, problems, mended; `unread` (filled columns of
        which nobody knows what they mean) and `other_sheets`, if any.
        """
        households, residents = self.counts()
        return {
            "rows": self.rows,
            "households": households,
            "residents": residents,
            "problems": [
                {
                    "row": in_sheet(found.row),
                    "column": found.column,
                    "code": found.code.value,
                    "message": sentence(found, lang),
                }
                for found in self.problems()
            ],
            "mended": [
                {"row": in_sheet(mended.row), "column": mended.column, "from": mended.before, "to": mended.after}
                for mended in self.mended()
            ],
            **({"unread": unread} if (unread := self.unread()) else {}),
            **({"other_sheets": self.others} if self.others else {}),
        }


def sentence(found: Found, lang: str) -> str:
    """What a problem says to a person."""
    return say(f"roster.{found.code.value}", lang, **found.values)


def check(
    path: Path, area: str | None, session: Session | None, today: datetime.date, name: str = "", lang: str = "zh-CN"
) -> dict[str, Any]:
    """The report of a file (see `Examined.report`). Without a session nothing is known of areas and people.

    Raises Unreadable when the file is no roster.
    """
    with Spool() as spool:
        return examine(spool, path, area, session, today, name).report(lang)


def examine(
    spool: Spool,
    path: Path,
    area: str | None,
    session: Session | None,
    today: datetime.date,
    name: str = "",
    kind: str | None = None,
) -> Examined:
    """Read the first sheet that is a roster into `spool`, and judge every row of it. `kind`: None as recognised."""
    header = take(spool, path, name)
    if header is None:
        raise Unreadable(FileCode.NO_HEADER)
    with spool.part():
        steps.begin(spool, header, area, kind or kind_of(spool, header), today)
    while steps.step(spool, session, steps.SECONDS):
        pass
    examined = Examined(spool)
    if not examined.rows:
        raise Unreadable(FileCode.EMPTY)
    return examined


def kind_of(spool: Spool, header: Header) -> str:
    """What a file seems to be: a list of residents, or of people vaccinated."""
    places = header.places()
    doses = [index for key, index in places.items() if key.endswith("_on") or key == "dose_number"]
    people = Body(header).people(spool.rows(header.index + 1, _LOOKED_AT))
    filled = [any(index < len(row) and text.plain(row[index]) for index in doses) for _, row in people]
    return vaccinated.kind(places.keys(), filled)


def promising(spool: Spool) -> bool:
    """Whether a file without a header that is known may still be a list of people: then somebody is asked for it."""
    cells = [text.plain(cell) for row in spool.head() for cell in row]
    known = {vocabulary().headers.get(text.header(cell)) for cell in cells} - {None}
    return len(known) >= headers.FEWEST or any(_NUMBER.fullmatch(text.solid(cell)) for cell in cells)


def take(spool: Spool, path: Path, name: str, sheet: str = "") -> Header | None:
    """Write the sheet that is the roster (or the one named) into `spool`; where none has a roster's header, the first
    that has anything in it, so that a header can be pointed out (None). Raises Unreadable when there is nothing at all.
    """
    chosen = choose(path, name, sheet)
    side_by_side = abreast.lists(chosen.header) if chosen.header else None
    spool.take(chosen.sheet, side_by_side)
    spool.note(others=chosen.others)
    return side_by_side.under() if side_by_side else chosen.header
