"""What the title of a column means when it is put together from several rows, or leans on the column before it."""

from __future__ import annotations

import datetime
import re

from server.roster.sheet.files import Row
from server.roster.sheet.layout import layout
from server.roster.sheet.merged import Merges
from server.roster.sheet.text import header as lookup
from server.roster.sheet.text import narrow, plain, uncircled
from server.roster.vocabulary import vocabulary

_LONGEST = 60  # characters; a longer cell is a title of the sheet or an explanation
_DIGITS = re.compile(r"\d{4}")


def pieces(rows: list[Row], start: int, merges: Merges) -> list[list[str]] | None:
    """For each column its titles from above; None when a lower row cannot belong to a header.

    `start` is the sheet's index of the first row. A title over several columns belongs to all of them: by its merged
    range, or where it was never merged, by the empty cells to its right that have something under them.
    """
    width = max(map(len, rows))
    lines = [[_piece(row, column) for column in range(width)] for row in rows]
    if len(rows) > 1 and (_title(lines) or not _header_below(rows, lines)):
        return None
    for depth, line in enumerate(lines[:-1]):
        below = lines[depth + 1]
        _spread(line, below, {column: merges.across(start + depth, column) for column in range(width)})
    return [list(dict.fromkeys(line[column] for line in lines if line[column])) for column in range(width)]


def _piece(row: Row, column: int) -> str:
    said = narrow(uncircled(plain(row[column]))) if column < len(row) else ""
    return said if len(said) <= _LONGEST else ""


def _title(lines: list[list[str]]) -> bool:
    """Whether the first row is a title of the whole sheet: one text, where the table begins."""
    filled = [column for column, said in enumerate(lines[0]) if said]
    return len(filled) < 2 and not any(any(line[: filled[0]]) for line in lines[1:]) if filled else True


def _header_below(rows: list[Row], lines: list[list[str]]) -> bool:
    """Whether the lower rows hold titles: no numbers or dates, and nothing under a title that says it all."""
    if any(isinstance(cell, (int, float, datetime.date)) or _DIGITS.search(plain(cell)) for cell in rows[-1]):
        return False
    if max(map(len, rows)) > 2 and sum(map(bool, lines[-1])) < 2:
        return False
    words = vocabulary().headers
    for column, low in enumerate(lines[-1]):
        for line in lines[:-1]:
            own = words.get(lookup(line[column]))
            telling = own in ("name", "id_number", "sex", "relation") and lookup(low) and low != line[column]
            if telling and (not a_part(low) or low in vocabulary().nothing):
                return False  # a name over anything else than a title, or the rest of one: this row is a person
    return True


def _spread(line: list[str], below: list[str], ends: dict[int, int | None]) -> None:
    over, until = "", -1
    for column, said in enumerate(line):
        if said:
            end = ends[column]
            over, until = (said, len(line) if end is None else end) if below[column] else ("", -1)
            if end is not None:
                over, until = said, end
        elif over and column <= until and below[column]:
            line[column] = over
        else:
            over = ""


def a_part(said: str) -> bool:
    """Whether a text can stand in the lower row of a header: a known title, or a part of one such as "month"."""
    return lookup(said) in vocabulary().headers or lookup(said) in layout().parts


def titled(parts: list[str]) -> str:
    """The title as a person would say it: the lowest alone where that says it all."""
    if parts and read(parts[-1:], "", set()) == read(parts, "", set()) is not None:
        return parts[-1]
    return "".join(parts) if not any(part.isascii() for part in parts) else " ".join(parts)


def read(parts: list[str], before: str, used: set[str]) -> str | None:
    """The key of a column by its titles from above; `before` is the last title to the left, `used` keys are given."""
    words = vocabulary().headers
    parts = [part for part in parts if lookup(part)]
    if not parts:
        return None
    low = parts[-1]
    if len(parts) == 1:
        own = words.get(lookup(low))
        leaning = words.get(lookup(before) + lookup(low)) if before and (own is None or own in used) else None
        return leaning or own
    over = parts[:-1]
    for above in ("".join(over), over[-1]):
        for said in (above, _bare(above)):
            found = words.get(lookup(said + low))
            if found:
                return found
    own = words.get(lookup(low))
    belongs = any(word in part for part in over for word in layout().belonging)
    if own:
        return None if belongs else own
    return next((words[lookup(part)] for part in reversed(over) if lookup(part) in words), None)


def _bare(said: str) -> str:
    for word in layout().neutral:
        said = said.replace(word, "")
    return said
