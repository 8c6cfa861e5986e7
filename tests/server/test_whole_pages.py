"""Pages: whatever their size, a group is on one of them with all of its halves, also if it changed two areas."""

from __future__ import annotations

import random
from typing import Any

import pytest
from sqlalchemy import select

from server.accounts import scopes_of
from server.exchange.granted import granted
from server.store.tables import Account
from tests.server.town import LI, LI1, LI2, TOWNSHIP, WANG, WANG1, Phone, Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(params=[1, 3, 10])
def settings(request: pytest.FixtureRequest) -> dict[str, Any]:
    return {"PULL_ROWS": request.param}


def notes(phone: Phone, homes: list[str]) -> set[Any]:
    return {phone.rows[home]["values"].get("note") for home in homes}


def test_no_page_shows_the_one_half_of_a_group_of_two_areas(town: Town) -> None:
    homes = [town.household(LI1), town.household(LI2)]
    writer, reader = town.phone(LI1, LI2), town.phone(LI1, LI2)
    writer.pull(), reader.pull()
    for turn in range(4):
        alone = [writer.edit("household", {"grid": grid}) for grid in random.Random(turn).choices((LI1, LI2), k=5)]
        writer.push(*alone)
    together = [writer.edit("household", {"note": "both"}, home) for home in homes]
    writer.push(*writer.group(*together))
    for turn in range(3):
        writer.push(writer.edit("household", {"grid": (LI1, LI2)[turn % 2]}))
    pages = 0
    more = True
    while more:
        more = reader.page()["more"]
        pages += 1
        assert len(notes(reader, homes)) == 1
    assert notes(reader, homes) == {"both"}
    assert pages > 1
    late = town.phone(LI1, LI2)
    assert late.pull() == reader.pull()


def test_a_household_that_moves_is_on_every_page_in_one_of_the_areas(town: Town) -> None:
    home = town.household(LI1)
    person = town.resident(home)
    mover, reader = town.phone(LI1, LI2), town.phone(LI1, LI2)
    for phone in (mover, reader):
        phone.pull()
    for turn in range(6):
        mover.push(mover.edit("household", {"grid": (LI1, LI2)[turn % 2], "door": str(turn)}))
        mover.pull()
        mover.one(mover.edit("household", {"grid": (LI2, LI1)[turn % 2]}, home))
    more = True
    while more:
        more = reader.page()["more"]
        assert {home, person} <= reader.rows.keys()
    assert reader.rows[person]["scope"] == LI1


@pytest.mark.parametrize("settings", [{"PULL_SIGNS": 900}])
def test_a_page_of_large_rows_has_fewer_of_them(town: Town) -> None:
    writer, reader = town.phone(LI1), town.phone(LI1)
    reader.pull()
    for _ in range(8):
        writer.push(writer.edit("household", {"grid": LI1, "note": "x" * 400}))
    sizes = []
    more = True
    while more:
        told = reader.page()
        more = told["more"]
        sizes.append(len(told["rows"]))
    assert max(sizes) == 1 and sum(sizes) == 8


@pytest.mark.parametrize("role", ["canvasser", "cadre", "admin"])
@pytest.mark.parametrize("areas", [(), (LI1,), (LI,), (TOWNSHIP,), (WANG1, LI2), (LI, WANG)])
@pytest.mark.parametrize("settings", [{}])
def test_what_is_granted_is_the_same_by_either_way_of_asking(town: Town, role: str, areas: tuple[str, ...]) -> None:
    number = town.account(role, *areas)
    with town.store.reading() as session:
        account = session.scalars(select(Account).where(Account.id == number)).one()
        assert list(granted(session, number, role)) == scopes_of(session, account)
