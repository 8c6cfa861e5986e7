"""What docs/protocol.md says of each endpoint: its failures, and the keys of its requests and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.server import document

_ENDPOINT = re.compile(r"`((?:GET|POST) /[^`]+)`")
_BLOCK = re.compile(r"^```json\n(.*?)\n```$", re.M | re.S)
# The first word of a type in the document, and what it is in JSON.
_TYPES = {
    "string": "string", "strings": "string", "integer": "integer", "integers": "integer", "ms": "integer",
    "seconds": "integer", "true": "boolean", "false": "boolean", "null": "null", "list": "array", "`[from,": "array",
    "object": "object", "edit": "string", "record": "string", "1–500": "integer",
}  # fmt: skip


@dataclass(frozen=True)
class Key:
    """What the document says of one key: its JSON types (None: any), the keys of objects in it, whether it must be
    there.
    """

    types: frozenset[str] | None
    inside: frozenset[str]
    always: bool


def failures() -> dict[str, list[str]]:
    """{endpoint: its codes}, as the table of endpoints says."""
    rows = document.rows(document.section("## The wire"))
    return {where.strip("`"): document.names(codes) for where, codes in rows}


def everywhere() -> list[str]:
    """The codes that every endpoint may answer."""
    said = document.section("## The wire").partition("Every endpoint may also answer")[2]
    return document.names(said.partition(";")[0])


def keys(kind: str) -> dict[str, dict[str, Key]]:
    """{endpoint: {key: what is said}}; `kind` is "request" or "answer". A table belongs to the endpoint named last."""
    found: dict[str, dict[str, Key]] = {}
    endpoint = ""
    lines = document.TEXT.partition("## A worked example")[0].splitlines()
    for place, line in enumerate(lines):
        if not line.startswith("|"):
            endpoint = (_ENDPOINT.findall(line) or [endpoint])[-1]
        elif line.startswith(f"| {kind} |"):
            assert endpoint not in found, f"two tables of {endpoint}"
            found[endpoint] = table(lines[place:])
    return found


def component(heading: str, head: str) -> dict[str, Key]:
    """The table under a heading of which the first column is headed so."""
    lines = document.section(heading).splitlines()
    return table(lines[next(place for place, line in enumerate(lines) if line.startswith(f"| {head} |")) :])


def table(lines: list[str]) -> dict[str, Key]:
    """The keys of the table that begins with the first line. Without a column "present" a key of an answer is always
    there, and one of a request if its type says "required".
    """
    head = [cell.strip() for cell in lines[0].strip("|").split("|")]
    found: dict[str, Key] = {}
    for cells in document.rows("\n".join(_first(lines))):
        told = dict(zip(head, cells, strict=True))
        names = document.names(cells[0])
        types = re.split("[,;] ", told["type"].removesuffix(", required"))
        kinds = types if len(types) == len(names) > 1 else [told["type"]] * len(names)
        for name, kind in zip(names, kinds, strict=True):
            always = told["present"] == "always" if "present" in told else head[0] != "request"
            required = told["type"].endswith(", required")
            inside = frozenset(re.findall(r'"(\w+)"', kind))
            found[name] = Key(_types(kind.removesuffix(", required")), inside, always or required)
    return found


def examples() -> list[Any]:
    """The JSON blocks without a title: a row, an edit, a chunk."""
    return [json.loads(block) for block in _BLOCK.findall(document.TEXT)]


def _first(lines: list[str]) -> Iterator[str]:
    for line in lines:
        if not line.startswith("|"):
            return
        yield line


def _types(kind: str) -> frozenset[str] | None:
    if kind == "any":
        return None
    found = set()
    for part in kind.split(" or ") if not kind.startswith("list of `") else ["list"]:
        word = part.split()[0].rstrip(",;")
        found.add("object" if word.lstrip("`")[0] == "{" else _TYPES["`[from," if word.startswith("`[") else word])
    return frozenset(found)
