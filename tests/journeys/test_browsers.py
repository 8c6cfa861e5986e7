"""Machines differ in where their Chromium is: the system's and the packed one must both do."""

from pathlib import Path

import pytest

from tests.journeys import browsing
from tests.journeys.story import Given, Then, When


def test_the_chromium_of_the_npm_package_carries_a_phone_through_a_kill_as_well(
    given: Given, when: When, then: Then, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUHU_CHROMIUM", "packed")
    anna, person = given.a_canvasser(), given.somebody()
    when.the_server_stops()
    when(anna).writes(person["resident"], note="by the packed browser").is_killed()
    assert len(then(anna.opens()).unsent()) == 1


def test_a_system_without_chromium_falls_back_to_the_packed_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RUHU_CHROMIUM", raising=False)
    monkeypatch.setattr(browsing, "SYSTEM", ("/nowhere/chromium",))
    assert Path(browsing.executable()).is_file() and browsing.executable() == browsing.packed()
