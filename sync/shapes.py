"""The forms that field values may take: each a total function of any JSON value to bool, so merging never raises."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sync import areas, ids

Shape = Callable[[object], bool]

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,47}", re.ASCII)
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_IDENTITY = {0xFEE0 + sign: chr(sign).upper() for sign in range(0x21, 0x7F)} | {
    sign: chr(sign).upper() for sign in range(ord("a"), ord("z") + 1)
}
_KEY = re.compile(r"[0-9a-z_]+(:[0-9a-zA-Z._:-]{1,160})?", re.ASCII)
MAX_DEPTH = 12
MAX_TEXT = 4000
MAX_DOCUMENT = 400_000
YEARS = range(1850, 2200)


def plain(value: object, depth: int = MAX_DEPTH) -> bool:
    """Whether `value` is JSON that every database and language keeps: no NUL, lone surrogate, NaN or endless depth; no
    number from 2^53 on, which languages write differently.
    """
    if value is None or isinstance(value, bool):
        return True
    if isinstance(value, int):
        return -(2**53) < value < 2**53
    if isinstance(value, float):
        return abs(value) < 2**53
    if isinstance(value, str):
        return len(value) <= MAX_DOCUMENT and _UNSTORABLE.search(value) is None
    if depth <= 0:
        return False
    if isinstance(value, list):
        return all(plain(item, depth - 1) for item in value)
    return isinstance(value, dict) and all(
        isinstance(key, str) and plain(key) and plain(item, depth - 1) for key, item in value.items()
    )


def storable(value: object, depth: int) -> object:
    """`value` as every database keeps it, to be looked at: what `plain` forbids is replaced, the rest stays.

    A sign that no text may hold becomes U+FFFD, a number without end null, a huge one its text, and what lies deeper
    than `depth` is cut off.
    """
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value[:MAX_DOCUMENT])
    if plain(value, 0):
        return value
    if isinstance(value, int):
        return hex(value)
    if depth > 0 and isinstance(value, list):
        return [storable(item, depth - 1) for item in value]
    if depth > 0 and isinstance(value, dict):
        return {str(storable(key, 0)): storable(item, depth - 1) for key, item in value.items()}
    return None if isinstance(value, float) else "\u2026"


def text(most: int) -> Shape:
    """A plain string of 1 to `most` characters with something in it (clearing a field is the value null)."""
    return lambda value: isinstance(value, str) and 0 < len(value) <= most and not value.isspace() and plain(value)


def number(least: int, most: int) -> Shape:
    """An integer from `least` to `most`, both included."""
    return lambda value: type(value) is int and least <= value <= most


def normal_identity(number: str) -> str:
    """The number of a document as it travels: without blanks, small Latin letters and full-width signs."""
    return _BLANKS.sub("", number).translate(_IDENTITY)


def identity(most: int) -> Shape:
    """The number of a document in its normal form, 1 to `most` characters."""
    fits = text(most)
    return lambda value: isinstance(value, str) and fits(value) and normal_identity(value) == value


@dataclass(frozen=True, slots=True)
class OneOf:
    """A closed list. It may grow in a later schema, so whoever must know that a field holds such a word can ask."""

    words: frozenset[str]

    def __call__(self, value: object) -> bool:
        """Whether `value` is a word of the list."""
        return isinstance(value, str) and value in self.words


def one_of(*words: str) -> Shape:
    """One of the given words."""
    return OneOf(frozenset(words))


def flag(value: object) -> bool:
    """true or false."""
    return isinstance(value, bool)


def day(value: object) -> bool:
    """A calendar date "YYYY-MM-DD" that exists."""
    if not isinstance(value, str) or _DATE.fullmatch(value) is None:
        return False
    try:
        return date.fromisoformat(value).year in YEARS
    except ValueError:
        return False


def time(value: object) -> bool:
    """A time of day "HH:MM"."""
    return isinstance(value, str) and _TIME.fullmatch(value) is not None


def code(value: object) -> bool:
    """A code that a campaign or standard gives a meaning to, such as "visit_again", "inactivated_a" or "02"."""
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def key(value: object) -> bool:
    """The key of a conflict."""
    return isinstance(value, str) and len(value) <= 200 and _KEY.fullmatch(value) is not None


def ref(value: object) -> bool:
    """The id of a record."""
    return ids.is_record(value)


def grid(value: object) -> bool:
    """The code of a grid."""
    return areas.level(value) == "grid"


def site(value: object) -> bool:
    """The code of a vaccination site."""
    return areas.level(value) == "site"


def area(value: object) -> bool:
    """The code of any area."""
    return areas.level(value) is not None


def many(shape: Shape, most: int) -> Shape:
    """A list of at most `most` values of one shape."""
    return lambda value: isinstance(value, list) and len(value) <= most and all(shape(item) for item in value)


def entries(most: int, **shapes: Shape) -> Shape:
    """A list of at most `most` objects that have exactly the given keys."""

    def fits(item: object) -> bool:
        return isinstance(item, dict) and item.keys() == shapes.keys() and all(s(item[k]) for k, s in shapes.items())

    return many(fits, most)


def document(value: object) -> bool:
    """A JSON object, such as a campaign's document; its meaning is checked elsewhere."""
    return isinstance(value, dict)
