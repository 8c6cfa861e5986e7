"""Every limit of a campaign document, found by walking it: whole numbers and days, wherever they stand.

Apart from the tests so that what counts as a limit, and what does not and why, can be read in one place.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from server.rules.days import known, plus_days

# What is a number or a day and yet no limit, with the reason.
NO_LIMIT = {
    "version": "counts the editions of the document; nothing is judged by it, doses are stamped with it",
    "screening": "a desk asks and a person decides; when to ask again is proposed, no rule reads it",
    "sources": "citations: the dates of the papers that the rules come from",
}


def limits(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every limit under `value`."""
    if path and path[0] in NO_LIMIT:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from limits(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from limits(inner, (*path, index))
    elif (isinstance(value, int) and not isinstance(value, bool)) or known(value):
        yield path


def moved(document: dict[str, Any], path: tuple[str | int, ...], by: int) -> dict[str, Any]:
    """The document with one limit moved by one day (or year, or whatever it counts)."""
    changed = deepcopy(document)
    place: Any = changed
    for name in path[:-1]:
        place = place[name]
    value = place[path[-1]]
    place[path[-1]] = plus_days(value, by) if isinstance(value, str) else value + by
    return changed
