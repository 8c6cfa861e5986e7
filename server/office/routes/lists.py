"""Overview, the list of residents, and one grid's list for the printer."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify, request

from server import clock
from server.auth import office_required
from server.office import areas, overview, prints, residents, township
from server.office.sessions import lines
from server.store.judging import campaign
from server.store.session import current

blueprint = Blueprint("office_lists", __name__, url_prefix="/api/office")


@blueprint.get("/overview")
@office_required()
def first_page() -> Response:
    """Figures of the township and of each village; works on an empty database too."""
    zone = current_app.config["TZ"]
    session = current()
    town = areas.township(session)
    document = campaign(session)
    return jsonify(
        {
            "today": clock.today(zone),
            "now": clock.now_ms(),
            "township": {"code": town.code, "name": town.name} if town else None,
            "campaign": document and {"id": document.get("id", ""), "name": document.get("name", "")},
            **overview.overview(session, clock.today(zone), zone),
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
    """What the filters and forms offer: areas, sites, sessions, and the campaign's groups, reasons, products and
    contraindications."""
    session = current()
    tree = [
        {"code": area.code, "name": area.name, "level": area.level, "parent": area.parent}
        for area in areas.tree(session)
    ]
    named = {row["id"]: row["values"].get("name", "") for row in township.rows(session, "site")}
    held = [
        {"id": row["id"], "on": on, "from": values.get("from", ""), "site": named.get(values.get("site"), "")}
        for row in lines.rows(session)
        if (values := row["values"]) and (on := values.get("on"))
    ]
    return jsonify({"areas": tree, "campaign": campaign(session), "sessions": held})


@blueprint.get("/print/<grid>")
@office_required()
def print_grid(grid: str) -> Response:
    """A grid's list in walking order, for paper."""
    areas.known(current(), grid)
    return jsonify(prints.grid(current(), grid))
