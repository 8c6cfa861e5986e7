"""The words that a sheet has beside its people (`data/layout.json`): totals, signatures, remarks, "as above"."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from server.roster.sheet import text
from server.roster.sheet.text import Cell

_FILE = Path(__file__).parent.parent / "data" / "layout.json"


@dataclass(frozen=True)
class Layout:
    """Closed lists of words, as `text.solid` gives them, in lower case."""

    totals: tuple[str, ...]  # a row that begins so adds up
    total_openings: tuple[str, ...]  # what may stand before
    total_counts: tuple[str, ...]  # "in all", before a number
    counted: tuple[str, ...]  # people, households, after a number
    counting: tuple[str, ...]  # what a figure beside it counts
    signed: tuple[str, ...]  # who filled the sheet in, and when
    stamped: tuple[str, ...]  # a place for a signature or a seal
    remarks: tuple[str, ...]  # notes under the table
    markers: tuple[str, ...]  # "the rest is empty", "continued"
    towns: tuple[str, ...]  # endings of a town's name
    parts: tuple[str, ...]  # of titles, in the lower row of a header
    pages: tuple[str, ...]  # page, behind a number
    tables: tuple[str, ...]  # endings of a table's title
    explaining: tuple[str, ...]  # how a column is to be filled in
    examples: tuple[str, ...]  # a row that shows how
    column_numbers: tuple[str, ...]  # the columns counted, by letters or figures
    as_above: frozenset[str]  # the same as in the row above
    neutral: tuple[str, ...]  # a header over others that adds nothing: "basic information"
    belonging: tuple[str, ...]  # a header over others that says whose: "head of household", "first dose"


@cache
def layout() -> Layout:
    """The words, read once per process."""
    read = json.loads(_FILE.read_text("utf-8"))
    words = {each.name: tuple(word.lower() for word in read[each.name]) for each in fields(Layout)}
    return Layout(**{**words, "as_above": frozenset(words["as_above"])})  # type: ignore[arg-type]


def bare(cell: Cell) -> str:
    """The text of a cell as these words are looked up: no spaces, ordinary letters, lower case; of an error nothing."""
    said = text.solid(text.plain(cell)).lower()
    return "" if text.broken(said) else said
