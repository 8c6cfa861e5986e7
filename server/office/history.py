"""Who changed what, when and from which phone: the edits of a resident and its household, newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.office.authors import author, authors
from server.store.tables import Edit


def history(session: Session, records: Iterable[str]) -> list[dict[str, Any]]:
    """Every edit of these records, with the values it found and set; `at` is the phone's time, `receipt` ours."""
    edits = list(session.scalars(select(Edit).where(Edit.record.in_(list(records))).order_by(Edit.eff, Edit.n)))
    known = authors(session, (edit.writer for edit in edits))
    before: dict[tuple[str, str], Any] = {}
    lines = [_line(edit, before, known) for edit in edits]
    lines.reverse()
    return lines


def _line(edit: Edit, before: dict[tuple[str, str], Any], known: dict[int, dict[str, Any]]) -> dict[str, Any]:
    fields = []
    for field, value in changed(json.loads(edit.body)):
        fields.append({"field": field, "value": value, "before": before.get((edit.record, field))})
        before[(edit.record, field)] = value
    return {
        "id": edit.id,
        "record": edit.record,
        "entity": edit.entity,
        "kind": edit.kind,
        "at": edit.at,
        "receipt": edit.receipt,
        "outcome": edit.outcome,
        "mark": json.loads(edit.answer).get("mark"),
        "author": author(known, edit.writer),
        "fields": fields,
    }


def changed(body: dict[str, Any]) -> list[tuple[str, Any]]:
    """Fields and values of an edit's body; a field is {"value", "base"} on the wire."""
    out: list[tuple[str, Any]] = []
    for field, given in sorted(body.get("fields", {}).items()):
        out.append((field, given["value"] if isinstance(given, dict) and "value" in given else given))
    return out
