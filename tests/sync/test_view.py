"""What phones and databases get of a record: small, complete, and enough to name the right bases."""

from __future__ import annotations

import json

from sync import clock, saw, scopes, view
from sync.edit import Edit, from_json, stamp
from sync.merge import merge
from sync.state import Record, State
from tests.sync.world import roster


def edit(edit_id: str, record: str = "3.1:1r", kind: str = "set", eff: int = 5, office: bool = False, **fields) -> Edit:
    device, n = map(int, edit_id.split("."))
    changes = {name: {"value": value, "base": base} for name, (value, base) in fields.items()}
    entity = "household" if record.endswith("h") else "resident"
    raw = {"id": edit_id, "device": device, "n": n, "group": edit_id, "size": 1, "at": eff, "kind": kind, "schema": 1}
    return stamp(from_json({**raw, "entity": entity, "record": record, "fields": changes, "saw": []}), eff, office)


def after(*edits: Edit) -> State:
    state = State()
    for each in [*roster(), *edits]:
        merged = merge(state, each)
        assert merged.refusal is None
        state = merged.state
    return state


def resident(*edits: Edit) -> Record:
    return after(*edits).records["3.1:1r"]


def test_an_imported_record_names_its_edit_once_for_all_its_fields() -> None:
    record = resident()
    row = view.row(record, "990101100001-01")
    assert row["by"] == "3.1" and "also" not in row and "open" not in row
    text = json.dumps(record.as_json())
    assert text.count('"3.1"') == 3  # who made it, by, and the stamp


def test_exceptions_stand_beside_it() -> None:
    row = view.row(resident(edit("17.1", phone=("9", ["3.1"])), edit("17.2", groups=({"add": ["medical"]}, {}))))
    assert row["also"] == {"phone": ["17.1"], "groups": {"elderly": ["3.1"], "farm": ["3.1"], "medical": ["17.2"]}}


def test_a_contested_field_is_open_and_its_base_is_what_is_shown() -> None:
    record = resident(edit("17.1", name=("x", ["3.1"]), eff=6), edit("18.1", name=("y", ["3.1"]), eff=7))
    row = view.row(record)
    assert row["values"]["name"] == "y" and row["also"] == {"name": ["18.1"]} and row["open"] == ["name"]
    assert view.all_heads(record, "name") == ["17.1", "18.1"]


def test_a_ruling_can_close_what_the_heads_leave_open() -> None:
    record = resident(edit("17.1", name=("x", ["3.1"])), edit("18.1", name=("y", ["3.1"])))
    assert "open" not in view.row(record, open_fields=[])


def test_a_cleared_field_has_no_value_but_still_a_base() -> None:
    row = view.row(resident(edit("17.1", phone=(None, ["3.1"]))))
    assert "phone" not in row["values"] and row["also"] == {"phone": ["17.1"]}


def test_a_joined_state_names_all_its_heads() -> None:
    one, other = edit("17.1", willingness=("willing", ["3.1"])), edit("18.1", willingness=("hesitant", ["3.1"]))
    assert view.bases(resident(one, other), "willingness") == ["17.1", "18.1"]


def test_a_state_in_review_names_only_what_is_shown() -> None:
    one, other = edit("17.1", willingness=("willing", ["3.1"])), edit("18.1", willingness=("refuses", ["3.1"]))
    assert view.bases(resident(one, other), "willingness") == ["18.1"]


def test_ids_are_ordered_as_numbers() -> None:
    record = resident(edit("17.9", phone=("a", ["3.1"])), edit("17.10", phone=("b", ["3.1"])))
    assert view.shown(record, "phone") == "b"


def test_parents_that_go_in_a_circle_have_no_home() -> None:
    state = after()
    circle = state.records["3.1:1r"]
    looped = Record("a", "dose", "a", heads={"resident": circle.plain("none").heads})
    assert scopes.home(state.put(looped), "a") is None
    assert scopes.home(state, "nobody") is None
    assert scopes.home(state, "3.1:1r") == "990101100001-01"


def test_the_office_sees_what_a_phone_would_say_it_saw() -> None:
    state = after(edit("17.1", life_state=("died", [])), edit("18.1", phone=("9", ["3.1"])))
    assert saw.of_draft(state, "resident", "3.1:1r", {"phone": "1"}) == ["17.1"]
    assert saw.of_draft(state, "dose", None, {"resident": "3.1:1r"}) == ["17.1"]
    assert saw.of_draft(state, "resident", "3.1:1r", {"life_state": "moved_out"}) == ["3.1", "17.1", "18.1"]
    assert saw.of_draft(state, "resident", "3.1:2r", {"phone": "1"}) == []


def test_the_state_of_a_merge_needs_the_record_and_what_it_refers_to() -> None:
    assert scopes.needed(edit("17.1", household=("3.1:2h", ["3.1"]))) == {"3.1:1r", "3.1:2h"}


def test_a_clock_in_2035_wins_nothing_and_a_slow_one_loses_nothing() -> None:
    assert clock.effective(at=9_000, offset=0, receipt=1_000, base_effs=[]) == 1_000
    assert clock.effective(at=100, offset=0, receipt=1_000, base_effs=[500, 700]) == 701
    assert clock.effective(at=800, offset=-100, receipt=1_000, base_effs=[500]) == 900


def test_bases_still_living_give_their_time() -> None:
    record = resident(edit("17.1", phone=("9", ["3.1"]), eff=50))
    assert clock.base_effs(record, edit("18.1", phone=("8", ["17.1", "99.1"]))) == [50]
    assert clock.base_effs(None, edit("18.1", phone=("8", ["17.1"]))) == []
