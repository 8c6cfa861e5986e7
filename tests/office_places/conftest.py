"""The office's plan on a settled town: a site with supply, sessions, phones that ask for places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from tests.office.conftest import Desk, campaign, desk, desk_of  # noqa: F401
from tests.server.conftest import app, clock, db, settings, store_url, town  # noqa: F401
from tests.server.town import LI, LI1, Phone, Town

SITE = {"name": "镇卫生院接种点", "kind": "fixed", "address": "桥头巷8号"}
DAY, NEXT = "2026-11-25", "2026-11-26"  # a Wednesday and a Thursday; the tests' clock stands at the 20th or so


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    """Places must hold on both stores."""
    return str(request.param)


@dataclass
class Plan:
    """The office's desk, with short names for what the tests do at it."""

    desk: Desk
    town: Town
    site: str

    def supply(self, doses: int = 1000, **other: Any) -> Any:
        """An entry in the book of supply."""
        entry = {"site": self.site, "product": "bibp", "batch": "B1", "doses": doses, "kind": "received", "on": DAY}
        return self.desk.post("/supply", {**entry, **other})

    def form(self, **other: Any) -> dict[str, Any]:
        """A session's form."""
        form = {"site": self.site, "on": DAY, "from": "08:30", "to": "11:30", "product": "bibp", "capacity": 10}
        return {**form, **other}

    def session(self, **other: Any) -> str:
        """A new session's record."""
        before = {each["id"] for each in self.all()}
        self.desk.post("/sessions", self.form(**other))
        return str(next(each["id"] for each in self.all() if each["id"] not in before))

    def all(self) -> list[dict[str, Any]]:
        """All sessions."""
        found: list[dict[str, Any]] = self.desk.get("/sessions?since=all")["sessions"]
        return found

    def line(self, name: str) -> dict[str, Any]:
        """One session with its figures."""
        return next(each for each in self.all() if each["id"] == name)

    def places(self, name: str) -> dict[str, Any]:
        """How its places are broken down."""
        found: dict[str, Any] = self.desk.get(f"/sessions/{name}/places")
        return found

    def pool(self, name: str, pool: str = LI) -> dict[str, Any]:
        """One pool of it."""
        return next(each for each in self.places(name)["pools"] if each["pool"] == pool)

    def asks(self, by: Phone, session: str, door: str = "1", grid: str = LI1, **person: Any) -> str:
        """A resident of a new household asks for a place by a phone; the appointment."""
        resident = self.town.resident(self.town.household(grid, door), **person)
        return self.ask(by, session, resident)

    def ask(self, phone: Phone, session: str, resident: str) -> str:
        """The same for a resident who is there."""
        made = phone.edit("appointment", {"resident": resident, "session": session, "number": 1, "state": "requested"})
        assert phone.one(made)["result"] == "applied"
        return str(made["record"])

    def appointment(self, phone: Phone, name: str) -> dict[str, Any]:
        """An appointment as the phone sees it after a sync."""
        values: dict[str, Any] = phone.pull()[name]["values"]
        return values


@pytest.fixture
def site(desk: Desk) -> str:  # noqa: F811
    """A site's record id."""
    return str(desk.post("/sites", SITE)["sites"][0]["id"])


@pytest.fixture
def bare(desk: Desk, town: Town, site: str) -> Plan:  # noqa: F811
    """A plan without any supply."""
    return Plan(desk, town, site)


@pytest.fixture
def plan(bare: Plan) -> Plan:
    """A plan with a thousand doses."""
    bare.supply()
    return bare


@pytest.fixture
def phone(town: Town) -> Phone:  # noqa: F811
    """A canvasser's phone in the first grid."""
    made = town.phone(LI1)
    made.pull()
    return made
