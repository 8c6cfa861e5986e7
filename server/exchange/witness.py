"""Witnesses: rows of phones that show edits which a restored database has lost (docs/protocol.md, B4).

Nothing of it is applied. It is kept in quarantine, under the lost edit, for a reviewer to bring back with one click; if
the edit itself comes from its own phone, that is applied and the evidence closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from flask import Blueprint, g
from marshmallow import EXCLUDE, Schema, fields
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server import clock
from server.accounts import scopes_of
from server.auth import device_required
from server.errors import Problem
from server.exchange import evidence, holding, recall, wire
from server.exchange.answers import Answer
from server.exchange.book import chunks
from server.exchange.recall import Missing
from server.metrics import OUTCOMES
from server.openapi import shapes
from server.openapi.saying import answers
from server.store import bulk
from server.store.session import current
from server.store.tables import Account, Quarantined, Writer
from server.store.tables import Record as Row
from sync import edit, ids
from sync.edit import Malformed
from sync.outcomes import RefusalCode
from sync.policies import ENTITIES
from sync.state import Record

MOST_ROWS = 500
MOST_KEPT = 20_000  # undecided, of all phones together: what the office could never read helps nobody

blueprint = Blueprint("witness", __name__, url_prefix="/api/sync")


class WitnessRequest(Schema):
    """POST /api/sync/witness. A row's own shape is judged one by one."""

    class Meta:
        unknown = EXCLUDE

    rows = fields.List(
        fields.Dict(keys=fields.String(), metadata={"allOf": [shapes.ref("Row")]}),
        required=True, metadata={"maxItems": MOST_ROWS},
    )  # fmt: skip


@blueprint.post("/witness")
@answers(shapes.WITNESSED)
@device_required
@wire.takes(WitnessRequest)
def witness(asked: dict[str, Any]) -> dict[str, Any]:
    """B4: rows that name lost edits."""
    rows = asked["rows"]
    if len(rows) > MOST_ROWS:
        raise Problem("too_large")
    session, now = current(), clock.now_ms()
    kept = 0 if recall.restored_at(session) is None else _Witness(session, g.account, now).hear(rows)
    return {"kept": kept, "now": now}


@dataclass(frozen=True)
class _Place:
    """Where evidence belongs: its scope, and the evidence of the record above it, if that is missing too."""

    scope: str
    above: str | None = None


