"""A person who stands in the books of two villages; a reference device in each; and the office, which joins them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from device import Device, Memory, Reply, Request, drive, rows
from device.checking import of_rows
from server import accounts
from server.clock import now_ms
from server.exchange.answers import Draft
from server.places import following
from server.store.tables import Edit as EditRow
from server.store.tables import Quarantined, Record, Scope
from sync.edit import from_json
from tests.device.network import Network
from tests.office.conftest import Desk
from tests.server.clock import HOUR, Clock
from tests.server.town import LI1, WANG1, Town
from tests.sync.oracle import Picture

NUMBER = "990101195001010017"


@dataclass
class Villages:
    """The world, and what is asked of it when all is quiet."""

    town: Town
    clock: Clock
    desk: Desk
    made: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.network = Network(self.town.app, _nothing)
        self.li, self.wang = self.device(LI1), self.device(WANG1)
        self.li_home, self.wang_home = self.town.household(LI1, "3"), self.town.household(WANG1, "8")
        shared = {"id_number": NUMBER, "birth": "1950-01-01", "sex": "m"}
        self.here = self.town.resident(self.li_home, "王芳", phone="10000000001", groups={"add": ["elderly"]}, **shared)
        self.there = self.town.resident(self.wang_home, "王芳", phone="10000000002", **shared)

    def device(self, *areas: str) -> Device:
        """An enrolled reference device."""
        account = self.town.account("canvasser", *areas)
        with self.town.store.writing() as session:
            code = accounts.make_enrolment(session, account, now_ms(), 24 * HOUR).code
        made = Device(Memory(), now_ms, ticks=now_ms)
        drive(made.enrol(code), self.network.line(0))
        return made

    def sync(self, *devices: Device) -> None:
        """Each of these syncs, in this order, whole."""
        for each in devices:
            done = drive(each.cycle(), self.network.line(0))
            assert done.failure is None and done.repaired == 0, done

    def quiet(self) -> None:
        """Everybody syncs until nobody has anything new."""
        for _ in range(4):
            self.sync(self.li, self.wang)
        with self.town.app.app_context():
            assert following.catch_up(self.town.store)

    def session(self) -> str:
        """A session of 10 places."""
        told = {"site": "site:1", "on": "2026-11-22", "from": "08:30", "to": "11:30", "product": "bibp", "capacity": 10}
        fields = {name: (value, None) for name, value in (told | {"state": "open"}).items()}
        return self.town.office(Draft("create", "session", None, fields))[0].record

    def office(self, entity: str, **values: Any) -> str:
        """The office writes a record; its id."""
        fields = {name: (value, None) for name, value in values.items()}
        return self.town.office(Draft("create", entity, None, fields))[0].record

    def change(self, record: str, entity: str = "resident", **values: Any) -> None:
        """The office changes one."""
        self.town.office(Draft("set", entity, record, {name: (value, None) for name, value in values.items()}))

    def pair(self, stays: str | None = None, closes: str | None = None) -> dict[str, Any]:
        """What the office is shown of the two."""
        told: dict[str, Any] = self.desk.get(f"/twins/pair?one={stays or self.there}&other={closes or self.here}")
        return told

    def join(self, *take: str, stays: str | None = None, closes: str | None = None) -> None:
        """The office finds that the two are one."""
        stays, closes = stays or self.there, closes or self.here
        body = {"stays": stays, "closes": closes, "take": list(take), "seen": self.pair(stays, closes)["seen"]}
        self.desk.post("/twins/join", body)

    def rows(self) -> dict[str, dict[str, Any]]:
        """All rows that the server shows."""
        with self.town.store.reading() as session:
            return {name: json.loads(row) for name, row in session.execute(select(Record.id, Record.row))}

    def values(self, record: str) -> dict[str, Any]:
        """What the server shows of a record."""
        values: dict[str, Any] = self.rows()[record]["values"]
        return values

    def of(self, resident: str) -> set[str]:
        """What belongs to a resident, reviews and rulings left out."""
        kinds = ("dose", "appointment", "contraindication")
        return {n for n, row in self.rows().items() if row["entity"] in kinds and row["values"]["resident"] == resident}

    def open_reviews(self) -> set[str]:
        """The keys of the open reviews of which phones are told."""
        rows = [row["values"] for row in self.rows().values() if row["entity"] == "review"]
        return {each["key"] for each in rows if each["state"] == "open"}

    def fate(self, *edits: str) -> dict[str, str]:
        """Where each of these edits is: applied, or the reason why it is held."""
        with self.town.store.reading() as session:
            held = session.execute(select(Quarantined.id, Quarantined.code).where(Quarantined.state != "released"))
            found = {name: str(code) for name, code in held}
            found |= dict.fromkeys(session.scalars(select(EditRow.id).where(EditRow.id.in_(edits))), "applied")
        return {name: found[name] for name in edits}

    def edits(self) -> int:
        """How many edits have been applied, by anybody."""
        with self.town.store.reading() as session:
            return session.scalar(select(func.count()).select_from(EditRow)) or 0

    def agree(self) -> None:
        """Every device holds exactly the server's rows of its areas; the server shows what follows from all edits, by
        definition; and its digests are those of its rows.
        """
        shown = self.rows()
        for each, grid in ((self.li, LI1), (self.wang, WANG1)):
            held = {row["id"]: row for row in rows.everything(each.storage) if row["scope"] == grid}
            assert held == {name: row for name, row in shown.items() if row["scope"] == grid}
            assert each.storage.all("outbox") == {}
        with self.town.store.reading() as session:
            bodies = session.scalars(select(EditRow.body)).all()
            digests = {each.code: (each.rows, each.sum & (2**64 - 1)) for each in session.scalars(select(Scope))}
        picture = Picture([from_json(json.loads(body)) for body in bodies])
        for name, row in shown.items():
            if row["entity"] == "review":
                continue
            assert {k: v for k, v in row["values"].items() if k != "initials"} == picture.values(name), name
            if row["scope"] in (LI1, WANG1):
                assert picture.home(name) == row["scope"], name
        wanted = {key for key in {**picture.conflicts({"*": 14}), **picture.claims()} if "same_identity" not in key}
        assert self.open_reviews() == wanted
        for scope, (count, total) in digests.items():
            assert of_rows(row for row in shown.values() if row["scope"] == scope) == f"{count}.{total:016x}"


def _nothing(who: int, request: Request, reply: Reply) -> None:
    """Nobody listens."""
