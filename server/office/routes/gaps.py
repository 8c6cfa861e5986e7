"""What a restored backup left: known gaps, and what phones witnessed of them."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from server import clock
from server.auth import office_required
from server.office import gaps
from server.store.session import current

blueprint = Blueprint("office_gaps", __name__, url_prefix="/api/office/gaps")


@blueprint.get("")
@office_required()
def listing() -> Response:
    """When the server was last restored, what has not come back since, and how much waits to be brought back."""
    return jsonify(gaps.lines(current(), clock.now_ms()))
