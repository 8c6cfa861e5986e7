"""What a site has of each product: doses that came, went and were given, by batch, and what its sessions have promised.

In stock = received + moved in − returned − scrapped − moved out − used. Used are the injections that the site's desks
have recorded. A session promises its capacity less what was already given in it, so that a day's work does not count
twice against the stock. No session is opened beyond the stock (`within`); what comes later only helps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.desk.stages import INJECTED
from server.errors import Problem
from server.office import township
from server.store.tables import Posting

OUT = {"returned": "returned", "scrapped": "scrapped", "transferred": "moved_out"}
KINDS = ("received", *OUT)
Values = Mapping[str, Any]
At = tuple[str, str]  # site's record, product


@dataclass
class Batch:
    """One batch of one product at one site, in doses."""

    received: int = 0
    returned: int = 0
    scrapped: int = 0
    moved_out: int = 0
    moved_in: int = 0
    used: int = 0
    expires: str | None = None

    @property
    def in_stock(self) -> int:
        """Doses that should be in the refrigerator."""
        return self.received + self.moved_in - self.returned - self.scrapped - self.moved_out - self.used


@dataclass
class Stock:
    """All that is known of supply. `done`: injections by session."""

    batches: dict[At, dict[str, Batch]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Batch)))
    done: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def of(self, at: At) -> int:
        """Doses in stock of a product at a site; those of expired batches too, they are to be scrapped by a person."""
        return sum(batch.in_stock for batch in self.batches[at].values()) if at in self.batches else 0


def stock(session: Session) -> Stock:
    """What every site has, read from the supply's entries and the desks' records."""
    found = Stock()
    for row in township.rows(session, "supply"):
        _enter(found, row["values"])
    sites = {row["values"].get("code"): row["id"] for row in township.sites(session)}
    for desk, name, product, batch, doses in session.execute(
        select(Posting.desk, Posting.session, Posting.product, Posting.batch, func.count())
        .where(Posting.stage.in_(INJECTED))
        .group_by(Posting.desk, Posting.session, Posting.product, Posting.batch)
    ):
        found.done[str(name)] += doses
        found.batches[str(sites.get(desk)), str(product)][batch or ""].used += doses
    return found


def _enter(found: Stock, values: Values) -> None:
    product, batch, doses = str(values.get("product")), str(values.get("batch") or ""), int(values.get("doses") or 0)
    kind = values.get("kind", "received")
    own = found.batches[str(values.get("site")), product][batch]
    name = OUT.get(kind, "received")
    setattr(own, name, getattr(own, name) + doses)
    own.expires = values.get("expires") or own.expires
    if kind == "transferred":
        other = found.batches[str(values.get("to")), product][batch]
        other.moved_in += doses
        other.expires = values.get("expires") or other.expires or own.expires


def open_from(rows: Iterable[tuple[str, Values]], today: str) -> list[tuple[str, Values]]:
    """The sessions that will take place: open, today or later."""
    return [
        (name, values)
        for name, values in rows
        if values.get("state", "open") != "cancelled" and str(values.get("on", "")) >= today
    ]


def planned(sessions: Iterable[tuple[str, Values]], done: Mapping[str, int], today: str) -> dict[At, int]:
    """Doses that the sessions to come have promised, by site and product."""
    total: dict[At, int] = defaultdict(int)
    for name, values in open_from(sessions, today):
        at = (str(values.get("site")), str(values.get("product")))
        total[at] += max(0, int(values.get("capacity") or 0) - done.get(name, 0))
    return total


def within(session: Session, today: str, wanted: Mapping[str, Values]) -> None:
    """Refuse sessions (record id, or any new name → values) that promise more than is in stock.

    A change that makes the plan of a site and product no larger is never refused, however short the supply.
    Raises Problem beyond_supply {site, product, supply, planned, most}: `most` = what these sessions may have together.
    """
    before = {row["id"]: row["values"] for row in township.rows(session, "session")}
    after = {**before, **wanted}
    have = stock(session)
    were, will = planned(before.items(), have.done, today), planned(after.items(), have.done, today)
    own = planned(wanted.items(), have.done, today)
    for at in sorted(will):
        supply = have.of(at)
        if will[at] > supply and will[at] > were.get(at, 0):
            most = max(0, supply - (will[at] - own.get(at, 0)))
            site, product = at
            details = {"site": site, "product": product, "supply": supply, "planned": will[at], "most": most}
            raise Problem("beyond_supply", details)


def state_of(session: Session, today: str) -> dict[At, dict[str, int]]:
    """{in_stock, planned, left} by site and product: what board and forms show beside a session."""
    have = stock(session)
    plan = planned(((row["id"], row["values"]) for row in township.rows(session, "session")), have.done, today)
    return {at: state(have.of(at), plan.get(at, 0)) for at in {*have.batches, *plan}}


def state(in_stock: int, plan: int) -> dict[str, int]:
    """How supply and plan stand to each other; `left` below 0: more is promised than there is."""
    return {"in_stock": in_stock, "planned": plan, "left": in_stock - plan}
