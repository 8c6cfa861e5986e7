"""Edits of earlier apps, put into today's form: a phone that has not been updated for months loses nothing.

`sync.policies` describes one schema, the current one. What an earlier schema said otherwise is converted here, step by
step, before anything looks at the edit's fields; its hash stays that of what was sent (`sync.edit.content_hash` of the
edit as parsed), so sending it again is a repeat. A converter is total and changes what an edit says, never who made it,
when, on which record, in which group, or which edits it names as base.

A schema is accepted for 180 days after its replacement. Then its edits are held, not dropped: the office can still
release them. The path for edits of *later* schemas is in `sync.admit`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sync.edit import Change, Edit
from sync.outcomes import RefusalCode
from sync.policies import KNOWN_SCHEMA as CURRENT
from sync.shapes import normal_identity

DAYS = 180


@dataclass(frozen=True, slots=True)
class Older:
    """An earlier schema: how its edits become those of the next one, and the day on which the next one came."""

    convert: Callable[[Edit], Edit]
    replaced: date

    @property
    def last_day(self) -> str:
        """The last day "YYYY-MM-DD" on which its edits are accepted."""
        return (self.replaced + timedelta(days=DAYS)).isoformat()


def upcast(edit: Edit, older: Mapping[int, Older] | None = None, current: int = CURRENT) -> Edit:
    """The edit as the current schema says it; itself if it is of this schema, a later one, or one no longer known."""
    known = OLDER if older is None else older
    while edit.schema < current and edit.schema in known:
        edit = replace(known[edit.schema].convert(edit), schema=edit.schema + 1)
    return edit


def too_old(schema: int, day: str, older: Mapping[int, Older] | None = None, current: int = CURRENT) -> bool:
    """Whether edits sent with this schema are no longer accepted on `day` ("YYYY-MM-DD")."""
    known = OLDER if older is None else older
    return schema < current and (schema not in known or day > known[schema].last_day)


def refusal(edit: Edit, day: str) -> RefusalCode | None:
    """Why an edit, as sent, is refused for its schema on `day`, or None."""
    return RefusalCode.SCHEMA_TOO_OLD if too_old(edit.schema, day) else None


def _numbers_of_documents(edit: Edit) -> Edit:
    """Schema 1 took identity numbers as typed, so that one number written in two ways called for a reviewer."""
    change = edit.fields.get("id_number")
    if edit.entity != "resident" or change is None or not isinstance(change.value, str):
        return edit
    said = Change(normal_identity(change.value), change.base)
    return replace(edit, fields={**edit.fields, "id_number": said})


def _as_it_is(edit: Edit) -> Edit:
    """Schema 2 did not know numbered places; whoever books by it asks for a place."""
    return edit


OLDER: dict[int, Older] = {
    1: Older(_numbers_of_documents, date(2026, 11, 21)),
    2: Older(_as_it_is, date(2026, 11, 21)),
}
