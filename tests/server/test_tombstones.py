"""Departures: told for 200 days, longer than a phone may lie in a drawer; who comes later enters the area anew."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from server.store.tables import Departure, Scope, Tie
from tests.server.clock import HOUR, Clock
from tests.server.town import LI, LI1, LI2, Phone, Town

DAY = 24 * HOUR


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def departures(town: Town) -> int:
    with town.store.reading() as session:
        return int(session.scalar(select(func.count()).select_from(Departure)) or 0)


def moved(town: Town, home: str, grid: str) -> Phone:
    mover = town.phone(LI, role="cadre")
    mover.pull()
    mover.one(mover.edit("household", {"grid": grid}, home))
    return mover


def test_a_phone_from_the_drawer_is_told_what_left_as_long_as_departures_are_kept(
    town: Town, app: Flask, clock: Clock
) -> None:
    home, stays = town.household(LI1), town.household(LI1)
    old = town.phone(LI1)
    old.pull()
    moved(town, home, LI2)
    clock.forward(199 * DAY)
    assert "0 departures have expired." in app.test_cli_runner().invoke(args=["tombstones"]).output
    told = old.page()
    assert told["gone"] == [{"scope": LI1, "id": home}] and told["enter"] == []
    assert home not in old.rows and stays in old.rows


def test_after_200_days_a_departure_expires_and_who_did_not_hear_of_it_enters_anew(
    town: Town, app: Flask, clock: Clock
) -> None:
    home, stays = town.household(LI1), town.household(LI1)
    old = town.phone(LI1)
    old.pull()
    present = moved(town, home, LI2)
    present.pull()
    clock.forward(201 * DAY)
    assert f"{LI1}: 1 departures have expired." in app.test_cli_runner().invoke(args=["tombstones"]).output
    assert departures(town) == 0
    with town.store.reading() as session:
        assert session.get_one(Scope, LI1).floor > 0 and session.get_one(Scope, LI2).floor == 0
        assert session.scalar(select(func.count()).select_from(Tie).where(Tie.scope == LI1)) == 0
    assert [each["scope"] for each in old.page()["enter"]] == [LI1]
    assert home not in old.rows and stays in old.rows
    assert present.page()["enter"] == []


def test_departures_that_are_younger_stay(town: Town, app: Flask, clock: Clock) -> None:
    first, second = town.household(LI1), town.household(LI1)
    moved(town, first, LI2)
    clock.forward(150 * DAY)
    moved(town, second, LI2)
    clock.forward(60 * DAY)
    app.test_cli_runner().invoke(args=["tombstones"])
    assert departures(town) == 1


def test_a_snapshot_of_before_an_expired_departure_is_not_given_out(town: Town, app: Flask, clock: Clock) -> None:
    home = town.household(LI1)
    town.phone(LI1).pull()
    moved(town, home, LI2)
    clock.forward(201 * DAY)
    app.test_cli_runner().invoke(args=["tombstones"])
    assert home not in town.phone(LI1).pull()
