"""The words that rosters use: which header is which column, which word is which code.

They are data (`data/*.json`), because every county has its own and a clerk's new synonym must not touch code.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")
NUMBERED = ("dose1", "dose2", "dose3", "dose4", "booster")  # doses that have columns of their own
PARTS = ("on", "given", "place", "product", "maker", "batch")  # `dose1_on`, …: the columns of each


@dataclass(frozen=True)
class Vocabulary:
    """Every word looked up by the reader, keyed for lookup.

    headers: header word → column key · taken: keys that become values of records ·
    relations: word → GB/T 4761 code · heads: codes of a head of household ·
    of_head: what stands before a relation to the head ·
    choices: field → word → code · the rest are small closed lists of marks and endings.
    """

    headers: dict[str, str]
    taken: frozenset[str]
    titles: dict[str, str]
    relations: dict[str, str]
    heads: frozenset[str]
    of_head: tuple[str, ...]
    choices: dict[str, dict[str, str]]
    village_endings: tuple[str, ...]
    grid_endings: tuple[str, ...]
    grid_openings: tuple[str, ...]
    door_endings: dict[str, tuple[str, ...]]
    nothing: frozenset[str]
    no_number: frozenset[str]  # somebody has no document, or its number is not known
    digits: dict[str, int]
    ten: str
    date_marks: tuple[str, ...]
    list_marks: tuple[str, ...]
    grid_name: str
    month_titles: frozenset[str]

    def parts(self, said: str) -> list[str]:
        """The members of a list in one cell, however they are set apart."""
        for mark in self.list_marks:
            said = said.replace(mark, "\n")
        return [part.strip() for part in said.split("\n") if part.strip()]


@cache
def read(name: str) -> dict[str, Any]:
    """A file of words."""
    loaded: dict[str, Any] = json.loads((_DATA / name).read_text("utf-8"))
    return loaded


def _by_word(codes: dict[str, list[str]]) -> dict[str, str]:
    return {word: code for code, words in codes.items() for word in words}


def _composed(doses: dict[str, Any]) -> dict[str, list[str]]:
    """Headers of numbered doses: a number and a part, either first, with or without what it is about."""
    key_of: dict[str, str] = {}
    for number, openings in doses["numbers"].items():
        for part, endings in doses["parts"].items():
            for opening, ending, about in product(openings, endings, ("", *doses["about"])):
                for word in (opening + ending, ending + opening, about + opening + ending, opening + about + ending):
                    key_of.pop(word.lower(), None)
                    key_of[word.lower()] = f"{number}_{part}"
    made: dict[str, list[str]] = {}
    for word, key in key_of.items():
        made.setdefault(key, []).append(word)
    for number, openings in doses["numbers"].items():
        for part, endings in doses["parts"].items():
            title = openings[0] + endings[0]
            made[f"{number}_{part}"].remove(title)
            made[f"{number}_{part}"].insert(0, title)
    return made


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read once per process."""
    columns, relations, choices = read("columns.json"), read("relations.json"), read("choices.json")
    composed = _composed(read("doses.json"))
    every = columns["taken"] | composed | columns["known"]
    return Vocabulary(
        headers=_by_word(every),
        taken=frozenset(columns["taken"]) | frozenset(composed),
        titles={key: words[0] for key, words in every.items()},
        relations=_by_word(relations["codes"]),
        heads=frozenset(relations["heads"]),
        of_head=tuple(relations["of_head"]),
        choices={field: _by_word(choices[field]) for field in ("sex", "id_kind", "dwelling", "residency")},
        village_endings=tuple(choices["village_endings"]),
        grid_endings=tuple(choices["grid_endings"]),
        grid_openings=tuple(choices["grid_openings"]),
        door_endings={key: tuple(endings) for key, endings in choices["door_endings"].items()},
        nothing=frozenset(choices["nothing"]),
        no_number=frozenset(choices["nothing"]) | frozenset(choices["no_number"]),
        digits=dict(choices["digits"]),
        ten=choices["ten"],
        date_marks=tuple(choices["date_marks"]),
        list_marks=tuple(choices["list_marks"]),
        grid_name=choices["grid_name"],
        month_titles=frozenset(choices["month_titles"]),
    )
