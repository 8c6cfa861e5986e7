"""An invented township's list as an office keeps it, one row a person: identity numbers on region 99, telephones on
100. Its words are in `people.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter

from server.rules.identity import check_character

VILLAGES, GROUPS = 40, 12
_YEARS = 20  # in which the heads of households were born
_PER_REGION = 499


def workbook(path: Path, people: int, after: int) -> None:
    """Write the list of so many people as an .xlsx, village by village; the first `after` households are others'."""
    words = json.loads(Path(__file__).with_name("people.json").read_text("utf-8"))
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, words["header"])
        for at, row in enumerate(_rows(words, people, after), 1):
            for column, said in enumerate(row):
                if said:
                    sheet.write_string(at, column, said)


def _rows(words: dict[str, Any], people: int, after: int) -> Iterator[list[str]]:
    family = words["family"]
    homes = -(-people // len(family))
    for at in range(people):
        home, place = divmod(at, len(family))
        village, inside = home * VILLAGES // homes, home % (GROUPS * 100)
        home += after
        relation, sex, first = family[place]
        birth = f"{first + home % _YEARS}-{home % 12 + 1:02d}-{home % 28 + 1:02d}"
        vaccinated, twice = (home + place) % 3 > 0, home % 2 > 0
        days = [f"2021-{month + home % 6:02d}-{home % 27 + 1:02d}" for month in (4, 5)]
        named = _name(words["syllables"], home)
        yield [
            str(at + 1), str(home + 1), words["name"].format(home=named, place=words["places"][0]),
            words["name"].format(home=named, place=words["places"][place]), relation, sex, words["people"], birth, "",
            _number(home, birth, place % 2 == 0), f"100{home * len(family) + place:08d}", words["town"], words["town"],
            words["village"].format(n=village + 1), words["group"].format(n=inside // 100 + 1),
            words["door"].format(n=home + 1), "", "", "",
            days[0] if vaccinated else "", words["clinic"] if vaccinated else "",
            days[1] if vaccinated and twice else "", words["clinic"] if vaccinated and twice else "", "", "", "", "",
        ]  # fmt: skip


def _number(home: int, birth: str, man: bool) -> str:
    """An identity number that passes its check, another one for each home, birth date and sex."""
    region, order = divmod(home, _PER_REGION)
    front = f"99{1001 + region:04d}{birth.replace('-', '')}{order * 2 + man:03d}"
    return front + check_character(front)


def _name(syllables: str, home: int) -> str:
    """Three syllables for a household."""
    many = len(syllables)
    return syllables[home % many] + syllables[home // many % many] + syllables[home // many // many % many]
