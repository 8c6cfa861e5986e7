"""A vaccination site for tests: its sessions, the people booked there, and what its desks record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select

from server import clock
from server.exchange.ledger import Draft
from server.places import following
from server.rules.days import plus_days
from server.rules.identity import check_character
from server.store.tables import Record
from tests.server.town import LI1, SITE1, SITE2, Phone, Town

SITE, OTHER = "site:1", "site:2"
TODAY, TOMORROW = "2026-11-20", "2026-11-21"
MINUTE = 60_000


def number(n: int) -> str:
    """An identity number that nobody has, with its check digit."""
    first = f"99010119700101{n:03d}"
    return first + check_character(first)


@dataclass
class Site:
    """The town seen from the site. `session` is held today and `later` next week; `elsewhere` today at another site."""

    town: Town
    session: str
    later: str
    elsewhere: str

    def desk(self, code: str = SITE1) -> Phone:
        """A device of a site's staff, up to date."""
        phone = self.town.phone(code, role="site")
        phone.pull()
        return phone

    def resident(self, n: int, name: str = "李小龙", grid: str = LI1, **values: Any) -> str:
        """A resident with the n-th identity number."""
        home = self.town.household(grid, door=str(n))
        values = {"id_number": number(n), "birth": "1970-01-01", "sex": "m", **values}
        return self.town.resident(home, name, **values)

    def booked(self, resident: str, session: str | None = None, dose: int = 1) -> str:
        """An appointment of theirs, confirmed if there is a place; its id."""
        fields = {"resident": resident, "session": session or self.session, "number": dose, "state": "requested"}
        made = self.town.office(Draft("create", "appointment", None, {k: (v, None) for k, v in fields.items()}))
        self.settle()
        return made[0].record

    def settle(self) -> None:
        """Draw what follows from all that has been pushed."""
        with self.town.app.app_context():
            assert following.catch_up(self.town.store)

    def rows(self) -> dict[str, dict[str, Any]]:
        """Every record's row as it stands."""
        with self.town.store.reading() as session:
            return {row["id"]: row for row in map(orjson.loads, session.scalars(select(Record.row)))}

    def values(self, record: str) -> dict[str, Any]:
        """The values of a record."""
        values: dict[str, Any] = self.rows()[record]["values"]
        return values

    def doses(self, resident: str) -> list[dict[str, Any]]:
        """The doses of somebody that stand."""
        doses = {name: row["values"] for name, row in self.rows().items() if row["entity"] == "dose"}
        voided = {values.get("voids") for values in doses.values()}
        return [
            {"id": name, **values}
            for name, values in sorted(doses.items())
            if name not in voided and not values.get("retract") and values["resident"] == resident
        ]


def opened(town: Town) -> Site:
    """Two sites with their sessions, on the town's day."""
    for name, code in ((SITE, SITE1), (OTHER, SITE2)):
        fields = {"name": f"接种点{code[-1]}", "code": code, "hospital": "县医院", "hospital_phone": "10012345678"}
        town.office(Draft("create", "site", None, {k: (v, None) for k, v in fields.items()}, id=name))
    today = [_session(town, at, TODAY) for at in (SITE, OTHER)]
    return Site(town, today[0], _session(town, SITE, plus_days(TODAY, 7)), today[1])


def _session(town: Town, site: str, on: str) -> str:
    fields = {"site": site, "on": on, "from": "08:30", "to": "23:30", "product": "bibp", "capacity": 5, "state": "open"}
    return town.office(Draft("create", "session", None, {k: (v, None) for k, v in fields.items()}))[0].record


def arrival(at_desk: Phone, card: dict[str, Any] | None = None, **said: Any) -> dict[str, Any]:
    """The edit by which a desk registers somebody: from a card, or a walk-in by what the paper says."""
    values: dict[str, Any] = {"desk": SITE1, "on": TODAY, "state": "arrived", "arrived_at": clock.now_ms(), **said}
    if card is not None:
        names = ("resident", "appointment", "session", "ticket", "name", "id_number", "birth", "sex")
        values = {**{name: card[name] for name in names if card[name] is not None}, "how": "slip", **values}
    return at_desk.edit("attendance", {"how": "walk_in", **values}, schema=3)


def screened(desk: Phone, record: str, result: str = "ok", **said: Any) -> dict[str, Any]:
    """The edit by which the screening is recorded."""
    state = "arrived" if result == "ok" else "screened_out"
    return desk.edit("attendance", {"screening": result, "state": state, **said}, record, schema=3)


def injected(desk: Phone, record: str, **said: Any) -> dict[str, Any]:
    """The edit by which the injection is recorded."""
    now = clock.now_ms()
    values = {"dose_number": 1, "product": "bibp", "batch": "B1", "vaccinated_at": now, "leave_at": now + 30 * MINUTE}
    return desk.edit("attendance", {**values, "state": "vaccinated", **said}, record, schema=3)


def offline(desk: Phone, card: dict[str, Any], **dose: Any) -> list[dict[str, Any]]:
    """The edits of somebody registered and vaccinated without a network, none of them pushed."""
    made = arrival(desk, card)
    given = injected(desk, made["id"], screening="ok", **dose)
    fields = {
        name: {**each, "base": [made["id"]] if name in made["fields"] else []} for name, each in given["fields"].items()
    }
    return [made, {**given, "fields": fields}]


def listed(desk: Phone, on: str = TODAY, **more: str) -> Any:
    """The answer to a desk that asks whom to expect."""
    headers = {"Authorization": f"Bearer {desk.token}"}
    return desk.client.get("/api/desk/list", query_string={"on": on, **more}, headers=headers)


def cards(desk: Phone, on: str = TODAY) -> list[dict[str, Any]]:
    """The cards that a desk is given."""
    response = listed(desk, on)
    assert response.status_code == 200, response.get_json()
    told: list[dict[str, Any]] = response.get_json()["cards"]
    return told


def done(desk: Phone, edit: dict[str, Any]) -> str:
    """Push an edit, see that it is applied, pull; the record's id."""
    answer = desk.one(edit)
    assert answer["result"] == "applied", answer
    desk.pull()
    return str(edit["record"])


def vaccinated(desk: Phone, card: dict[str, Any] | None = None, **said: Any) -> str:
    """Somebody is registered, screened and vaccinated; the attendance's id."""
    dose = {name: said.pop(name) for name in ("dose_number", "product", "batch") if name in said}
    record = done(desk, arrival(desk, card, **said))
    done(desk, screened(desk, record))
    return done(desk, injected(desk, record, **dose))
