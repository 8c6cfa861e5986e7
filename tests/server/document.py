"""docs/protocol.md as data: its worked example, its tables, and the values that its words for types allow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TEXT = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")

_BLOCK = re.compile(r"^```json ([^\n]+)\n(.*?)\n```$", re.M | re.S)
_NAMED = re.compile(r"`([a-z_]+)`")


def example() -> list[tuple[str, Any]]:
    """The steps of the worked example in order: (what happens, JSON)."""
    return [(title, json.loads(body)) for title, body in _BLOCK.findall(TEXT)]


def section(heading: str) -> str:
    """The text under a heading, up to the next one of its level or a higher one."""
    level = heading.partition(" ")[0]
    found = re.search(rf"^{re.escape(heading)}$(.*?)(?=^#{{1,{len(level)}}} |\Z)", TEXT, re.M | re.S)
    assert found, f"no {heading} in the document"
    return found.group(1)


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row of a text, without heads."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    for place, line in enumerate(lines):
        ruled = place + 1 < len(lines) and lines[place + 1].startswith("|---")
        if not ruled and not line.startswith("|---"):
            yield [cell.strip() for cell in line.strip("|").split("|")]


def names(cell: str) -> list[str]:
    """The words in backquotes."""
    return _NAMED.findall(cell)


@dataclass(frozen=True)
class Documented:
    """What the document says of one field."""

    type: str
    policy: str
    required: bool


def fields(entity: str) -> dict[str, Documented]:
    """The table of one entity: {field: what is said}."""
    found: dict[str, Documented] = {}
    for cell, kind, policy in rows(section(f"### {entity}")):
        word, _, required = policy.partition(", ")
        found |= {name: Documented(kind, word, required == "required") for name in names(cell)}
    return found


_SAMPLES: dict[str, tuple[list[Any], list[Any]]] = {
    "flag": ([True, False], [0, "true"]),
    "day": (["2026-11-20", "1850-01-01"], ["2026-11-31", "20261120", "2200-01-01", 5]),
    "time": (["09:30", "23:59"], ["9:30", "24:00", 930]),
    "code": (["02", "visit_again", "a" * 48], ["", "a b", "a" * 49, 2]),
    "id": (["17.42", "3.1:157r", "site:1", "1" * 48], ["", "A", "1" * 49, 17]),
    "key": (["field_review:1.2:name"], ["", "A b", 1]),
    "area": (["990101100000", "990101000000", "990101100001-03"], ["99010110000", "x", 1]),
    "grid": (["990101100001-03"], ["990101100001", "x", 1]),
    "site": (["990101100000-01"], ["990101100001-01", "990101100000", "x", 1]),
    "identity": (["99010119500101001X", "名" * 40], ["", " ", "a", "1 2", "１", "A" * 41, 1]),
    "object": ([{}, {"a": 1}], [[], "x", None]),
    "any": ([1, "x", [], {}, None, True], [float("nan"), "\0"]),
}
_ID_OF = re.compile(r"id of an? (\w+)")
_TEXT = re.compile(r"text ≤ (\d+)")
_INTEGER = re.compile(r"integer (\d+)–(\d+)")
_LIST = re.compile(r"list ≤ (\d+) of (.+)")
_OBJECT = re.compile(r"\{(.+)\}")


def refers(kind: str) -> str | None:
    """What `id of a …` names: an entity, "" for any record; None for every other type."""
    found = _ID_OF.fullmatch(kind)
    return None if found is None else found.group(1).replace("record", "")


def samples(kind: str) -> tuple[list[Any], list[Any]]:
    """Values that a type of the document allows, and values that it forbids, at its very limits where it has any."""
    if kind in _SAMPLES:
        return _SAMPLES[kind]
    if refers(kind) is not None:
        return _SAMPLES["id"]
    if kind.startswith("one of "):
        words = kind.removeprefix("one of ").split(", ")
        return list(words), ["", "something_else", 1]
    if found := _TEXT.fullmatch(kind):
        return ["x", "x" * int(found[1])], ["", " ", "x" * (int(found[1]) + 1), 1]
    if found := _INTEGER.fullmatch(kind):
        least, most = int(found[1]), int(found[2])
        return [least, most], [least - 1, most + 1, "1", 1.5, True]
    if found := _LIST.fullmatch(kind):
        good, bad = samples(found[2])
        return [[], [good[0]] * int(found[1])], [[good[0]] * (int(found[1]) + 1), [bad[0]], good[0]]
    if found := _OBJECT.fullmatch(kind):
        parts = dict(part.split(": ") for part in found[1].split(", "))
        good_one = {name: samples(part)[0][0] for name, part in parts.items()}
        return [good_one], [{}, good_one | {"more": 1}, *(good_one | {n: samples(p)[1][0]} for n, p in parts.items())]
    raise AssertionError(f"the document does not explain the type {kind!r}")
