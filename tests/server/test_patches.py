"""Patches: a phone that has a row is told what changed in it, and ends with the very row that others get whole."""

from __future__ import annotations

import random
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.exchange import ledger
from sync import digest, patches
from tests.server.town import LI1, LI2, Town

NAMES = st.sampled_from("abcd")
VALUES = st.one_of(st.integers(0, 2), st.booleans(), st.text("xy", max_size=2), st.lists(st.booleans(), max_size=2))
BASES = st.sampled_from([["1.1"], ["1.2"], {"e": ["1.3"]}])


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    row = {"id": "1.1", "entity": "resident", "scope": "s", "by": draw(st.sampled_from(["1.1", "1.9"]))}
    row["values"] = draw(st.dictionaries(NAMES, VALUES))
    if also := draw(st.dictionaries(NAMES, BASES)):
        row["also"] = also
    if opened := draw(st.lists(NAMES, unique=True, max_size=2)):
        row["open"] = sorted(opened)
    return row


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(rows(), min_size=2, max_size=5))
def test_a_patch_makes_of_any_earlier_row_the_present_one(story: list[dict[str, Any]]) -> None:
    since, changes, before = 1, {}, story[0]
    for seq, after in enumerate(story[1:], 2):
        made = patches.advance(before, after, changes, seq)
        since, changes = (seq, {}) if made is None else (since, made)
        before = after
    for place, known in enumerate(story[since - 1 :], since):
        made = patches.apply(known, patches.patch(story[-1], changes, place))
        assert digest.row_hash(made) == digest.row_hash(story[-1])
        assert patches.apply(story[-1], patches.patch(story[-1], changes, place)) == story[-1]


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def resident(town: Town, **values: Any) -> str:
    """One of whom so much is known that most of it stays as it is."""
    known = {"sex": "m", "birth": "1950-01-01", "relation": "02", "residency": "local", "id_kind": "id_card"}
    return town.resident(town.household(), **known, **values)


def test_a_changed_telephone_comes_without_the_rest_of_the_person(town: Town) -> None:
    person = resident(town, phone="10012345678", note="x")
    phone, other = town.phone(LI1), town.phone(LI1)
    phone.pull(), other.pull()
    edit = other.edit("resident", {"phone": "10087654321", "note": None}, person)
    other.one(edit)
    told = phone.page()
    assert told["rows"] == []
    assert told["patches"] == [
        {
            "id": person,
            "values": {"note": None, "phone": "10087654321"},
            "also": {"note": [edit["id"]], "phone": [edit["id"]]},
        }
    ]
    assert phone.shown(person)["phone"] == "10087654321" and "note" not in phone.shown(person)


def test_a_dispute_that_opens_and_closes_is_patched_too(town: Town) -> None:
    person = resident(town, name="甲")
    phone, other, reader = (town.phone(LI1) for _ in range(3))
    for each in (phone, other, reader):
        each.pull()
    phone.one(phone.edit("resident", {"name": "乙"}, person))
    other.one(other.edit("resident", {"name": "丙"}, person))
    reader.page()
    assert reader.rows[person]["open"] == ["name"]
    town.office(ledger.Draft("decide", "resident", person, {"name": ("丁", None)}))
    (patch,) = (each for each in reader.page()["patches"] if each["id"] == person)
    assert patch["open"] == [] and "open" not in reader.rows[person]


def test_a_set_whose_last_own_element_goes_has_the_base_of_the_row_again(town: Town) -> None:
    person = resident(town, groups={"add": ["elderly"]})
    phone = town.phone(LI1)
    phone.pull()
    added = phone.edit("resident", {}, person)
    added["fields"] = {"groups": {"value": {"add": ["medical"]}, "base": {}}}
    phone.one(added)
    phone.pull()
    own = phone.rows[person]["also"]["groups"]["medical"]
    removed = phone.edit("resident", {}, person)
    removed["fields"] = {"groups": {"value": {"remove": ["medical"]}, "base": {"medical": own}}}
    phone.one(removed)
    assert [each.get("also") for each in phone.page()["patches"]] == [{"groups": None}]
    assert "also" not in phone.rows[person]


