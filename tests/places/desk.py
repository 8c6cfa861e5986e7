"""A site with sessions, and phones that hold places and give them out, written from docs/protocol.md alone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from server.exchange.answers import Draft
from server.places import following, storing
from server.store.tables import Booking, Followup
from sync.leases import quotas
from sync.leases.pool import Counts, Pool
from tests.server.clock import Clock
from tests.server.town import LI1, Phone, Town

ON, BEGINS = "2026-11-22", 1_795_307_400_000  # 08:30 of that day


@dataclass
class Sites:
    """The office's side: sessions, pools, what was settled."""

    town: Town
    clock: Clock

    def session(self, capacity: int = 10, **values: Any) -> str:
        """A session of the site; its id."""
        told = {"site": "site:1", "on": ON, "from": "08:30", "to": "11:30", "product": "bibp", "capacity": capacity}
        fields = {name: (value, None) for name, value in (told | {"state": "open"} | values).items()}
        return self.town.office(Draft("create", "session", None, fields))[0].record

    def set(self, entity: str, record: str, **values: Any) -> None:
        """The office writes."""
        self.town.office(Draft("set", entity, record, {name: (value, None) for name, value in values.items()}))

    def settle(self) -> None:
        """Let everything follow that waits."""
        with self.town.app.app_context():
            assert following.catch_up(self.town.store)
        with self.town.store.reading() as session:
            assert session.scalar(select(Followup.id).limit(1)) is None

    def pool(self, name: str) -> Pool:
        """The session's places as they stand."""
        with self.town.store.reading() as session:
            return storing.looked(session, [name])[name]

    def counts(self, name: str) -> Counts:
        """How many of them stand how."""
        return self.pool(name).counts()

    def allot(self, name: str, shares: dict[tuple[str, int | None], int]) -> None:
        """The office breaks the places down."""
        with self.town.app.app_context(), self.town.store.writing() as session:
            opened = storing.opened(session, [name])
            quotas.allot(opened.pools[name], shares)
            opened.save()

    def bookings(self) -> dict[str, Booking]:
        """All appointments as the sessions see them."""
        with self.town.store.reading() as session:
            return {each.appointment: each for each in session.scalars(select(Booking))}

    def residents(self, number: int, grid: str = LI1) -> list[str]:
        """So many people of one household."""
        home = self.town.household(grid)
        return [self.town.resident(home) for _ in range(number)]


@dataclass
class Hand:
    """A phone that holds places."""

    phone: Phone
    leases: list[dict[str, Any]] = field(default_factory=list)
    told: dict[str, Any] = field(default_factory=dict)
    used: set[tuple[str, int]] = field(default_factory=set)

    def ask(self, want: dict[str, int] | None = None, back: list[dict[str, Any]] | None = None) -> list[int]:
        """Say what is held, given back and wanted; returns the numbers that may be given out now."""
        have = [{"lease" if name == "id" else name: value for name, value in each.items()} for each in self.leases]
        body = {"have": have, "back": back or [], "want": want or {}}
        response = self.phone.send("/api/sync/places", body)
        assert response.status_code == 200, response.get_json()
        self.told = response.get_json()
        self.leases = self.told["leases"]
        return [number for _, number, _ in self.free()]

    def free(self) -> list[tuple[dict[str, Any], int, str]]:
        """What may still be given out: (lease, number, proof)."""
        return [
            (lease, ticket["n"], ticket["proof"])
            for lease in self.leases
            for ticket in lease["tickets"]
            if (lease["id"], ticket["n"]) not in self.used
        ]

    def give(self, resident: str, number: int = 1, now: int = 0) -> dict[str, Any]:
        """Give out the next place whose lease has not ended at `now`: the edit."""
        lease, ticket, proof = next(each for each in self.free() if now < each[0]["until"])
        self.used.add((lease["id"], ticket))
        fields = {
            "resident": resident, "session": lease["session"], "number": number, "state": "confirmed", "ticket": ticket
        }  # fmt: skip
        proved = {"id": lease["id"], "until": lease["until"], "proof": proof}
        return self.phone.edit("appointment", fields, lease=proved, schema=3)

    def request(self, resident: str, session: str, number: int = 1) -> dict[str, Any]:
        """Ask for a place: the edit."""
        fields = {"resident": resident, "session": session, "number": number, "state": "requested"}
        return self.phone.edit("appointment", fields, schema=3)

    def push(self, *edits: dict[str, Any]) -> list[dict[str, Any]]:
        """Push; the answers."""
        answers: list[dict[str, Any]] = self.phone.push(*edits)["answers"]
        return answers

    def sees(self, record: str) -> dict[str, Any]:
        """The values of a record, after a pull."""
        self.phone.pull()
        return self.phone.shown(record)


def hand(town: Town, *areas: str) -> Hand:
    """A canvasser's phone that holds nothing yet."""
    return Hand(town.phone(*(areas or (LI1,))))
