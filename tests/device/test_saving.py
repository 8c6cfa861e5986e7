"""What is saved on a device becomes edits that say what their author was shown."""

from __future__ import annotations

import pytest

from device.records import CLOSING, PARENT, SETS
from device.saving import lean
from sync import edit as engine
from sync.policies import ENTITIES, Policy
from tests.device.script import GRID, device, holding, row

PAGE = {**row("3.1:157r", name="甄友信", groups=["elderly"], phone="10012345678", household="3.1:156h"),
        "also": {"phone": ["18.3"], "groups": {"elderly": ["18.4"]}}, "open": ["name"]}  # fmt: skip


def test_a_second_change_of_a_field_before_any_sync_is_based_on_the_first() -> None:
    phone = holding(PAGE)
    phone.set("3.1:157r", {"phone": "1"})
    phone.set("3.1:157r", {"phone": "2"})
    phone.set("3.1:157r", {"name": "甄有信"})
    bases = [next(iter(each["fields"].values()))["base"] for each in phone.unsent()]
    assert bases == [["18.3"], ["17.1"], ["3.1"]]


def test_a_field_without_a_value_has_no_base_unless_somebody_cleared_it() -> None:
    phone = holding({**PAGE, "also": {"note": ["18.9"]}})
    phone.set("3.1:157r", {"note": "dog", "job": "smith"})
    fields = phone.unsent()[0]["fields"]
    assert (fields["note"]["base"], fields["job"]["base"]) == (["18.9"], [])


def test_an_element_taken_out_of_a_set_names_who_put_it_in() -> None:
    phone = holding(PAGE)
    phone.set("3.1:157r", {"groups": ["medical"]})
    phone.set("3.1:157r", {"groups": []})
    first, second = (each["fields"]["groups"] for each in phone.unsent())
    assert first == {"value": {"add": ["medical"], "remove": ["elderly"]}, "base": {"elderly": ["18.4"]}}
    assert second == {"value": {"remove": ["medical"]}, "base": {"medical": ["17.1"]}}


def test_what_is_so_already_makes_no_edit_and_takes_no_number() -> None:
    phone = holding(PAGE)
    phone.set("3.1:157r", {"phone": "10012345678", "groups": ["elderly"], "note": None})
    assert phone.unsent() == [] and phone.storage.get("meta", "n") == 0


def test_a_group_has_consecutive_numbers_its_first_id_and_its_size() -> None:
    phone = device()
    with phone.saving() as group:
        home = group.create("household", {"grid": GRID, "door": "18"})
        group.create("resident", {"household": home, "name": "甄友信", "groups": ["elderly"], "phone": None})
    one, other = phone.unsent()
    assert [(e["id"], e["n"], e["group"], e["size"]) for e in (one, other)] == [
        ("17.1", 1, "17.1", 2),
        ("17.2", 2, "17.1", 2),
    ]
    assert other["fields"]["household"]["value"] == one["record"] == one["id"]
    assert other["fields"]["groups"] == {"value": {"add": ["elderly"]}, "base": {}}
    assert phone.shown("17.2")["scope"] == GRID


def test_a_group_that_fails_half_way_leaves_nothing_behind() -> None:
    phone = device()
    with pytest.raises(KeyError), phone.saving() as group:
        group.create("household", {"grid": GRID})
        group.set("3.1:none", {"note": "x"})
    assert phone.unsent() == []
    assert phone.create("household", {"grid": GRID}) == "17.1"


def test_work_on_somebody_shown_as_gone_says_that_its_author_saw_it() -> None:
    gone = {**PAGE, "values": {**PAGE["values"], "life_state": "moved_out"}, "also": {"life_state": ["18.7"]}}
    phone = holding(gone, row("3.1:156h", "household", grid=GRID))
    phone.set("3.1:157r", {"note": "x"})
    phone.create("dose", {"resident": "3.1:157r", "number": 1})
    phone.create("visit", {"household": "3.1:156h"})
    assert [each["saw"] for each in phone.unsent()] == [["18.7"], ["18.7"], []]


def test_who_closes_a_record_names_all_that_was_shown_below_it_but_reviews() -> None:
    home = row("3.1:156h", "household", by="3.1", grid=GRID)
    dose = row("19.2", "dose", by="19.2", resident="3.1:157r", number=1)
    review = row("review:ab", "review", by="review:ab", about="3.1:157r")
    phone = holding(PAGE, home, dose, review, row("5.1", "household", by="5.1", grid=GRID))
    phone.set("3.1:156h", {"life_state": "gone"})
    assert phone.unsent()[0]["saw"] == ["3.1", "18.3", "18.4", "19.2"]


def test_an_own_new_record_is_shown_until_rows_show_it_and_its_fields_are_based_on_it() -> None:
    phone = device()
    home = phone.create("household", {"grid": GRID, "door": "1"})
    phone.set(home, {"door": "2"})
    assert phone.shown(home)["values"] == {"grid": GRID, "door": "2"}
    assert phone.unsent()[1]["fields"]["door"]["base"] == ["17.1"]


def test_an_own_value_still_on_top_of_the_rows_is_its_own_base_whatever_came_under_it() -> None:
    phone = device()
    home = phone.create("household", {"grid": GRID, "door": "1"})
    with phone.storage.transaction() as write:
        write.put(
            "rows", home, {GRID: {**row(home, "household", by=home, grid=GRID, door="9"), "also": {"door": ["18.3"]}}}
        )
    phone.set(home, {"door": "2"})
    assert phone.unsent()[1]["fields"]["door"]["base"] == ["17.1"]


def test_an_edit_travels_without_what_everybody_knows_and_is_the_same_edit() -> None:
    phone = device(schema=1)
    with phone.saving() as group:
        home = group.create("household", {"grid": GRID})
        group.set(home, {"door": "3"})
    phone.set(home, {"door": "4"})
    create, _, change = phone.unsent()
    assert lean(create).keys() == {"n", "size", "at", "kind", "entity", "fields"}
    assert lean(change).keys() == {"n", "at", "kind", "entity", "record", "fields"}
    for each in phone.unsent():
        assert engine.parse(engine.full(lean(each), 17)) == engine.parse(each)


def test_the_device_knows_the_kinds_of_records_as_the_engine_does() -> None:
    assert {name: each.parent for name, each in ENTITIES.items() if each.parent} == PARENT
    assert {(n, f) for n, e in ENTITIES.items() for f, rule in e.fields.items() if rule.policy is Policy.SET} == SETS
    assert {name: set(each.closing) for name, each in ENTITIES.items() if each.closing} == CLOSING
