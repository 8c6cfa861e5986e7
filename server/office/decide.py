"""A person's decision on a conflict, turned into drafts for the ledger. Nothing is decided here: the reviewer chose.

Every way to decide goes through the same engine as any edit: a decision names all heads that the reviewer saw, a dose
is taken back by a record that voids it, "both are right" is a ruling that names its participants.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from server import clock
from server.errors import Problem
from server.exchange import joining, ledger
from server.exchange.ledger import Draft
from server.office.reviews import standing, ways
from server.office.twins import apart
from server.office.twins.joining import whole
from server.store.tables import Account, Record, Review
from sync import state, view

VOIDING = ("dose_same_number", "dose_too_near", "double_correction")
KIND_OF_VERDICT = {"both_right": "both_right", "confirm": "confirmed"}


def decide(session: Session, by: Account, key: str, choice: dict[str, Any], remark: str | None) -> None:
    """Decide one review, or decide it again (`again`). `choice` is {way, seen: [names], edit?, value?, keep?, again?};
    `ways` says which ways there are.

    Raises Problem not_found, already_decided, review_changed (somebody took part since the page was loaded), bad_value,
    edit_refused.
    """
    review = session.get(Review, key)
    if review is None:
        raise Problem("not_found")
    if review.state != "open" and not choice.get("again"):
        raise Problem("already_decided")
    body = json.loads(review.body)
    body["names"], _ = standing(session, review, body)
    if sorted(choice["seen"]) != sorted(body["names"]):
        raise Problem("review_changed")
    if choice["way"] not in ways(review):
        raise Problem("bad_value", {"path": "way"})
    if choice["way"] == apart.VERDICT:
        now = clock.now_ms()
        apart.keep(session, by, body["names"], remark, now)
        apart.close(session, by, review, remark, now)
        return
    drafts = _WAYS[choice["way"]](session, review, body, choice)
    if remark:
        drafts = [_remarked(draft, remark) for draft in drafts]
    verdict = KIND_OF_VERDICT.get(choice["way"], choice["way"])
    ledger.office(session, by.id, drafts, remark=remark, verdict=verdict, review=key)
    session.expire_all()  # the ledger writes past the objects that this session has read


def _remarked(draft: Draft, remark: str) -> Draft:
    field = {"ruling": "remark", "dose": "note", "visit": "note"}.get(draft.entity)
    if field is None or draft.kind != "create":
        return draft
    return Draft(draft.kind, draft.entity, draft.record, {**draft.fields, field: (remark, [])}, draft.group)


def _edit(session: Session, review: Review, body: dict[str, Any], choice: dict[str, Any]) -> list[Draft]:
    chosen = [option for option in body["options"] if option["edit"] == choice.get("edit")]
    if not chosen:
        raise Problem("bad_value", {"path": "edit"})
    return [decision(session, review.record, {str(review.field): chosen[0]["value"]}, seen=body["names"])]


def _value(session: Session, review: Review, body: dict[str, Any], choice: dict[str, Any]) -> list[Draft]:
    if choice.get("value") in (None, ""):
        raise Problem("bad_value", {"path": "value"})
    return [decision(session, review.record, {str(review.field): choice["value"]}, seen=body["names"])]


def _keep(session: Session, review: Review, body: dict[str, Any], choice: dict[str, Any]) -> list[Draft]:
    keep = choice.get("keep")
    if keep not in body["records"]:
        raise Problem("bad_value", {"path": "keep"})
    others = [record for record in body["records"] if record != keep]
    if review.kind == "same_identity":
        people = joining.read(session, others)
        return [draft for other in others for draft in whole(session, people[other], str(keep))]
    if review.kind == "double_appointment":
        return [decision(session, other, {"state": "cancelled"}) for other in others]
    return [retraction(session, other) for other in others]


def _ruling(session: Session, review: Review, body: dict[str, Any], choice: dict[str, Any]) -> list[Draft]:
    drafts = [ruling(review, body["names"], KIND_OF_VERDICT[choice["way"]])]
    claim = session.get(Review, f"life_claim:{review.record}") if review.kind == "life_state_unknown" else None
    if claim is not None and claim.state == "open":
        drafts.append(ruling(claim, json.loads(claim.body)["names"], "confirmed"))
    return drafts


def _reopen(session: Session, review: Review, body: dict[str, Any], choice: dict[str, Any]) -> list[Draft]:
    return [decision(session, review.record, {"life_state": "active"})]


def _restore(session: Session, review: Review, body: dict[str, Any], choice: dict[str, Any]) -> list[Draft]:
    """What a decision had put aside stands again, so that the conflict is open again and can be decided anew."""
    drafts = []
    for record in body["records"]:
        found = session.get(Record, record)
        values: dict[str, Any] = json.loads(found.row)["values"] if found is not None else {}
        if review.kind == "same_identity" and values.get("life_state") == "duplicate":
            drafts.append(decision(session, record, {"life_state": "active", "same_as": None}))
        elif review.kind == "double_appointment" and values.get("state") == "cancelled":
            drafts.append(decision(session, record, {"state": "requested"}))
        elif found is not None and review.kind in VOIDING and _voided(session, found):
            written: dict[str, Any] = {name: (value, []) for name, value in values.items() if value is not None}
            drafts.append(Draft("create", found.entity, None, written))
    if not drafts:
        raise Problem("review_changed")
    return drafts


def _voided(session: Session, found: Record) -> bool:
    beside = session.scalars(select(Record.row).where(Record.parent == found.parent, Record.entity == found.entity))
    return any(json.loads(row)["values"].get("voids") == found.id for row in beside)


_WAYS = {
    "edit": _edit,
    "value": _value,
    "keep": _keep,
    "both_right": _ruling,
    "confirm": _ruling,
    "reopen": _reopen,
    "restore": _restore,
}


def decision(session: Session, record: str, values: dict[str, Any], seen: list[str] | None = None) -> Draft:
    """Set fields naming all their heads as base (or those the reviewer saw)."""
    found = session.get(Record, record)
    if found is None:
        raise Problem("unknown_record")
    engine = state.Record.from_json(json.loads(found.state))
    fields = {name: (value, seen or view.all_heads(engine, name)) for name, value in values.items()}
    return Draft("decide", found.entity, record, fields)


def retraction(session: Session, record: str) -> Draft:
    """A record that only voids another: how a dose or a visit is taken back."""
    found = session.get(Record, record)
    if found is None:
        raise Problem("unknown_record")
    parent = "household" if found.entity == "visit" else "resident"
    fields: dict[str, Any] = {parent: (found.parent, []), "voids": (record, []), "retract": (True, [])}
    return Draft("create", found.entity, None, fields)


def ruling(review: Review, names: list[str], verdict: str) -> Draft:
    """A reviewer's "this is fine as it is", naming everyone who takes part; a newcomer reopens the conflict."""
    fields: dict[str, Any] = {
        "about": (review.record, []),
        "key": (review.key, []),
        "names": (names, []),
        "verdict": (verdict, []),
    }
    return Draft("create", "ruling", None, fields)
