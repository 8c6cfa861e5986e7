"""The office's addresses of rescue: bring a file in, see what came, decide on what waits."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request
from marshmallow import fields, validate

from server.auth import office_required
from server.errors import Problem
from server.limits import takes_file
from server.office.shape import Body, takes
from server.rescue import book, envelope
from server.store.session import reads, store

blueprint = Blueprint("office_rescue", __name__, url_prefix="/api/office/rescue")


class Verdict(Body):
    """`take`: bring it in, the edits of an unknown phone as this person's; `discard`: it is not to be brought in."""

    verdict = fields.String(required=True, validate=validate.OneOf(("take", "discard")))
    account = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(1, 2**31 - 1))


def answer(number: int | None = None) -> Response:
    """The whole book as it stands, and which line was written last."""
    with store().reading() as session:
        return jsonify({"rescues": book.lines(session), "id": number})


@blueprint.get("")
@office_required()
def listing() -> Response:
    """What was brought in, by whom, and what became of it; what waits comes first."""
    return answer()


@blueprint.post("")
@reads  # the batches of an envelope are transactions of their own
@office_required()
@takes_file
def upload() -> Response:
    """Bring in a rescue file (form field `file`)."""
    sent = request.files.get("file")
    if sent is None:
        raise Problem("malformed", {"path": "file"})
    line, _ = book.bring(sent.read(2 * envelope.LONGEST + 1), book.Carrier(g.account.id))
    return answer(line.id)


@blueprint.post("/<int:number>/decide")
@reads
@office_required()
@takes(Verdict)
def decide(number: int, body: dict[str, Any]) -> Response:
    """Decide on an envelope that waits: its phone is unknown, or numbers before its edits have never come."""
    line = book.decide(number, body["verdict"], body["account"], g.account.id)
    return answer(line.id)