class _Witness:
    """Hears one phone."""

    def __init__(self, session: Session, account: Account, now: int) -> None:
        self.session, self.account, self.now = session, account, now
        self.granted = set(scopes_of(session, account))
        self.room = MOST_KEPT - (
            session.scalar(
                select(func.count()).where(
                    Quarantined.code == RefusalCode.LOST_IN_RESTORE, Quarantined.state.in_(holding.UNDECIDED)
                )
            )
            or 0
        )

    def hear(self, given: Sequence[Mapping[str, Any]]) -> int:
        """Keep what these rows show of lost edits; returns how many pieces were new."""
        rows = {str(row["id"]): row for row in given if evidence.looks_right(row)}
        self.lost = Missing(self.session).lost(set().union(*map(evidence.names, rows.values()), set()))
        wanted = {*rows, *(str(above) for row in rows.values() if (above := _above(row)))}
        self.there: dict[str, tuple[str, Record | None]] = {}
        for some in chunks(sorted(wanted)):
            query = select(Row.id, Row.entity, Row.scope, Row.state).where(Row.id.in_(some))
            for name, entity, scope, state in self.session.execute(query):
                record = Record.from_json(orjson.loads(state)) if name in rows and entity != "review" else None
                self.there[name] = scope, record
        self.missing: dict[str, _Place] = {}
        kept = 0
        for name in sorted(rows, key=lambda each: (_depth(rows[each]), each)):
            kept += self._row(rows[name])
        return kept

    def _row(self, row: Mapping[str, Any]) -> int:
        name = str(row["id"])
        if name not in self.there:
            place, made_by = self._place(row), evidence.maker(name)
            if place is None or made_by not in self.lost:
                return 0
            self.missing[name] = _Place(place.scope, evidence.key(made_by, name))
            return self._keep(made_by, row, None, evidence.of_missing(row), place)
        scope, record = self.there[name]
        if scope not in self.granted or record is None or record.entity != row["entity"]:
            return 0
        differing = evidence.of_differing(row, record, self.lost)
        return sum(self._keep(by, row, record, fields, _Place(scope)) for by, fields in sorted(differing.items()))

    def _place(self, row: Mapping[str, Any]) -> _Place | None:
        """Where a missing record belongs; None if that is not granted to this phone, or nowhere."""
        anchor = ENTITIES[row["entity"]].anchor if row["entity"] in ENTITIES else None
        if anchor is not None:
            scope = row["values"].get(anchor)
            return _Place(scope) if isinstance(scope, str) and scope in self.granted else None
        above = _above(row)
        if above in self.there:
            scope = self.there[above][0]
            return _Place(scope) if scope in self.granted else None
        if above in self.missing:
            return self.missing[above]
        waiting = self.session.get(Quarantined, evidence.key(evidence.maker(above), above)) if above else None
        if waiting is None or waiting.state not in holding.UNDECIDED or waiting.scope not in self.granted:
            return None
        return _Place(str(waiting.scope), waiting.id)

    def _keep(
        self, by: str, row: Mapping[str, Any], record: Record | None, fields: Mapping[str, Any], place: _Place
    ) -> int:
        if not fields or self.room <= 0:
            return 0
        name, (writer, n) = str(row["id"]), ids.order(by)
        older = self.session.get(Quarantined, evidence.key(by, name))
        body = {
            "id": by, "device": writer, "n": n, "group": by, "size": 1, "at": self.now, "saw": [], "schema": 1,
            "kind": str(evidence.kind(record, fields)), "entity": row["entity"], "record": name, "fields": dict(fields),
        }  # fmt: skip
        if older is not None:
            return _more(older, body)
        try:
            content = edit.content_hash(edit.parse(body))
        except Malformed:
            return 0
        answer = Answer(by, n, name, "refused", "refused", code=str(RefusalCode.LOST_IN_RESTORE))
        self.room -= 1
        OUTCOMES.labels("witnessed", str(RefusalCode.LOST_IN_RESTORE)).inc()
        return self._insert(
            {
                "id": evidence.key(by, name), "writer": writer, "n": n, "group_id": by, "account": self._owner(writer),
                "scope": place.scope, "record": name, "code": str(RefusalCode.LOST_IN_RESTORE),
                "body": orjson.dumps(body).decode(), "hash": content, "offset": 0,
                "answer": orjson.dumps(answer).decode(), "state": "waiting" if place.above else "held",
                "depends_on": place.above, "at": self.now,
            }
        )  # fmt: skip

    def _insert(self, values: Mapping[str, Any]) -> int:
        """One piece; 0 if another phone has said the same a moment ago."""
        made = bulk.upsert(self.session, Quarantined).values(**values).on_conflict_do_nothing()
        made = made.returning(Quarantined.id)
        return 0 if self.session.scalar(made) is None else 1

    def _owner(self, writer: int) -> int:
        """Whose edit it was; of a writer that is unknown by now, who tells of it."""
        found = self.session.scalar(select(Writer.account).where(Writer.id == writer))
        return found if found is not None else self.account.id


def _more(older: Quarantined, body: Mapping[str, Any]) -> int:
    """Add fields that an earlier witness could not show; what was decided stays decided."""
    kept = orjson.loads(older.body)
    added = {name: change for name, change in body["fields"].items() if name not in kept["fields"]}
    if older.state not in holding.UNDECIDED or not added or kept["kind"] == "create":
        return 0
    kept |= {
        "fields": {**kept["fields"], **added},
        "kind": "decide" if "decide" in (kept["kind"], body["kind"]) else "set",
    }
    older.body = orjson.dumps(kept).decode()
    return 1


def _above(row: Mapping[str, Any]) -> str | None:
    """The id of the record that this one belongs to, as the row shows it."""
    parent = ENTITIES[row["entity"]].parent
    value = row["values"].get(parent) if parent else None
    return value if ids.is_record(value) else None


def _depth(row: Mapping[str, Any]) -> int:
    """Households, then what belongs to them, then what belongs to that."""
    parent = ENTITIES[row["entity"]].parent
    return 0 if parent is None else 1 if parent == "household" else 2
