"""Three records of one person, three devices and an office, in any order: whatever is joined, opened again, joined in a
circle, corrected or sent late, everybody agrees in the end, and each thing belongs to whoever stays of the one for whom
it was written.

One seed replays a history: `RUHU_SEED=7 pytest tests/twins/test_any_history.py`.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select

from device import Device, rows
from server.exchange.placing import JOINED
from server.places import queue
from server.store.tables import Edit as EditRow
from server.store.tables import Quarantined
from sync.edit import Edit, from_json
from tests.server.clock import HOUR, MINUTE
from tests.server.town import LI1, WANG1
from tests.sync.budget import SOAK
from tests.twins.villages import NUMBER, Villages

pytestmark = pytest.mark.property
STEPS = int(os.environ.get("RUHU_STEPS", "25"))
SEED = os.environ.get("RUHU_SEED")
FIRST = random.randrange(2**32) if SOAK else 0
SEEDS = [int(SEED)] if SEED else range(FIRST, FIRST + max(6, int(SOAK or 0) // 40))
PERSONAL = ("dose", "appointment", "contraindication")
WHAT = (["work"] * 10, ["sync"] * 4, ["join"] * 3, ["open"] * 2, ["point"], ["office"] * 2, ["life"])


@pytest.fixture
def store_kind() -> str:
    """What merges is the same on both stores; the other tests here run on either."""
    return "sqlite"


class History:
    """What may happen, drawn from one seed."""

    def __init__(self, at: Villages, seed: int) -> None:
        self.at, self.chance = at, random.Random(seed)
        third = at.town.resident(
            at.town.household(self.chance.choice([LI1, WANG1]), "9"), "王芳", phone="10000000003", id_number=NUMBER
        )
        self.people = [at.here, at.there, third]
        self.both = at.device(LI1, WANG1)
        self.devices = [at.li, at.wang, self.both]
        self.session, self.made, self.edits = at.session(), [], set[str]()
        for each in self.devices:
            each.want(self.session, 2)
        at.sync(*self.devices)

    def go_on(self) -> None:
        """One thing happens."""
        self.at.clock.forward(self.chance.choice([1000, 1000, MINUTE, HOUR]))
        one, other = self.chance.sample(self.people, 2)
        device = self.chance.choice(self.devices)
        match self.chance.choice([each for some in WHAT for each in some]):
            case "work":
                self.work(device)
            case "sync":
                self.sync(device)
            case "join":
                self.join(one, other)
            case "open":
                self.at.change(one, life_state="active", same_as=None)
            case "point":  # not by the page of pairs, which would see a circle
                self.at.change(one, life_state="duplicate", same_as=other)
            case "office":
                self.at.change(one, phone=f"1000001{self.chance.randrange(10_000):04d}")
            case "life":
                self.at.change(one, life_state=self.chance.choice(["died", "active", "moved_out"]))

    def work(self, device: Device) -> None:
        """Somebody writes something of a person whom their device has, or of what belongs to one."""
        here = [name for name in self.people if rows.find(device.storage, name)]
        mine = [row for name in self.made if (row := rows.find(device.storage, name))]
        person, draw = self.chance.choice(here), self.chance.choice
        match draw(["dose", "finding", "book", "say", "say", "life", "visit", *(["again"] * 3 if mine else [])]):
            case "dose":
                dose = {"number": draw([1, 2, 3]), "product": "bibp", "on": f"2026-0{draw(range(1, 10))}-01"}
                self.made.append(device.create("dose", {"resident": person, **dose}))
            case "finding":
                finding = {"kind": draw(["fever", "epilepsy"]), "state": "suspected"}
                self.made.append(device.create("contraindication", {"resident": person, **finding}))
            case "book":
                self.made.append(device.book(person, self.session, draw([1, 2, 3])))
            case "say":
                said: list[dict[str, Any]] = [
                    {"name": draw(["王方", "王房"])}, {"groups": draw([["farm"], ["elderly", "farm"], []])},
                    {"willingness": draw(["willing", "hesitant", "refuses"])}, {"away": draw([True, False])},
                ]  # fmt: skip
                device.set(person, draw(said))
            case "life":
                device.set(person, {"life_state": draw(["died", "moved_out", "mistake", "active"])})
            case "visit":
                home = rows.find(device.storage, person)["values"]["household"]
                device.create("visit", {"household": home, "outcome": "spoke", "informed": [person]})
            case "again":
                self.again(device, draw(mine))

    def again(self, device: Device, row: Mapping[str, Any]) -> None:
        """Somebody corrects or changes what was written before."""
        values = row["values"]
        if row["entity"] == "dose":
            right: dict[str, Any] = self.chance.choice([{"retract": True}, {"on": "2026-09-09"}])
            whose = {"resident": values["resident"], "number": values["number"], "voids": row["id"]}
            self.made.append(device.create("dose", {**whose, **right}))
        elif row["entity"] == "appointment":
            device.set(row["id"], {"state": self.chance.choice(["cancelled", "missed", "attended"])})
        else:
            device.set(row["id"], {"state": self.chance.choice(["confirmed", "cleared"])})

    def sync(self, *devices: Device) -> None:
        """These sync; what they send is remembered."""
        self.edits |= {edit["id"] for each in devices for edit in each.unsent()}
        self.at.sync(*devices)

    def join(self, stays: str, closes: str) -> None:
        """The office joins two, if it may."""
        body = {"stays": stays, "closes": closes, "seen": self.at.pair(stays, closes)["seen"], "take": ["phone"]}
        headers = {"X-Ruhu-CSRF": self.at.desk.csrf}
        answer = self.at.desk.client.post("/api/office/twins/join", json=body, headers=headers)
        assert answer.status_code in (200, 409), answer.get_json()

    def quiet(self) -> None:
        """Until nobody has anything new."""
        for _ in range(3):
            self.sync(*self.devices)
        self.at.quiet()
        self.sync(*self.devices)


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_is_joined_and_opened_nothing_is_lost_and_all_belongs_to_whoever_stays(
    villages: Villages, seed: int
) -> None:
    at, history = villages, History(villages, seed)
    for _ in range(STEPS):
        history.go_on()
    history.quiet()
    at.agree()
    shown = at.rows()
    held = {row["id"]: row for row in rows.everything(history.both.storage) if row["scope"] in (LI1, WANG1)}
    assert held == {name: row for name, row in shown.items() if row["scope"] in (LI1, WANG1)}
    made = creations(at)
    for name, row in shown.items():
        if row["entity"] in PERSONAL:
            assert row["values"]["resident"] == stays(shown, origin(made, name)), name
    assert known(at) >= history.edits
    before = at.edits()
    with at.town.store.writing() as session:
        queue.note(session, JOINED, history.people)
    at.quiet()
    assert at.edits() == before, "settled twice is settled once"


def creations(at: Villages) -> dict[str, Edit]:
    """{record: the edit that made it}."""
    with at.town.store.reading() as session:
        bodies = session.scalars(select(EditRow.body).where(EditRow.kind == "create"))
        return {each.record: each for each in (from_json(json.loads(body)) for body in bodies)}


def known(at: Villages) -> set[str]:
    """Every edit that was applied or is held for the office."""
    with at.town.store.reading() as session:
        return {*session.scalars(select(EditRow.id)), *session.scalars(select(Quarantined.id))}


def origin(made: Mapping[str, Edit], name: str) -> object:
    """For whom something was written: a correction for whom that was written which it corrects."""
    edit = made[name]
    while "voids" in edit.fields:
        edit = made[str(edit.fields["voids"].value)]
    return edit.fields["resident"].value


def stays(shown: Mapping[str, Any], name: Any) -> str:
    """Who stays of a person; of a circle everybody."""
    at, met = str(name), {str(name)}
    while (target := target_of(shown[at]["values"])) is not None:
        if target in met:
            return str(name)
        at = target
        met.add(at)
    return at


def target_of(values: Mapping[str, Any]) -> str | None:
    """The record that one was joined to."""
    return values.get("same_as") if values.get("life_state") == "duplicate" else None