def test_a_row_that_others_have_mostly_rewritten_comes_whole(town: Town) -> None:
    person = town.resident(town.household())
    phone, other = town.phone(LI1), town.phone(LI1)
    phone.pull(), other.pull()
    fields = {"name": "甲", "phone": "1", "note": "x", "sex": "m", "birth": "1950-01-01"}
    edit = other.edit("resident", fields, person)
    other.one(edit)
    told = phone.page()
    assert [row["by"] for row in told["rows"]] == [edit["id"]] and told["patches"] == []


def test_an_edit_that_changes_nothing_to_be_seen_sends_nothing(town: Town) -> None:
    person = resident(town, note="x")
    phone, late = town.phone(LI1), town.phone(LI1)
    late.pull(), phone.pull()
    phone.one(phone.edit("resident", {"note": "y"}, person))
    phone.pull()
    phone.one(phone.edit("resident", {"note": "z"}, person))
    phone.pull()
    superseded = late.edit("resident", {"note": "w"}, person)
    superseded["at"] -= 1000
    late.one(superseded)
    told = phone.page()
    assert all(len(patch) > 1 for patch in told["patches"])


def test_a_phone_that_does_not_ask_for_patches_gets_rows(town: Town) -> None:
    person = town.resident(town.household())
    phone, other = town.phone(LI1), town.phone(LI1)
    phone.pull(), other.pull()
    other.one(other.edit("resident", {"phone": "1"}, person))
    told = phone.page(patch=False)
    assert [row["id"] for row in told["rows"]] == [person] and "patches" not in told


@pytest.mark.parametrize("seed", range(3))
def test_with_and_without_patches_phones_end_with_the_same(town: Town, seed: int) -> None:
    rng = random.Random(seed)
    homes = [town.household(LI1), town.household(LI2)]
    people = [town.resident(home) for home in homes * 2]
    writers = [town.phone(LI1, LI2) for _ in range(2)]
    patched, whole = town.phone(LI1, LI2), town.phone(LI1, LI2)
    whole.ways = {"patch": False, "digest": True}
    for _ in range(15):
        for writer in writers:
            if rng.random() < 0.6:
                writer.pull()
            name, value = rng.choice(
                [("name", rng.choice("甲乙")), ("note", rng.choice(["x", None])), ("sex", rng.choice("mf"))]
            )
            edits = [writer.edit("resident", {name: value}, rng.choice(people))]
            if writer.rows and rng.random() < 0.3:
                edits.append(writer.edit("resident", {"household": rng.choice(homes)}, rng.choice(people)))
            writer.push(*edits)
        if rng.random() < 0.7:
            patched.pull()
        if rng.random() < 0.4:
            whole.pull()
    assert patched.pull() == whole.pull()


def test_a_record_that_changed_again_beyond_the_page_comes_with_all_that_changed(town: Town, app: Flask) -> None:
    person = resident(town, phone="10012345678")
    phone, other = town.phone(LI1), town.phone(LI1)
    phone.pull()
    changes = ({"phone": ("10012345679", None), "note": ("x", None)}, {"note": ("y", None)})
    town.office(ledger.Draft("set", "resident", person, changes[0]))
    young = town.household(door="9")  # not yet held, and changed before it comes
    for door in ("2", "3"):
        town.office(ledger.Draft("set", "household", town.household(door=door), {"door": (f"{door}a", None)}))
    town.office(ledger.Draft("set", "resident", person, changes[1]))
    town.office(ledger.Draft("set", "household", young, {"door": ("9a", None)}))
    app.config["PULL_ROWS"] = 1
    pages = 1
    while phone.page()["more"]:
        pages += 1
    app.config["PULL_ROWS"] = 500
    assert pages > 2 and phone.rows == other.pull()
