"""The book of supply: what came to a site and what went, written by the office, shown by site, product and batch."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from server.errors import Problem
from server.exchange import ledger, publish
from server.office import township
from server.office.authors import author, authors, writer_of
from server.office.sessions import lines, saving, supply
from server.store.tables import Account
from sync import ids

FIGURES = ("received", "returned", "scrapped", "moved_out", "moved_in", "used", "in_stock")


def put(session: Session, by: Account, name: str | None, values: dict[str, Any], bases: Any) -> str:
    """Write or correct an entry; its record. Raises Problem unknown_record, bad_value {path, stock}: no more can go out
    of a batch than it has.
    """
    saving.hold(session)
    township.record_of(session, "site", str(values["site"]))
    if values["kind"] == "transferred":
        if not values.get("to") or values["to"] == values["site"]:
            raise Problem("bad_value", {"path": "to"})
        township.record_of(session, "site", str(values["to"]))
    else:
        values = {**values, "to": None}
    if name is not None:
        township.record_of(session, "supply", name)
        publish.put(session, by, "supply", name, values, bases)
    else:
        fields: dict[str, Any] = {field: (value, []) for field, value in values.items() if value is not None}
        name = ledger.office(session, by.id, [ledger.Draft("create", "supply", None, fields)])[0].record
    session.expire_all()  # the ledger writes past what this session has read
    if values["kind"] != "received":
        at, batch = (str(values["site"]), str(values["product"])), str(values.get("batch") or "")
        left = supply.stock(session).batches[at][batch].in_stock
        if left < 0:
            raise Problem("bad_value", {"path": "doses", "stock": left + int(values["doses"])})
    return name


def shown(session: Session, today: str) -> dict[str, Any]:
    """{sites: [{site, site_name, products: [...]}], entries: [...]}: the newest entry first."""
    names = lines.site_names(session)
    have, standing = supply.stock(session), supply.state_of(session, today)
    sites: dict[str, list[dict[str, Any]]] = {site: [] for site in names}
    for site, product in sorted(standing):
        batches = have.batches.get((site, product), {})
        sites.setdefault(site, []).append(
            {
                "product": product,
                **{name: sum(getattr(batch, name) for batch in batches.values()) for name in FIGURES},
                **standing[site, product],
                "batches": [_batch(name, batch, today) for name, batch in sorted(batches.items())],
            }
        )
    listed: list[dict[str, Any]] = [
        {"site": site, "site_name": names.get(site, ""), "products": products} for site, products in sites.items()
    ]
    listed.sort(key=lambda each: (str(each["site_name"]), str(each["site"])))
    return {"sites": listed, "entries": _entries(session)}


def _batch(name: str, batch: supply.Batch, today: str) -> dict[str, Any]:
    figures = {figure: getattr(batch, figure) for figure in FIGURES}
    expired = batch.expires is not None and batch.expires < today
    return {"batch": name, **figures, "expires": batch.expires, "expired": expired}


def _entries(session: Session) -> list[dict[str, Any]]:
    found = township.rows(session, "supply")
    known = authors(session, (writer_of(row["id"]) for row in found))
    out = [{**row, "author": author(known, writer_of(row["id"]))["name"]} for row in found]
    return sorted(out, key=lambda row: (str(row["values"].get("on", "")), ids.order(row["id"])), reverse=True)
