"""The vectors of merging: every one holds, and together they show every policy, outcome, refusal, conflict and join."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from sync import vectors
from sync.outcomes import ConflictKind, FieldOutcome, Outcome, RefusalCode
from sync.policies import ENTITIES, Policy

FILES = sorted((Path(__file__).parents[1] / "vectors" / "sync").glob("*.json"))
LOADED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
CASES = [pytest.param(file, vector, id=vector["description"]) for file in LOADED.values() for vector in file["vectors"]]
MERGES = [(file, vector) for file in LOADED.values() if file["function"] == "merge" for vector in file["vectors"]]
SERVER_ONLY = {
    RefusalCode.SCOPE_NOT_GRANTED, RefusalCode.GRANT_ENDED, RefusalCode.DEVICE_REVOKED, RefusalCode.FORK,
    RefusalCode.TOO_MANY_FAILURES, RefusalCode.DEPENDS_ON_REFUSED,
}  # fmt: skip


@pytest.mark.parametrize(("file", "vector"), CASES)
def test_every_vector_gives_what_it_expects(file: dict, vector: dict) -> None:
    assert vectors.differences({**file, "vectors": [vector]}) == []


def test_a_wrong_expectation_is_told() -> None:
    file = LOADED["fields"]
    wrong = {**file["vectors"][0], "expect": {"records": {"3.1:1r": {"phone": "0"}}, "conflicts": {"x": []}}}
    assert len(vectors.differences({**file, "vectors": [wrong]})) == 2


def test_the_vectors_expect_every_outcome_refusal_and_conflict() -> None:
    expected: set[str] = set()
    for _, vector in MERGES:
        expect = vector["expect"]
        for told in expect.get("outcomes", {}).values():
            expected |= {told.partition(":")[0], told.partition(":")[2]}
        expected |= {f"field {told}" for fields in expect.get("fields", {}).values() for told in fields.values()}
        expected |= {key.partition(":")[0] for part in ("conflicts", "claims") for key in expect.get(part, {})}
    wanted = {*Outcome, *ConflictKind, *(set(RefusalCode) - SERVER_ONLY), *(f"field {each}" for each in FieldOutcome)}
    assert {str(each) for each in wanted} - expected == set()


def test_the_vectors_touch_every_policy() -> None:
    touched = set()
    for _, vector in MERGES:
        for edit in vector["given"]["edits"]:
            rules = ENTITIES[edit["entity"]].fields if edit["entity"] in ENTITIES else {}
            touched |= {rules[name].policy for name in edit["fields"] if name in rules}
    assert touched == set(Policy)


def test_the_vectors_hold_every_cell_of_every_join_table() -> None:
    given = {(v["given"]["machine"], frozenset(v["given"]["states"])) for v in LOADED["joins"]["vectors"]}
    cells = {(name, frozenset(pair)) for name, m in vectors.MACHINES.items() for pair in combinations(m.order, 2)}
    assert given == cells
