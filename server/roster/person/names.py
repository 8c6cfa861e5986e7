"""The cell of a name often holds more: a star, a word in brackets, the mark of somebody who has died, two people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from server.roster.problems import Code
from server.roster.sheet import text
from server.roster.vocabulary import read as data
from server.roster.vocabulary import vocabulary

_TOGETHER = 4  # letters; a longer name over two lines is two people


@dataclass(frozen=True)
class Name:
    """`text`: the name. `beside`: what else the cell says. `relation`: its code, if that is one. `code`: a problem."""

    text: str
    beside: str = ""
    relation: str | None = None
    code: Code | None = None


def read(said: str) -> Name:
    """The name in a cell, and what stands beside it."""
    kept = text.name(said)
    if kept in vocabulary().nothing:
        return Name("")
    if kept in _words()["nobody"]:
        return Name(kept, code=Code.NAME_MALFORMED)
    if kept.isalpha() and not _around().search(kept) and "\n" not in said:
        return Name(kept)
    if _several(said):
        return Name(kept, code=Code.NAME_SEVERAL)
    if _words()["masked"].search(kept):
        return Name(kept, code=Code.NAME_MALFORMED)
    name = _bared(kept)
    match = _bracket().fullmatch(name) or _around().fullmatch(name)
    if not match:
        return Name(name)
    name, beside = _bared(match["name"]), match["beside"]
    if any(word in beside for word in data("names.json")["gone"] if len(word) > 1) or beside in _words()["gone"]:
        return Name(name, beside, code=Code.NAME_GONE)
    words = vocabulary()
    relation = None if beside in words.choices["sex"] else words.relations.get(beside)
    if relation or beside in _words()["beside"]:
        return Name(name, beside, relation)
    return Name(_bared(kept))


def _bared(name: str) -> str:
    """A name without ornaments around it, and with the usual dot within it."""
    bared = name.strip(_words()["ornaments"] + " ")
    return _words()["dots"].sub(_words()["dot"], bared) if bared else name


def _several(said: str) -> bool:
    """Whether a cell names several people: every part has two letters at least, none of them Latin."""
    lines = [text.solid(line) for line in said.strip().splitlines()]
    parts = lines if len(lines) > 1 and sum(map(len, lines)) > _TOGETHER else vocabulary().parts(text.narrow(said))
    bared = [part.strip(_words()["ornaments"]) for part in parts]
    return len(bared) > 1 and all(len(part) > 1 and part.isalpha() and not part.isascii() for part in bared)


@cache
def _words() -> dict[str, Any]:
    said = data("names.json")
    single = r"[^\W\d_a-zA-Z]"
    letter = rf"(?<={single})", rf"(?={single})"
    mask = f"[{re.escape(said['masks'])}]"
    return {
        "gone": frozenset(said["gone"]),
        "beside": frozenset(said["beside"]),
        "ornaments": said["ornaments"],
        "dots": re.compile(rf"{letter[0]} ?[{re.escape(said['dots'])}] ?{letter[1]}"),
        "dot": said["dot"],
        "nobody": frozenset(said["nobody"]),
        "masked": re.compile(rf"^{single}{mask}|{letter[0]}{mask}{letter[1]}|{single}{mask}{{2}}"),
    }


@cache
def _bracket() -> re.Pattern[str]:
    opening, closing = (re.escape("".join(pair[at] for pair in data("names.json")["brackets"])) for at in (0, 1))
    return re.compile(rf"(?P<name>[^{opening}{closing}]+)[{opening}](?P<beside>[^{opening}{closing}]+)[{closing}]")


@cache
def _around() -> re.Pattern[str]:
    """A word behind a name, without brackets."""
    words = "|".join(map(re.escape, data("names.json")["gone_without_brackets"]))
    return re.compile(rf"(?P<name>\w{{2,}})(?P<beside>{words})$")
