"""What the invented town must be: valid, nobody's, the same every time, and of the size asked for."""

from collections import Counter
from datetime import date

import pytest

from server.demo import campaign
from server.demo.grid import Maker, Row
from server.demo.history import Times
from server.demo.town import Town, plan
from server.rules import identity, judge

TODAY = date(2026, 11, 20)
SEED = 20
STATUSES = {
    *("not_eligible", "contraindicated", "done", "booked", "away"),
    *("refuses", "hesitant", "overdue", "due", "waiting"),
}


def _made(residents: int, seed: int = SEED) -> tuple[Town, Times, list[list[Row]]]:
    document = campaign.shifted(TODAY)
    town = plan(residents, seed, TODAY, campaign.times(document, TODAY, ()).inactivated[0])
    times = campaign.times(document, TODAY, tuple(key for key, _ in town.sessions))
    maker = Maker(seed, times)
    return town, times, [maker.rows(grid) for grid in town.grids]


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    return [row for grid in _made(1500)[2] for row in grid]


def test_the_same_seed_makes_the_same_town() -> None:
    assert _made(300) == _made(300)
    assert _made(300)[2] != _made(300, seed=21)[2]


def test_the_default_town_has_six_villages_a_dozen_grids_and_two_thousand_households() -> None:
    town, _, grids = _made(6000)
    counted = Counter(row.entity for grid in grids for row in grid)
    assert len({grid.village for grid in town.grids}) == 6 and len(town.grids) == 12
    assert counted["household"] == 2000 and 5950 <= counted["resident"] <= 6050
    assert len(town.sites) == 3 and len(town.sessions) >= 20


def test_the_largest_town_has_eighty_six_villages_and_some_hundred_grids() -> None:
    town = plan(180_000, SEED, TODAY, "bibp")
    assert len({grid.village for grid in town.grids}) == 86 and 200 <= len(town.grids) <= 600
    assert sum(grid.households for grid in town.grids) == 60_000
    names = [values["name"] for _, values in town.areas]
    assert len(set(names)) == len(names)


def test_every_identity_number_is_valid_and_on_a_region_that_was_never_issued(rows: list[Row]) -> None:
    cards = [row.values for row in rows if row.values.get("id_kind") == "id_card"]
    assert len(cards) > 1000
    for person in cards:
        number = person["id_number"]
        carried = identity.read(number)
        assert carried["code"] == "ok" and number.startswith("99")
        assert (carried["birth"], carried["sex"]) == (person["birth"], person["sex"])


def test_nobody_shares_an_identity_number_but_one_person_listed_twice(rows: list[Row]) -> None:
    numbers = Counter(row.values["id_number"] for row in rows if row.entity == "resident")
    assert [count for count in numbers.values() if count > 1] == [2]


def test_every_telephone_number_is_one_that_nobody_can_have(rows: list[Row]) -> None:
    phones = [row.values["phone"] for row in rows if "phone" in row.values]
    assert phones and all(len(phone) == 11 and phone.startswith("100") for phone in phones)


def test_every_reference_leads_to_a_record_of_the_same_grid() -> None:
    for grid in _made(600)[2]:
        keys = {row.key for row in grid}
        named = [key for row in grid for ref in row.refs.values() for key in ([ref] if isinstance(ref, str) else ref)]
        assert len(keys) == len(grid) and set(named) <= keys


def test_today_lies_in_the_middle_of_the_campaign() -> None:
    window = campaign.shifted(TODAY)["window"]
    before = TODAY - date.fromisoformat(window["start"])
    assert abs(before - (date.fromisoformat(window["end"]) - TODAY)).days <= 1


def test_people_of_every_status_live_in_the_town(rows: list[Row]) -> None:
    document = campaign.shifted(TODAY)
    of: dict[str, dict[str, list[dict[str, object]]]] = {}
    for row in rows:
        if "resident" in row.refs:
            resident = str(row.refs["resident"])
            of.setdefault(resident, {}).setdefault(row.entity, []).append({"id": row.key, **row.values})
    statuses: Counter[str] = Counter()
    sessions = dict(plan(1500, SEED, TODAY, "bibp").sessions)
    for row in rows:
        if row.entity != "resident":
            continue
        own = of.get(row.key, {})
        booked = [{**one, "on": sessions[str(one["session"])]["on"]} for one in own.get("appointment", [])]
        against = own.get("contraindication", [])
        verdict = judge(document, row.values, own.get("dose", []), against, booked, TODAY.isoformat())
        statuses[verdict["status"]] += 1
    assert set(statuses) == STATUSES, statuses
