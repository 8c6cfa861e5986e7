"""What tells one home from another: its door, lane, building, unit and room, however each of them is written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from server.roster.sheet import text
from server.roster.vocabulary import vocabulary

HOME = ("door", "lane", "building", "unit", "room")
READ = ("lane", "building", "unit", "door", "room")  # in the order in which one reads an address
_PART = re.compile(r"\w+")
_MARKS = re.compile(r"[\s#\-\u2014]+$")


def door_of(home: Mapping[str, Any]) -> tuple[str, ...]:
    """A home's place in a form that can be compared, in the order of `HOME`; "" for what is not said."""
    return tuple(_bare(key, str(home.get(key) or "")) for key in HOME)


def in_words(home: Mapping[str, Any]) -> str:
    """A home's place in one line. A door that names its building, unit and room (1-2-301) says them once."""
    said = dict(zip(HOME, door_of(home), strict=True))
    named = [_bare("door", part) for part in _PART.findall(str(home.get("door") or ""))]
    told = len(named) > 1 and {said[key] for key in ("building", "unit", "room")} - {""} <= set(named)
    left_out = ("building", "unit", "room") if told else ()
    return " ".join(str(home[key]) for key in READ if home.get(key) and key not in left_out)


@cache
def _endings(key: str) -> tuple[str, ...]:
    return vocabulary().door_endings.get(key, ())


@lru_cache(4096)
def _bare(key: str, said: str) -> str:
    """Without its kind behind it, numbers as plain digits: what is called building 1 and 1 are the same."""
    if not said:
        return ""
    said = _MARKS.sub("", text.solid(said)).upper()
    if key == "lane":
        return said
    for ending in _endings(key):
        if said.endswith(ending) and len(said) > len(ending):
            said = said.removesuffix(ending)
            break
    number = text.number(said)
    return str(number) if number is not None else said
