"""Merging never raises: whatever parses is applied or refused, on any state; whatever does not parse says where."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync import conflicts, scopes, view
from sync.edit import Malformed, as_json, content_hash, from_json, parse, stamp
from sync.merge import apply_group, merge
from sync.outcomes import Outcome, RefusalCode
from sync.policies import ENTITIES
from sync.state import State
from tests.sync.budget import histories
from tests.sync.makers import MAKERS
from tests.sync.tape import Tape
from tests.sync.world import World, roster

pytestmark = pytest.mark.property
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
IDS = st.sampled_from(["3.1", "11.1", "11.2", "2.1", "9.9"])
FIELDS = sorted({name for entity in ENTITIES.values() for name in entity.fields})
TASTY = st.sampled_from([
    "3.1:1h", "3.1:1r", "3.1:2r", "99.1", "died", "active", "refuses", "2026-01-01", "990101100001-01", 1, True, None,
    {"add": ["x"]}, {"add": ["x"], "remove": ["x"]}, {"add": [None, {}]}, {"add": {}}, {"remove": ["elderly"]},
])  # fmt: skip
CHANGE = st.fixed_dictionaries(
    {"value": TASTY | JSON},
    optional={"base": st.lists(IDS, max_size=3) | st.dictionaries(st.sampled_from(["elderly", "x"]), st.lists(IDS))},
)
RAW = st.builds(
    lambda device, n, kind, entity, record, fields, saw, schema: {
        "id": f"{device}.{n}", "device": device, "n": n, "group": f"{device}.{n}", "size": 1, "at": n, "kind": kind,
        "entity": entity, "record": record or f"{device}.{n}", "fields": {} if kind == "withdraw" else fields,
        "saw": saw, "schema": schema,
    },
    st.sampled_from([2, 11, 12]), st.integers(1, 4), st.sampled_from(["create", "set", "set", "decide", "withdraw"]),
    st.sampled_from([*ENTITIES, "river"]), st.sampled_from([None, "3.1:1h", "3.1:1r", "3.1:2r", "11.1", "99.1"]),
    st.dictionaries(st.sampled_from(FIELDS), CHANGE, min_size=1, max_size=5), st.lists(IDS, max_size=2),
    st.integers(1, 4),
)  # fmt: skip


def try_parse(raw: object):
    try:
        return parse(raw)
    except Malformed as problem:
        assert problem.code == RefusalCode.MALFORMED
        return None


def look_at_everything(state: State) -> None:
    conflicts.find(state, {"dose_interval_days": {"*": 14, "x": "bad"}})
    conflicts.claims(state)
    for name, record in state.records.items():
        view.row(record)
        scopes.home(state, name)
    assert State.from_json(json.loads(state.canonical())).canonical() == state.canonical()


@histories(300)
@given(st.lists(st.tuples(RAW, st.booleans()), max_size=25))
def test_whatever_parses_is_merged_or_refused_and_never_raises(raws: list) -> None:
    state = apply_group(State(), roster()).state
    for raw, authority in raws:
        edit = try_parse(raw)
        if edit is None:
            continue
        edit = stamp(edit, edit.at, authority)
        merged = merge(state, edit)
        assert merged.outcome in Outcome
        assert (merged.outcome is Outcome.REFUSED) == (merged.refusal is not None)
        if merged.outcome in (Outcome.REFUSED, Outcome.REPEAT, Outcome.WITHDRAWN):
            assert merged.state is state
        elif merged.state is not state:
            assert merge(merged.state, edit).outcome is Outcome.REPEAT
        state = merged.state
    look_at_everything(state)


@histories(200)
@given(
    JSON
    | RAW.flatmap(lambda raw: st.tuples(st.sampled_from(sorted(raw)), JSON).map(lambda bad: {**raw, bad[0]: bad[1]}))
)
def test_whatever_is_no_edit_is_malformed_and_says_where(raw: object) -> None:
    edit = try_parse(raw)
    if edit is not None:
        assert from_json(json.loads(json.dumps(as_json(edit)))) == edit
        assert content_hash(parse({**as_json(edit), "eff": 7, "authority": True})) == content_hash(edit)


@histories(40)
@given(st.binary(min_size=300, max_size=800))
def test_a_state_survives_its_stored_form(tape: bytes) -> None:
    world = World(Tape(tape)).live(MAKERS, most=40)
    state = State()
    for number in world.applied:
        state = apply_group(state, world.groups[number].edits).state
        assert State.from_json(json.loads(state.canonical())) == state
    look_at_everything(state)
