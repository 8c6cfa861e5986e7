"""What the ledger is asked and what it answers: author, draft, imported row and change, answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.edit import Base


@dataclass(frozen=True)
class Author:
    """Who wrote an edit: an account by one of its writers. `authority`: made at the office (no grant needed)."""

    account: int
    writer: int
    authority: bool = False


@dataclass(frozen=True)
class Draft:
    """One change from the office, before it has a number. Drafts with one `group` are applied together or not at all.

    `fields` is {name: (value, base)}; base None = the heads displayed now. `ref` names a record that this draft
    creates, so that later drafts of the call can point at it by the value "$" + ref (also as `record`).
    `id`: a readable record id for township records ("site:1"); else the edit's id becomes the record's.
    `at`: when it was made (ms), if not now.
    """

    kind: str
    entity: str
    record: str | None
    fields: Mapping[str, tuple[Any, list[str] | dict[str, list[str]] | None]]
    group: int = 0
    ref: str | None = None
    id: str | None = None
    saw: tuple[str, ...] | None = None
    at: int | None = None


@dataclass(frozen=True)
class ImportedRow:
    """One record of an import: `record` is "<edit id>:<row>" (or a readable id); `fields` is {name: value}."""

    record: str
    entity: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class ImportedChange:
    """What an import writes into a record that is there: `fields` is {name: (value, base)}, as compared with it."""

    record: str
    entity: str
    fields: Mapping[str, tuple[Any, Base]]


@dataclass(frozen=True)
class Answer:
    """What became of one edit (docs/protocol.md, P8). `result`: applied | refused | failed. `mark`
    (`sync.outcomes.Mark`) is for the history; a phone is not told.
    """

    id: str
    n: int
    record: str
    result: str
    outcome: str
    fields: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    eff: int | None = None
    scope: str | None = None
    seq: int | None = None
    mark: str | None = None


@dataclass(frozen=True)
class Said:
    """What a reviewer says of a decision: kept with the reviews that it closes, and with the one named by `key`.

    The named one may have been decided before: then it is decided again.
    """

    verdict: str | None = None
    remark: str | None = None
    key: str | None = None


SILENT = Said()
