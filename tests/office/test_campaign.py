"""A township set up from nothing needs a campaign: the office puts one in force, and a broken one goes to nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.office.conftest import Desk
from tests.server.town import LI1, Town

EXAMPLE = Path(__file__).parents[2] / "server/rules/campaigns/covid-2021.json"


@pytest.fixture
def document() -> dict[str, Any]:
    """The documents' campaign."""
    loaded: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return loaded


def test_a_town_without_a_campaign_is_told_so_and_given_the_example(desk: Desk, town: Town) -> None:
    person = town.resident(town.household(LI1), birth="1990-01-01")
    assert desk.get("/overview")["campaign"] is None
    assert desk.get(f"/residents/{person}")["judgement"]["why"] == "no_campaign"
    page = desk.get("/campaign")
    assert page["current"] is None and "covid-2021" in [each["example"] for each in page["examples"]]
    told = desk.post("/campaign", {"example": "covid-2021", "start": "2026-10-01"})
    assert told["current"]["window"]["start"] == "2026-10-01"
    assert desk.get(f"/residents/{person}")["judgement"]["why"] != "no_campaign"
    assert any(row["entity"] == "campaign" for row in town.phone(LI1).pull().values())


def test_another_document_of_the_same_campaign_counts_its_version_up(desk: Desk, document: dict[str, Any]) -> None:
    assert desk.post("/campaign", {"document": document})["current"]["version"] == 1
    assert desk.post("/campaign", {"document": document})["current"]["version"] == 2


def test_a_broken_document_is_refused_with_what_is_wrong(desk: Desk, document: dict[str, Any]) -> None:
    del document["products"]
    answer = desk.post("/campaign", {"document": document}, 422)
    assert answer["code"] == "bad_campaign" and answer["details"]["problems"][0] == {
        "path": "products",
        "code": "missing",
    }
    assert "products" in answer["message"]["zh-CN"]
    assert desk.get("/campaign")["current"] is None
    assert desk.code("/campaign", {"example": "smallpox"}, 422) == "bad_value"
    assert desk.code("/campaign", {}, 422) == "bad_value"


def test_only_the_administrator_puts_a_campaign_in_force(desk_of: Callable[[str], Desk]) -> None:
    assert desk_of("reviewer").code("/campaign", {"example": "covid-2021"}, 403) == "not_allowed"
