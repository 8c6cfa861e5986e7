"""The vectors of merging: every one holds, and together they show every policy, outcome, refusal, conflict and join."""

from __future__ import annotations

import json
from enum import StrEnum
from itertools import combinations
from pathlib import Path

import pytest

from sync import vectors
from sync.outcomes import ConflictKind, FieldOutcome, Outcome, RefusalCode
from sync.policies import ENTITIES, KNOWN_SCHEMA, Policy

FILES = sorted((Path(__file__).parents[1] / "vectors" / "sync").glob("*.json"))
LOADED = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in FILES}
CASES = [pytest.param(file, vector, id=vector["description"]) for file in LOADED.values() for vector in file["vectors"]]
MERGES = [vector for file in LOADED.values() if file["function"] == "merge" for vector in file["vectors"]]
TOLD = [vector for file in LOADED.values() if file["function"] != "join" for vector in file["vectors"]]
ELSEWHERE = {  # what no vector can hold, because only a server with phones and failures knows it: the test that does
    RefusalCode.DEVICE_REVOKED: "tests/server/test_grants.py",
    RefusalCode.TOO_MANY_FAILURES: "tests/server/test_failures.py",
    RefusalCode.LOST_IN_RESTORE: "tests/backup/test_witness.py",
    RefusalCode.LEASE_INVALID: "tests/places/test_claims.py",
    RefusalCode.TICKET_NOT_LEASED: "tests/places/test_claims.py",
}


@pytest.mark.parametrize(("file", "vector"), CASES)
def test_every_vector_gives_what_it_expects(file: dict, vector: dict) -> None:
    assert vectors.differences({**file, "vectors": [vector]}) == []


def test_a_wrong_expectation_is_told() -> None:
    file = LOADED["fields"]
    wrong = {**file["vectors"][0], "expect": {"records": {"3.1:1r": {"phone": "0"}}, "conflicts": {"x": []}}}
    assert len(vectors.differences({**file, "vectors": [wrong]})) == 2


def test_every_member_of_every_closed_list_has_a_vector() -> None:
    expected: set[str] = set()
    for vector in TOLD:
        expect = vector["expect"]
        for told in expect.get("outcomes", {}).values():
            expected |= {f"outcome {told.partition(':')[0]}", f"refusal {told.partition(':')[2]}"}
        expected |= {f"field {told}" for fields in expect.get("fields", {}).values() for told in fields.values()}
        expected |= {f"conflict {key.partition(':')[0]}" for p in ("conflicts", "claims") for key in expect.get(p, {})}
    lists: dict[str, type[StrEnum]] = {
        "outcome": Outcome, "field": FieldOutcome, "refusal": RefusalCode, "conflict": ConflictKind
    }  # fmt: skip
    wanted = {f"{name} {each}" for name, listed in lists.items() for each in listed if each not in ELSEWHERE}
    assert wanted - expected == set()


@pytest.mark.parametrize(("code", "path"), ELSEWHERE.items())
def test_what_no_vector_can_hold_is_held_by_a_test_of_the_server(code: RefusalCode, path: str) -> None:
    assert f'"{code}"' in (Path(__file__).parents[2] / path).read_text(encoding="utf-8")


def test_every_policy_has_a_vector_that_applies_it_and_one_that_refuses_it() -> None:
    """(A fixed field is applied at creation; a derived one never.)"""
    applied, refused = set(), set()
    for vector in MERGES:
        told = vector["expect"].get("outcomes", {})
        for edit in vector["given"]["edits"]:
            rules = ENTITIES[edit["entity"]].fields if edit["entity"] in ENTITIES else {}
            touched = {rules[name].policy for name in edit.get("fields", {}) if name in rules}
            if edit["id"] in told:
                (refused if told[edit["id"]].startswith("refused") else applied).update(touched)
    assert applied == set(Policy) - {Policy.DERIVED}
    assert refused == set(Policy)


def test_every_policy_has_a_vector_of_a_later_schema() -> None:
    edits = [edit for vector in LOADED["schemas"]["vectors"] for edit in vector["given"]["edits"]]
    later = [edit for edit in edits if edit.get("schema", 1) > KNOWN_SCHEMA and edit["entity"] in ENTITIES]
    rules = [ENTITIES[edit["entity"]].fields.get(name) for edit in later for name in edit["fields"]]
    assert {each.policy for each in rules if each} == set(Policy) and None in rules
    assert {edit.get("schema", 1) for edit in edits} >= set(range(1, KNOWN_SCHEMA + 2))


def test_the_vectors_hold_every_cell_of_every_join_table() -> None:
    given = {(v["given"]["machine"], frozenset(v["given"]["states"])) for v in LOADED["joins"]["vectors"]}
    cells = {(name, frozenset(pair)) for name, m in vectors.MACHINES.items() for pair in combinations(m.order, 2)}
    assert given == cells
