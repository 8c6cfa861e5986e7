"""What vectors cannot hold: purity, the shipped campaign's sources, words that vectors must have shown, copies."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from server import rules
from server.rules.campaigns import load, names
from server.rules.shape import SHAPE
from server.rules.vectors import read
from server.rules.words import Answer, Finding, Kind, Status

VECTORS = Path(__file__).parents[1] / "vectors" / "rules"
CAMPAIGN = load("covid-2021")


def _expected(function: str) -> list[Any]:
    files, _, _ = read(VECTORS)
    return [vector["expect"] for _, name, vectors in files for vector in vectors if name == function]


def _cited(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_cited, value))
    if not isinstance(value, dict):
        return set()
    inner = [_cited(each) for key, each in value.items() if key != "sources"]
    return set(value.get("source", [])).union(*inner)


def test_every_shipped_campaign_is_in_order() -> None:
    assert names() == ["covid-2021"]
    assert [rules.check(load(name)) for name in names()] == [[]]


def test_a_campaign_that_is_not_shipped_is_not_looked_for_elsewhere() -> None:
    for name in ("no-such", "../campaigns/covid-2021", ""):
        with pytest.raises(KeyError):
            load(name)


def test_every_source_is_cited_and_every_clause_of_a_document_is_quoted() -> None:
    assert _cited(CAMPAIGN) == set(CAMPAIGN["sources"])
    for source in CAMPAIGN["sources"].values():
        quoted = source.get("document") in ("000", "001", "003") and source.get("zh")
        assert quoted or (source.get("title") and source.get("date"))


def test_every_word_of_a_judgement_is_shown_by_a_vector() -> None:
    judged = _expected("judge")
    assert {each["status"] for each in judged if "status" in each} == set(Status)
    assert {each["finding"] for each in judged if "finding" in each} == set(Finding)
    assert {each["next"]["kind"] for each in judged if (each.get("next") or {}).get("kind")} == set(Kind)
    assert set(_expected("acceptable")) == set(Answer)


def test_every_why_and_every_note_is_shown_by_a_vector() -> None:
    judged = _expected("judge")
    whys = {each["why"].split(":")[0] for each in judged if "why" in each}
    assert whys == {
        *("no_campaign", "life_state", "not_resident", "not_yet", "too_young", "too_old", "not_offered", "no_product"),
        *("suspected", "referred", "confirmed", "deferred"),
        *("full_course", "booster_given", "requested", "place_confirmed", "away", "residency", "willingness"),
        *("first", "primary", "extra", "booster", "too_early", "may_already"),
    }
    notes = {note.split(":")[0] for each in judged for note in each.get("notes", [])}
    assert notes == {
        *("in_future", "too_near", "other_route", "beyond_course", "same_number", "missing_before"),
        *("birth_unknown", "if_healthy", "confirm_product", "confirm_date", "no_reason", "ask_again"),
    }


def test_judging_changes_none_of_its_arguments() -> None:
    campaign, doses = deepcopy(CAMPAIGN), [{"id": "d1", "number": 1, "product": "bibp", "on": "2021-04-10"}]
    before = json.dumps([campaign, doses])
    rules.judge(campaign, {"birth": "1980-03-10"}, doses, [], [], "2021-05-01")
    rules.shift(campaign, 100)["schedule"]["primary"].clear()
    assert json.dumps([campaign, doses]) == before


def test_a_shifted_campaign_judges_shifted_lives_alike() -> None:
    doses = [{"id": "d1", "number": 1, "product": "bibp", "on": "2021-04-10"}]
    later = [{**doses[0], "on": "2026-04-09"}]
    ours = rules.judge(CAMPAIGN, {"birth": "1980-03-10"}, doses, [], [], "2021-05-01")
    theirs = rules.judge(rules.shift(CAMPAIGN, 1825), {"birth": "1985-03-09"}, later, [], [], "2026-04-30")
    assert (theirs["status"], theirs["next"]["earliest"]) == (ours["status"], "2026-04-23")


def test_the_most_urgent_come_first() -> None:
    lives = {
        "refused": {"birth": "1980-03-10", "willingness": "refuses"},
        "young": {"birth": "2003-06-06"},
        "old": {"birth": "1959-03-10"},
        "late": {"birth": "1980-03-10"},
    }
    today = "2021-06-10"
    judged = {name: rules.judge(CAMPAIGN, life, [], [], [], today) for name, life in lives.items()}
    order = sorted(lives, key=lambda name: rules.urgency(judged[name], lives[name], today))
    assert order == ["old", "late", "young", "refused"]


def test_the_shape_is_the_same_in_both_languages() -> None:
    """Every key and leaf of the Python shape stands in the TypeScript one (`check`'s vectors hold the meaning)."""
    text = (Path(__file__).parents[2] / "pwa" / "src" / "rules" / "shape.ts").read_text("utf-8")

    def words(shape: Any) -> set[str]:
        if isinstance(shape, str):
            return {shape}
        inner = shape if isinstance(shape, list) else shape.values()
        return set(() if isinstance(shape, list) else shape).union(*map(words, inner))

    assert {word for word in words(SHAPE) if word not in text} == set()


@pytest.mark.parametrize("bad", [None, 7, "covid", [], {}, {"id": "x"}])
def test_what_is_no_campaign_has_problems_and_stops_nothing(bad: Any) -> None:
    assert rules.check(bad)
