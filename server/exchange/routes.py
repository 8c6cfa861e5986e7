"""The phones' addresses: /api/enrol and /api/sync/*. Steps in docs/protocol.md."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, g
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server import accounts, limits
from server.auth import device_known, device_required
from server.clock import now_ms
from server.exchange import publish, wire
from server.exchange.pull import Asked, pull, snapshot
from server.exchange.push import Batch, push
from server.store.session import after_commit, current, reads
from server.store.tables import Area, Device, Meta

blueprint = Blueprint("exchange", __name__, url_prefix="/api")

RETRY_SECONDS = 5


@blueprint.post("/enrol")
@limits.limiter.limit(limits.enrol_rate)
def enrol() -> dict[str, Any]:
    """E1–E4: a one-use code becomes this browser's token."""
    asked = wire.read(wire.EnrolRequest)
    session, now = current(), now_ms()
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
@device_known
def push_edits() -> dict[str, Any]:
    """P1–P10: edits in, answers out. A revoked phone's edits are kept too."""
    asked = wire.read(wire.PushRequest)
    batch = Batch(
        g.device.id, asked["edits"], asked["now"], now_ms(),
        handover_ms=current_app.config["HANDOVER_MS"], failures=current_app.config["FAILURES"],
    )  # fmt: skip
    told = push(current(), batch)
    answer: dict[str, Any] = {"answers": told.answers, "expect": told.expect}
    if any(each["result"] == "failed" for each in told.answers):
        answer["retry_after"] = RETRY_SECONDS
    return answer


@blueprint.post("/sync/pull")
@reads
@device_required
def pull_rows() -> Response:
    """L1–L8: what changed since the cursor."""
    asked = wire.read(wire.PullRequest)
    number, now = g.device.id, now_ms()
    question = Asked(number, asked["cursor"], asked["scopes"], current_app.config["PULL_ROWS"], now)
    body = pull(current(), g.account, question)

    def note(session: Session) -> None:
        session.execute(
            update(Device).where(Device.id == number).values(last_sync=now, unsent=asked["unsent"], app=asked["app"])
        )

    after_commit(note)
    return Response(body, content_type="application/json")


@blueprint.get("/sync/snapshot/<scope>/<int:seq>")
@device_required
def snapshot_of(scope: str, seq: int) -> Response:
    """S1–S3: a whole scope, at `seq` or newer."""
    body = snapshot(current(), g.account, scope)
    response = Response(body, content_type="application/json")
    response.headers["X-Ruhu-Length"] = str(len(body))
    return response
