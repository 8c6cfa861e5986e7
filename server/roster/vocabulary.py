"""The words that rosters use: which header is which column, which word is which code.

They are data (`data/*.json`), because every county has its own and a clerk's new synonym must not touch code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")


@dataclass(frozen=True)
class Vocabulary:
    """Every word looked up by the reader, keyed for lookup.

    headers: header word → column key · taken: keys that become values of records ·
    relations: word → GB/T 4761 code · heads: codes of a head of household ·
    choices: field → word → code · the rest are small closed lists of marks and endings.
    """

    headers: dict[str, str]
    taken: frozenset[str]
    titles: dict[str, str]
    relations: dict[str, str]
    heads: frozenset[str]
    choices: dict[str, dict[str, str]]
    village_endings: tuple[str, ...]
    grid_endings: tuple[str, ...]
    grid_openings: tuple[str, ...]
    totals: tuple[str, ...]
    digits: dict[str, int]
    ten: str
    date_marks: tuple[str, ...]
    list_marks: tuple[str, ...]
    grid_name: str


def _read(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((_DATA / name).read_text("utf-8"))
    return loaded


def _by_word(codes: dict[str, list[str]]) -> dict[str, str]:
    return {word: code for code, words in codes.items() for word in words}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once per process."""
    columns, relations, choices = _read("columns.json"), _read("relations.json"), _read("choices.json")
    every = columns["taken"] | columns["known"]
    return Vocabulary(
        headers=_by_word(every),
        taken=frozenset(columns["taken"]),
        titles={key: words[0] for key, words in every.items()},
        relations=_by_word(relations["codes"]),
        heads=frozenset(relations["heads"]),
        choices={field: _by_word(choices[field]) for field in ("sex", "id_kind", "dwelling", "residency")},
        village_endings=tuple(choices["village_endings"]),
        grid_endings=tuple(choices["grid_endings"]),
        grid_openings=tuple(choices["grid_openings"]),
        totals=tuple(choices["totals"]),
        digits=dict(choices["digits"]),
        ten=choices["ten"],
        date_marks=tuple(choices["date_marks"]),
        list_marks=tuple(choices["list_marks"]),
        grid_name=choices["grid_name"],
    )
