"""The phones' addresses: /api/enrol and /api/sync/*."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("exchange", __name__, url_prefix="/api")
