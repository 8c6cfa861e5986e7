"""The two kinds of ids: an edit's "<writer>.<n>", and a record's: that of the edit that made it, or a seeded word."""

from __future__ import annotations

import re
from functools import lru_cache

EDIT = re.compile(r"[1-9][0-9]{0,9}\.[1-9][0-9]{0,9}")
RECORD = re.compile(r"[0-9a-z][0-9a-z.:_-]{0,47}")


def is_edit(text: object) -> bool:
    """Whether `text` is an edit id such as "17.42"."""
    return isinstance(text, str) and EDIT.fullmatch(text) is not None


def is_record(text: object) -> bool:
    """Whether `text` may be a record id such as "17.42", "3.1:157r" or "site:1"."""
    return isinstance(text, str) and RECORD.fullmatch(text) is not None


def writer(edit_id: str) -> int:
    """The number of the writer who made the edit: 17 for "17.42"."""
    return order(edit_id)[0]


@lru_cache(maxsize=100_000)
def order(edit_id: str) -> tuple[int, int]:
    """(writer, n) as numbers: the order of edit ids, used to break ties. Anything else sorts first."""
    left, _, right = edit_id.partition(".")
    if left.isascii() and left.isdigit() and right.isascii() and right.isdigit():
        return int(left), int(right)
    return 0, 0
