"""The phones' addresses: /api/enrol and /api/sync/*. Steps in docs/protocol.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, g, request
from sqlalchemy import select

from server import accounts, clock, compress, limits
from server.auth import device_known, device_required
from server.errors import Problem
from server.exchange import publish, repair, settling, snapshots, wire
from server.exchange.granted import Counted, granted
from server.exchange.pull import Asked, pull
from server.exchange.push import Batch, push
from server.exchange.seen import Note, seen
from server.exchange.snapshots import Shelf
from server.openapi import shapes
from server.openapi.saying import answers
from server.places import following
from server.store.session import after_commit, current, reads
from server.store.tables import Area, Meta

blueprint = Blueprint("exchange", __name__, url_prefix="/api")

RETRY_SECONDS = 5
JSON = "application/json"


@blueprint.post("/enrol")
@answers(shapes.ENROLLED, "account_inactive", "enrolment_unknown", "enrolment_expired", "enrolment_used")
@limits.limiter.limit(limits.enrol_rate)
@wire.takes(wire.EnrolRequest)
def enrol(asked: dict[str, Any]) -> dict[str, Any]:
    """E1–E4: a one-use code becomes this browser's token."""
    session, now = current(), clock.now_ms()
    device, account, token = accounts.use_enrolment(session, asked["code"], now, asked["label"])
    publish.person(session, account, account)  # so that every phone knows whose writer number this is
    township = session.scalar(select(Area).where(Area.level == "township").limit(1))
    return {
        "token": token,
        "writer": device.id,
        "epoch": session.get_one(Meta, "epoch").value,
        "person": {"id": f"person:{account.id}", "name": account.name, "role": account.role},
        "township": {"code": township.code, "name": township.name} if township else None,
        "scopes": accounts.scopes_of(session, account),
        "now": now,
    }


@blueprint.post("/sync/push")
@answers(shapes.PUSHED)
@device_known
@wire.takes(wire.PushRequest)
def push_edits(asked: dict[str, Any]) -> dict[str, Any]:
    """P1–P12: edits in, answers out. A revoked phone's edits are kept too."""
    batch = Batch(
        g.device.id, asked["edits"], asked["now"], clock.now_ms(),
        handover_ms=current_app.config["HANDOVER_MS"], failures=current_app.config["FAILURES"],
        lost=asked["lost"],
    )  # fmt: skip
    settling.after_push(current(), g.device.id, batch.raws, batch.lost)
    following.after_push()
    told = push(current(), batch)
    answer: dict[str, Any] = {"answers": told.answers, "expect": told.expect}
    if any(each["result"] == "failed" for each in told.answers):
        answer["retry_after"] = RETRY_SECONDS
    return answer


@blueprint.post("/sync/pull")
@answers(shapes.PULLED, "bad_cursor", "scope_not_granted")
@reads
@device_required
@wire.takes(wire.PullRequest)
def pull_rows(asked: dict[str, Any]) -> Response:
    """L1–L10: what changed since the cursor."""
    following.before_answer()
    settings, now = current_app.config, clock.now_ms()
    question = Asked(
        asked["cursor"], asked["scopes"], settings["PULL_ROWS"], settings["PULL_SIGNS"], now,
        patch=asked["patch"], digest=asked["digest"],
    )  # fmt: skip
    body = pull(current(), g.device, question, _shelf())
    if seen().note(g.device.id, Note(now, asked["unsent"], asked["app"])):
        after_commit(seen().write)
    return Response(body, content_type=JSON)


@blueprint.get("/sync/chunk/<scope>/<hash>")
@answers(shapes.CHUNK, "scope_not_granted", "not_found")
@device_required
def chunk(scope: str, hash: str) -> Response:
    """S2: a prepared file as it lies there."""
    counted = _granted(scope)
    coding = compress.coding_of(request.headers.get("Accept-Encoding", ""))
    content = snapshots.chunk(current(), _shelf(), scope, counted, hash, coding)
    if content is None:
        raise Problem("not_found")
    headers = {"Cache-Control": "private, no-store", "Vary": "Accept-Encoding"}
    return Response(content, content_type=JSON, headers=headers | ({"Content-Encoding": coding} if coding else {}))


@blueprint.post("/sync/repair")
@answers(shapes.REPAIRED, "scope_not_granted")
@reads
@device_required
@wire.takes(wire.RepairRequest)
def repair_rows(asked: dict[str, Any]) -> Response:
    """D3–D5: the rows of the buckets that differ."""
    scope, now = asked["scope"], clock.now_ms()
    counted = _granted(scope)
    made = repair.repair(
        current(), scope, counted, asked["buckets"], epoch=g.device.epoch, now=now, device=g.device.id
    )  # fmt: skip
    if made.recount:
        after_commit(lambda session: repair.recount(session, scope))
    return Response(made.body, content_type=JSON)


def _granted(scope: str) -> Counted:
    """The counter of a scope that is granted to the phone that asks; raises Problem scope_not_granted."""
    found = granted(current(), g.device.account, g.device.role).get(scope)
    if found is None:
        raise Problem("scope_not_granted")
    return found


def _shelf() -> Shelf:
    return Shelf(Path(current_app.config["RUHU_VAR"]), g.device.epoch)
