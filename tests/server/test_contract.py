"""The contract of sync, for every record type that phones write and on every store that Ruhu runs on."""

from __future__ import annotations

from typing import Any

import pytest

from server.exchange.answers import Draft
from server.rules import campaigns
from sync.policies import ENTITIES
from tests.server.town import LI1, LI2, SITE1, TOWNSHIP, WANG1, Phone, Town

# Every record type that phones may write stands here: values to create it, and one value to change it in two ways.
SAMPLES: dict[str, tuple[dict[str, Any], tuple[str, Any, Any] | None]] = {
    "household": ({"grid": LI1, "door": "东巷3号"}, ("note", "甲", "乙")),
    "resident": ({"household": "$household", "name": "王五", "groups": {"add": ["elderly"]}}, ("phone", "1", "2")),
    "visit": ({"household": "$household", "on": "2026-11-20", "outcome": "spoke", "leaflet": True}, None),
    "dose": ({"resident": "$resident", "number": 1, "product": "unknown", "known": "declared"}, None),
    "contraindication": ({"resident": "$resident", "kind": "fever", "state": "suspected"}, ("remark", "甲", "乙")),
    "appointment": ({"resident": "$resident", "session": "session:1", "number": 1}, ("note", "甲", "乙")),
    "attendance": ({"desk": SITE1, "on": "2026-11-20", "resident": "$resident"}, ("note", "甲", "乙")),
    "reaction": ({"attendance": "$attendance", "signs": ["fever"]}, ("note", "甲", "乙")),
}
SCOPES = {"attendance": SITE1, "reaction": SITE1}  # all others live in a household's grid
CHANGED = sorted(name for name, (_, change) in SAMPLES.items() if change)


# And here every one that only the office writes, or the server for it: in whose scope it lives, and values to make it.
OFFICE: dict[str, tuple[str, dict[str, Any]]] = {
    "area": (TOWNSHIP, {"code": WANG1, "name": "甲格", "level": "grid"}),
    "campaign": (TOWNSHIP, {"document": campaigns.load("covid-2021")}),
    "person": (TOWNSHIP, {"name": "赵六", "role": "cadre"}),
    "site": (TOWNSHIP, {"name": "卫生院", "kind": "fixed"}),
    "session": (TOWNSHIP, {"site": "site:1", "on": "2026-11-28", "from": "08:00", "to": "12:00"}),
    "supply": (
        TOWNSHIP,
        {"site": "site:1", "product": "inactivated_a", "doses": 100, "kind": "received"},
    ),
    "ruling": (LI1, {"about": "$resident", "key": "k", "names": ["1.1"], "verdict": "kept"}),
    "review": (LI1, {}),
}


def test_every_record_type_has_a_sample_of_whoever_writes_it() -> None:
    written = {name for name, entity in ENTITIES.items() if not entity.authority and not entity.township}
    assert written == SAMPLES.keys()
    assert ENTITIES.keys() - written == OFFICE.keys()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def places(town: Town) -> dict[str, str]:
    """What the samples refer to."""
    home, desk = town.household(LI1), town.phone(SITE1, role="site")
    attendance = desk.one(desk.edit("attendance", {"desk": SITE1, "on": "2026-11-20"}))["id"]
    return {"$household": home, "$resident": town.resident(home), "$attendance": attendance}


def make(phone: Phone, entity: str, places: dict[str, str]) -> dict[str, Any]:
    """A creation of the sample."""
    values = SAMPLES[entity][0]
    return phone.edit(entity, {name: places.get(str(value), value) for name, value in values.items()})


