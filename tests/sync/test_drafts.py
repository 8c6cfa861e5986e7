"""What an edit names as base, and what it says it saw: one set of examples for every program that makes edits.

The examples (tests/vectors/drafts) are run by the reference device here and by the phone in
`pwa/tests/drafts.test.ts`; for the office's edits the engine's own answer is compared with that of rows.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.saving import Group
from device.screen import Screen
from device.storage import Memory
from sync import saw, scopes, view
from sync.merge import apply_group
from sync.policies import ENTITIES
from sync.state import State
from tests.sync.budget import histories
from tests.sync.makers import MAKERS
from tests.sync.tape import Tape
from tests.sync.world import World

FILE = json.loads((Path(__file__).parents[1] / "vectors" / "drafts" / "drafts.json").read_text(encoding="utf-8"))
CASES = [pytest.param(vector, id=vector["description"]) for vector in FILE["vectors"]]


def holding(rows: list[dict[str, Any]], outbox: list[dict[str, Any]]) -> Memory:
    """A device that has stored these rows and made these edits."""
    disk = Memory()
    with disk.transaction() as write:
        write.put("meta", "identity", {"writer": FILE["writer"]})
        write.put("meta", "n", len(outbox))
        for row in rows:
            write.put("rows", row["id"], {row["scope"]: row})
        for each in outbox:
            write.put("outbox", each["n"], {"edit": each, "scope": "", "state": "unsent"})
    return disk


@pytest.mark.parametrize("vector", CASES)
def test_a_device_names_what_its_author_was_shown(vector: dict[str, Any]) -> None:
    given, draft = vector["given"], vector["given"]["draft"]
    disk = holding(given["rows"], given.get("outbox", []))
    with disk.transaction() as write:
        group = Group(write, 1, 2)
        if draft["kind"] == "create":
            group.create(draft["entity"], draft["values"])
        else:
            group.set(draft["record"], draft["values"])
        group.finish()
    made = [each["edit"] for n, each in sorted(disk.all("outbox").items()) if n > len(given.get("outbox", []))]
    assert {name: each for edit in made for name, each in edit["fields"].items()} == vector["expect"]["fields"]
    told = {name for edit in made for name in edit["saw"] if not name.startswith(f"{FILE['writer']}.")}
    assert told == set(vector["expect"]["saw"])


@pytest.mark.property
@histories(30)
@given(st.binary(min_size=500, max_size=1200))
def test_rows_tell_a_device_every_base_and_everything_that_can_be_seen(tape: bytes) -> None:
    world, state = World(Tape(tape)).live(MAKERS, most=60), State()
    for number in world.applied:
        state = apply_group(state, world.groups[number].edits).state
    rows = [view.row(record, scopes.home(state, name) or "") for name, record in state.records.items()]
    screen = Screen(holding(json.loads(json.dumps(rows)), []))
    for name, record in state.records.items():
        shown = screen.row(name)
        assert shown is not None and shown["values"] == view.values(record)
        for field in ENTITIES[record.entity].fields:
            assert bases(shown, field) == (view.bases(record, field) or [])
        seen = {each for above in screen.upwards(name) for each in saw.closings(state.records[above["id"]])}
        assert seen >= set(saw.closings(record))
        if ENTITIES[record.entity].closing:
            assert screen.bundle(name) >= set(saw.bundle(state, name))


def bases(shown: dict[str, Any], field: str) -> Any:
    """What the document says under "Rows and bases", from the row alone."""
    value = shown["values"].get(field)
    if field in shown.get("also", {}):
        return shown["also"][field]
    if field == "groups":
        return {element: [shown["by"]] for element in value or []} or []
    return [shown["by"]] if value is not None else []
