"""The replay tool: what a support engineer reads when somebody asks where an edit went."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import edit
from sync.edit import Malformed
from sync.merge import merge
from sync.replay import replay
from sync.shapes import storable
from sync.state import State
from tests.sync.budget import histories
from tests.sync.test_totality import RAW

DAY = 86_400_000
GRID, OTHER = "990101100001-01", "990101100001-02"


def change(name: str, entity: str, record: str, fields: dict[str, Any], **more: Any) -> dict[str, Any]:
    """An edit of the wire; a field is (value, base)."""
    device, _, n = name.partition(".")
    kind = "create" if record == name else "set"
    return {
        "id": name, "device": int(device), "n": int(n), "group": name, "size": 1, "at": int(n) * DAY, "kind": kind,
        "entity": entity, "record": record, "saw": [], "schema": 1,
        "fields": {key: {"value": value, "base": base} for key, (value, base) in fields.items()}, **more,
    }  # fmt: skip


HOUSE = change("1.1", "household", "1.1", {"grid": (GRID, []), "door": ("12号", [])})
PERSON = change("1.2", "resident", "1.2", {"household": ("1.1", []), "name": ("甄友信", [])})


def test_two_who_did_not_know_of_each_other_are_a_conflict_and_both_are_kept() -> None:
    one = change("2.1", "resident", "1.2", {"name": ("甄有信", ["1.2"])})
    two = change("3.1", "resident", "1.2", {"name": ("甄又信", ["1.2"])})
    found = replay({"edits": [HOUSE, PERSON, one, two]})
    assert found["outcomes"] == {"1.1": "created", "1.2": "created", "2.1": "changed", "3.1": "review"}
    (conflict,) = found["conflicts"]
    assert (conflict["kind"], conflict["about"], conflict["field"]) == ("field_review", "1.2", "name")
    assert {option["value"] for option in conflict["options"]} == {"甄有信", "甄又信"}
    assert found["records"]["1.2"]["scope"] == GRID and found["records"]["1.2"]["open"] == ["name"]


def test_a_repeat_changes_nothing_and_a_fork_is_told() -> None:
    other = {**PERSON, "fields": {**PERSON["fields"], "name": {"value": "别人", "base": []}}}
    found = replay({"edits": [HOUSE, PERSON, PERSON, other]})
    forked = {name: outcome for name, outcome in found["outcomes"].items() if "~" in name}
    assert list(forked.values()) == ["refused:fork"] and found["outcomes"]["1.2"] == "created"
    assert found["records"]["1.2"]["values"]["name"] == "甄友信"


def test_who_was_not_granted_the_grid_or_no_longer_is_refused_and_what_stands_on_it_waits() -> None:
    note = {"note": ("x", ["1.1"])}
    edits = [
        HOUSE,
        change("2.1", "household", "1.1", note),
        change("3.1", "household", "1.1", note, receipt=9 * DAY),
        change("3.2", "household", "1.1", note, at=DAY, receipt=4 * DAY),
        change("3.3", "visit", "3.3", {"household": ("1.1", []), "on": ("2026-11-20", [])}, receipt=9 * DAY),
        change("1.2", "visit", "1.2", {"household": ("1.1", []), "on": ("2026-11-20", []), "voids": ("3.3", [])}),
    ]
    grants = {"1": [{"area": GRID}], "2": [{"area": OTHER}], "3": [{"area": GRID, "since": 0, "until": 2 * DAY}]}
    assert replay({"edits": edits, "grants": grants})["outcomes"] == {
        "1.1": "created",
        "2.1": "refused:scope_not_granted",
        "3.1": "refused:grant_ended",
        "3.2": "changed",
        "3.3": "refused:grant_ended",
        "1.2": "refused:depends_on_refused",
    }


def test_a_group_is_applied_whole_or_not_at_all_and_a_phone_set_to_2035_wins_nothing() -> None:
    first = change("2.1", "resident", "1.2", {"phone": ("10011112222", ["1.2"])}, size=2)
    second = change("2.2", "resident", "9.9", {"phone": ("10011112222", [])}, group="2.1", size=2)
    ahead = change("3.1", "resident", "1.2", {"phone": ("10033334444", ["1.2"])}, at=90 * DAY, receipt=5 * DAY)
    later = change("4.1", "resident", "1.2", {"phone": ("10055556666", ["1.2"])}, at=6 * DAY, receipt=7 * DAY)
    found = replay({"edits": [HOUSE, PERSON, first, second, later, ahead]})
    assert found["outcomes"]["2.1"] == found["outcomes"]["2.2"] == "refused:missing_record"
    assert found["records"]["1.2"]["values"]["phone"] == "10055556666"


def test_a_replay_goes_on_from_a_stored_state_and_says_the_same_as_one_run() -> None:
    after = change("2.1", "resident", "1.2", {"name": ("甄有信", ["1.2"])})
    whole = replay({"edits": [HOUSE, PERSON, after]})
    state = State()
    for raw in (HOUSE, PERSON):
        state = merge(state, edit.stamp(edit.parse(raw), raw["at"], False)).state
    assert replay({"state": state.as_json(), "edits": [after]})["records"] == whole["records"]


@pytest.mark.parametrize(
    "given",
    [
        {}, {"edits": 1}, {"edits": [1]}, {"edits": {}}, {"edits": [], "grants": 3}, {"edits": [], "state": []},
        {"edits": [], "limits": []}, {"edits": [], "grants": {"x": []}}, {"edits": [], "grants": {"1": [{}]}},
        {"edits": [], "grants": {"1": [{"area": GRID, "until": "soon"}]}}, {"edits": [], "grants": {"1": 5}},
        {"edits": [], "state": {"a": 1}}, {"edits": [], "state": {"a": {}}},
        {"edits": [], "state": {"a": {"id": "a", "entity": "resident", "created_by": "1.1", "by": 5, "heads": 3}}},
    ],
)  # fmt: skip
def test_what_is_no_history_says_where_it_is_wrong(given: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        replay(given)


def test_without_edits_a_replay_says_what_the_state_says() -> None:
    state = replay({"edits": [HOUSE, PERSON]})
    assert replay({"edits": [], "state": None, "grants": None}) == {"records": {}, "conflicts": [], "outcomes": {}}
    assert sorted(state) == ["conflicts", "outcomes", "records"]


def test_an_edit_may_leave_out_what_follows_from_its_id() -> None:
    lean = [
        {"id": each["id"], "at": each["at"], "kind": "create", "entity": each["entity"],
         "fields": {name: {"value": change["value"]} for name, change in each["fields"].items()}}
        for each in (HOUSE, PERSON)
    ]  # fmt: skip
    assert replay({"edits": lean}) == replay({"edits": [HOUSE, PERSON]})
    assert replay({"edits": [HOUSE, lean[0]]})["outcomes"] == {"1.1": "created"}  # the same edit, not a fork


def test_a_time_that_is_no_time_is_taken_as_if_it_were_not_said() -> None:
    odd = [{**HOUSE, "receipt": "now"}, {**PERSON, "receipt": 10**30, "offset": None, "eff": "x"}]
    assert replay({"edits": odd})["outcomes"] == {"1.1": "created", "1.2": "created"}
    assert replay({"edits": [{**HOUSE, "receipt": -5}]})["outcomes"] == {"1.1": "created"}
    assert replay({"edits": [{**HOUSE, "at": 2**53 - 1}]})["outcomes"] == {"1.1": "refused:schema_too_old"}


def test_a_repeat_of_something_refused_is_still_refused_and_a_withdrawal_changes_nothing() -> None:
    lost = change("2.1", "resident", "9.9", {"phone": ("1", [])})
    gone = {**change("1.3", "resident", "1.2", {}), "kind": "withdraw"}
    found = replay({"edits": [HOUSE, PERSON, lost, gone, lost]})
    assert found["outcomes"] | {"1.1": "", "1.2": ""} == {
        "1.1": "", "1.2": "", "2.1": "refused:missing_record", "1.3": "withdrawn"
    }  # fmt: skip


@histories(80)
@given(
    st.lists(
        RAW | st.dictionaries(st.sampled_from(["id", "kind", "fields", "group"]), st.none() | st.text()), max_size=9
    )
)
def test_whatever_the_edits_a_replay_tells_the_end_of_each(raws: list[dict[str, Any]]) -> None:
    told = replay({"edits": raws, "grants": {"11": [{"area": GRID}]}})
    ends = told["outcomes"].keys() | {name.partition("~")[0] for name in told["outcomes"]}  # forks have their hash
    assert {str(storable(raw.get("id"), 0)) for raw in raws} <= ends
    assert json.loads(json.dumps(told)) == told


def test_the_command_prints_canonical_json_or_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "history.json"
    file.write_text(json.dumps({"edits": [HOUSE, PERSON, {"id": "7.1"}]}))
    done = _run("replay", str(file))
    assert json.loads(done.stdout)["outcomes"] == {"1.1": "created", "1.2": "created", "7.1": "refused:malformed"}
    file.write_text('{"edits": [{"id": "half an emoji \\ud83d"}, {"id": null}, {}]}')
    assert set(json.loads(_run("replay", str(file)).stdout)["outcomes"]) == {"half an emoji \ufffd", "None"}
    file.write_text("[")
    for wrong in (("replay", str(file)), ("replay", str(tmp_path / "none")), ("play",)):
        done = _run(*wrong)
        assert done.returncode == 2 and len(done.stderr.splitlines()) == 1 and done.stdout == ""


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sync", *arguments], capture_output=True, text=True, check=False)