@pytest.mark.parametrize("entity", sorted(SAMPLES))
class TestEveryRecordType:
    """Holds for each record type, on each store."""

    def test_what_one_phone_makes_another_of_the_grid_gets_and_no_other(
        self, town: Town, places: dict[str, str], entity: str
    ) -> None:
        scope = SCOPES.get(entity, LI1)
        phone, same, foreign = town.phone(scope), town.phone(scope), town.phone(WANG1)
        for each in (phone, same, foreign):
            each.pull()
        answer = phone.one(make(phone, entity, places))
        assert (answer["result"], answer["outcome"], answer["scope"]) == ("applied", "created", scope)
        row = same.pull()[answer["id"]]
        assert (row["entity"], row["scope"], row["by"]) == (entity, scope, answer["id"])
        assert answer["id"] not in foreign.pull()
        fresh = town.phone(scope)
        assert fresh.pull()[answer["id"]] == row

    def test_sent_twice_it_is_there_once(self, town: Town, places: dict[str, str], entity: str) -> None:
        phone = town.phone(SCOPES.get(entity, LI1))
        edit = make(phone, entity, places)
        first = phone.push(edit)
        seq = phone.page()["cursor"]
        assert phone.push(edit) == first
        assert phone.page()["rows"] == [] and seq

    def test_without_a_grant_it_is_refused_and_nothing_is_told(
        self, town: Town, places: dict[str, str], entity: str
    ) -> None:
        foreign = town.phone(WANG1)
        answer = foreign.one(make(foreign, entity, places))
        assert (answer["result"], answer["code"]) == ("refused", "scope_not_granted")
        assert "scope" not in answer and answer["fields"] == {}

    def test_it_follows_its_household_to_another_grid(self, town: Town, places: dict[str, str], entity: str) -> None:
        if entity in SCOPES:
            return self.it_stays_at_its_site(town, places, entity)
        here, there = town.phone(LI1), town.phone(LI2)
        made = here.one(make(here, entity, places))["id"]
        here.pull(), there.pull()
        home = made if entity == "household" else places["$household"]
        town.office(Draft("set", "household", home, {"grid": (LI2, None)}))
        assert made not in here.pull()
        assert there.pull()[made]["scope"] == LI2

    def it_stays_at_its_site(self, town: Town, places: dict[str, str], entity: str) -> None:
        """What a desk writes is not the household's."""
        desk = town.phone(SITE1, role="site")
        made = desk.one(make(desk, entity, places))["id"]
        town.office(Draft("set", "household", places["$household"], {"grid": (LI2, None)}))
        assert desk.pull()[made]["scope"] == SITE1

    def test_a_field_it_does_not_have_is_refused(self, town: Town, places: dict[str, str], entity: str) -> None:
        phone = town.phone(SCOPES.get(entity, LI1))
        edit = make(phone, entity, places)
        edit["fields"]["wings"] = {"value": 2, "base": []}
        assert phone.one(edit)["code"] == "unknown_field"


@pytest.mark.parametrize("entity", CHANGED)
class TestEveryRecordTypeThatChanges:
    """Holds for each record type that is not append-only."""

    def test_two_phones_that_did_not_know_of_each_other_end_with_the_same(
        self, town: Town, places: dict[str, str], entity: str
    ) -> None:
        scope = SCOPES.get(entity, LI1)
        phones = town.phone(scope), town.phone(scope)
        made = phones[0].one(make(phones[0], entity, places))["id"]
        for phone in phones:
            phone.pull()
        change = SAMPLES[entity][1]
        assert change is not None
        for phone, value in zip(phones, change[1:], strict=True):
            assert phone.one(phone.edit(entity, {change[0]: value}, made))["result"] == "applied"
        rows = [phone.pull()[made] for phone in phones]
        assert rows[0] == rows[1]
        assert rows[0]["values"][change[0]] in change[1:]

    def test_a_change_that_knew_the_other_replaces_it(self, town: Town, places: dict[str, str], entity: str) -> None:
        scope = SCOPES.get(entity, LI1)
        one, two = town.phone(scope), town.phone(scope)
        made = one.one(make(one, entity, places))["id"]
        change = SAMPLES[entity][1]
        assert change is not None
        for phone, value in ((one, change[1]), (two, change[2])):
            phone.pull()
            answer = phone.one(phone.edit(entity, {change[0]: value}, made))
            assert answer["outcome"] == "changed"
        assert one.pull()[made]["values"][change[0]] == change[2]


@pytest.mark.parametrize("entity", sorted(OFFICE))
class TestEveryRecordTypeOfTheOffice:
    """Holds for each record type that reaches phones without being theirs to write."""

    def made(self, town: Town, places: dict[str, str], entity: str) -> str:
        """One such record; its id."""
        if entity == "review":
            one, two = town.phone(LI1), town.phone(LI1)
            one.pull(), two.pull()
            for phone, name in ((one, "甲"), (two, "乙")):
                phone.push(phone.edit("resident", {"name": name}, places["$resident"]))
            return next(name for name, row in one.pull().items() if row["entity"] == "review")
        values = {name: (places.get(str(value), value), None) for name, value in OFFICE[entity][1].items()}
        own = f"{entity}:9" if OFFICE[entity][0] == TOWNSHIP else None
        return town.office(Draft("create", entity, None, values, id=own))[0].record

    def test_the_phones_of_its_scope_get_it_and_no_other(self, town: Town, places: dict[str, str], entity: str) -> None:
        same, foreign = town.phone(LI1), town.phone(WANG1)
        same.pull(), foreign.pull()
        made = self.made(town, places, entity)
        row = same.pull()[made]
        assert (row["entity"], row["scope"]) == (entity, OFFICE[entity][0])
        assert (made in foreign.pull()) == (OFFICE[entity][0] == TOWNSHIP)
        fresh = town.phone(LI1)
        assert fresh.pull()[made] == row

    def test_a_phone_may_neither_make_nor_change_it(self, town: Town, places: dict[str, str], entity: str) -> None:
        phone = town.phone(LI1)
        made = self.made(town, places, entity)
        before = phone.pull()[made]
        values = {name: places.get(str(value), value) for name, value in OFFICE[entity][1].items()}
        for record in (None, made):
            answer = phone.one(phone.edit(entity, values or {"remark": "甲"}, record))
            assert (answer["result"], answer["code"]) == ("refused", "not_authority")
        assert phone.pull()[made] == before
