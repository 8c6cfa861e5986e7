"""The cell of a telephone: one number or several, and whose it is ("(son)" behind the number, or before it)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from server.roster.sheet import text
from server.roster.vocabulary import read as data
from server.roster.vocabulary import vocabulary

_OWNED = re.compile(
    r"\(?(?P<before>[^\W\d_]{0,8})\)?:?(?P<number>[+\d][\d+() -]{5,}\d)\s*[(\[]?(?P<behind>[^\W\d_]{0,8})[)\]]?"
)


@dataclass(frozen=True)
class Phone:
    """`number`: the first; "" where there is none. `of`: whose it is. `others`: what else the cell says."""

    number: str = ""
    of: str = ""
    others: str = ""


def read(said: str) -> Phone:
    """What a cell says; a number is taken only where everything before and behind it is a word."""
    if number := text.phone(said):
        return Phone(number)
    first, *others = _parts(said) or [""]
    match = _OWNED.fullmatch(first)
    number = text.phone(match["number"]) if match else None
    if match is None or number is None:
        return Phone()
    beside = match["before"] + match["behind"]
    own, about = _words()
    if beside in about:
        return Phone(number, "", ", ".join([beside, *others]))
    return Phone(number, "" if beside in own else beside, ", ".join(others))


def _parts(said: str) -> list[str]:
    """The numbers of a cell, each with its word: set apart by a mark, a line, or a space between whole numbers."""
    parts = [part for line in said.splitlines() for part in vocabulary().parts(text.narrow(line))]
    spaced = [part.split(" ") for part in parts]
    return [
        piece
        for part, pieces in zip(parts, spaced, strict=True)
        for piece in (pieces if len(pieces) > 1 and all(map(_whole, pieces)) else [part])
    ]


def _whole(piece: str) -> bool:
    match = _OWNED.fullmatch(piece)
    return match is not None and text.phone(match["number"]) is not None


@cache
def _words() -> tuple[frozenset[str], frozenset[str]]:
    said = data("phones.json")
    return frozenset(said["own"]), frozenset(said["about"])
