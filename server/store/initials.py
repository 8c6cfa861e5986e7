"""Initials of a name in pinyin, by which canvassers search: the derived field `initials` of a resident."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from pypinyin import Style, lazy_pinyin

_SURNAMES = Path(__file__).parent / "data" / "surnames.json"


@cache
def _readings() -> dict[str, str]:
    """Surnames whose first letter differs from the character's usual reading."""
    loaded: dict[str, str] = json.loads(_SURNAMES.read_text(encoding="utf-8"))
    return loaded


@cache
def _letters(text: str) -> str:
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore"))


def initials(name: str) -> str:
    """The upper-case initials of `name`: letters and digits stay, other signs are left out."""
    name = name.strip()
    for length in (2, 1):
        reading = _readings().get(name[:length])
        if reading and len(name) > length:
            return (reading + _rest(name[length:])).upper()[:40]
    return _rest(name).upper()[:40]


def _rest(text: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalnum() else _letters(sign) for sign in text)
