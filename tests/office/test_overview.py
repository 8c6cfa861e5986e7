"""The first page: households, people and doses, each counted as what they are; and an empty database says so."""

from __future__ import annotations

from typing import Any

from server.exchange import ledger
from tests.office.conftest import Desk
from tests.server.clock import HOUR, Clock
from tests.server.town import LI, LI1, LI2, WANG, WANG1, Town


def village(answer: dict[str, Any], code: str) -> dict[str, Any]:
    """The line of one village."""
    line: dict[str, Any] = next(each for each in answer["villages"] if each["code"] == code)
    return line


def test_an_empty_township_has_zeros_and_no_error(desk: Desk) -> None:
    answer = desk.get("/overview")
    assert (answer["total"]["households"], answer["total"]["residents"], answer["devices"]) == (0, 0, 0)
    assert [line["code"] for line in answer["villages"]] == [LI, WANG]


def test_people_and_doses_are_counted_apart(desk: Desk, campaign: None, town: Town) -> None:
    person = town.resident(town.household(LI1), birth="1980-01-01", residency="local")
    town.resident(town.household(LI2), "第二人", birth="1980-01-01", residency="local")
    for number, on in ((1, "2026-08-01"), (2, "2026-09-01")):
        fields = {"resident": person, "number": number, "product": "bibp", "on": on, "known": "registry"}
        town.office(ledger.Draft("create", "dose", None, {name: (value, None) for name, value in fields.items()}))
    line = village(desk.get("/overview"), LI)
    assert (line["residents"], line["one"], line["full"], line["booster"], line["doses"]) == (2, 1, 1, 0, 2)
    assert sum(line["statuses"].values()) == 2


def test_every_figure_has_exactly_as_many_people_behind_it(desk: Desk, campaign: None, town: Town) -> None:
    for grid, birth in ((LI1, "1980-01-01"), (LI2, "2024-01-01"), (WANG1, "1950-01-01")):
        town.resident(town.household(grid), birth=birth, residency="local", willingness="hesitant")
    answer = desk.get("/overview")
    for line in answer["villages"]:
        for status, people in line["statuses"].items():
            assert desk.get(f"/residents?village={line['code']}&status={status}")["total"] == people
        for doses in ("one", "full", "booster"):
            assert desk.get(f"/residents?village={line['code']}&doses={doses}")["total"] == line[doses]
    left = ("overdue", "due", "booked", "hesitant", "waiting")
    expected = sum(answer["total"]["statuses"].get(status, 0) for status in left)
    assert desk.get("/residents?status=remaining")["total"] == expected


def test_who_died_or_moved_is_in_no_figure(desk: Desk, town: Town) -> None:
    town.resident(town.household(LI1), life_state="died")
    assert village(desk.get("/overview"), LI)["residents"] == 0


def test_coverage_counts_doors_that_somebody_knocked_on(desk: Desk, town: Town) -> None:
    home, _ = town.household(LI1), town.household(LI1, "2")
    phone = town.phone(LI1)
    phone.one(phone.edit("visit", {"household": home, "on": "2026-11-20", "outcome": "nobody"}))
    line = village(desk.get("/overview"), LI)
    assert (line["households"], line["knocked"]) == (2, 1)


def test_a_village_says_how_old_its_oldest_phone_is(desk: Desk, town: Town, clock: Clock) -> None:
    early, late, never = town.phone(LI1), town.phone(LI2), town.phone(WANG1)
    early.pull()
    first = clock.now
    clock.forward(HOUR)
    late.send("/api/sync/pull", {"cursor": None, "unsent": 4, "app": "t"})
    answer = desk.get("/overview")
    line = village(answer, LI)
    assert (line["devices"], line["last_sync"], line["unsent"], line["behind"]) == (2, first, 4, 0)
    other = village(answer, WANG)
    assert (other["devices"], other["last_sync"], other["behind"]) == (1, None, 1)
    assert never.writer
