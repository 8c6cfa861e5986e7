"""Overview, the list of residents, and one grid's list for the printer."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request

from server.auth import office_required
from server.clock import now_ms, today
from server.office import areas, overview, prints, residents, township
from server.store.session import current
from server.store.tables import Meta

blueprint = Blueprint("office_lists", __name__, url_prefix="/api/office")


@blueprint.get("/overview")
@office_required()
def first_page() -> Response:
    """Figures of the township and of each village; works on an empty database too."""
    zone = current_app.config["TZ"]
    session = current()
    meta = session.get(Meta, "township")
    code = meta.value if meta else ""
    document = township.campaign(session)
    named = areas.names(session)
    return jsonify(
        {
            "today": today(zone),
            "now": now_ms(),
            "township": {"code": code, "name": named.get(code, code)} if code else None,
            "campaign": document and {"id": document.get("id", ""), "name": document.get("name", "")},
            **overview.overview(session, today(zone), zone),
        }
    )


@blueprint.get("/residents")
@office_required()
def resident_list() -> Response:
    """One page of the filtered list (arguments: see server.office.filters), with counts by status."""
    return jsonify(residents.page(current(), request.args))


@blueprint.get("/choices")
@office_required()
def choices() -> Response:
    """What the filters and forms offer: areas, and the campaign's groups, reasons, products and contraindications."""
    session = current()
    tree = [
        {"code": area.code, "name": area.name, "level": area.level, "parent": area.parent}
        for area in areas.tree(session)
    ]
    return jsonify({"areas": tree, "campaign": township.campaign(session)})


@blueprint.get("/print/<grid>")
@office_required()
def print_grid(grid: str) -> Response:
    """A grid's list in walking order, for paper."""
    areas.known(current(), grid)
    return jsonify(prints.grid(current(), grid))
