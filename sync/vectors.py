"""Run the vectors of merging (tests/vectors/sync): examples of what edits do, readable without reading the engine.

A file is {"function": "merge", "start": [edits], "vectors": [{"description", "given": {"edits", "state"?}, "expect"}]}.
An edit may leave out what follows from its id (`sync.replay.filled`) and `at`. Edits that stand together and share a
group are applied as one. `expect` may hold
    outcomes   {edit id: "changed" | "refused:bad_value" …}        fields     {edit id: {field: outcome}}
    records    {record id: {field: shown value, null = none}}      homes      {record id: grid}
    conflicts  {key: [participants]}, exactly                      claims     {key: [participants]}, exactly
A file with {"function": "replay"} gives what `sync.replay` takes, and expects of the same.
A file with {"function": "carry"} gives the same; 3.1:1r is found to be 3.1:2r. It expects what of the phones' edits on
the one is `carried` to the other: {edit id: {field: {"value", "base"}}}.
A file with {"function": "join"} gives two states of a machine and expects what is shown and whether a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sync import conflicts, joining, machines, scopes, upcast, view
from sync.edit import Base, Edit, Malformed, from_json
from sync.merge import apply_group
from sync.replay import filled, groups, replay
from sync.state import State

MACHINES = {
    "willingness": machines.WILLINGNESS,
    "contraindication": machines.CONTRAINDICATION,
    "appointment": machines.APPOINTMENT,
    "attendance": machines.ATTENDANCE,
}


def differences(file: Mapping[str, Any]) -> list[str]:
    """One line for every vector of the file whose result is not what it expects; [] if all agree."""
    if file["function"] == "join":
        return [line for vector in file["vectors"] for line in _compare(vector, _join(vector["given"]))]
    found = {"replay": _replayed, "carry": _carried}.get(file["function"], result)
    return [line for vector in file["vectors"] for line in _compare(vector, found(file, vector))]


def result(file: Mapping[str, Any], vector: Mapping[str, Any]) -> dict[str, Any]:
    """All that `expect` may ask for, as the engine has it."""
    given = vector["given"]
    outcomes: dict[str, str] = {}
    fields: dict[str, dict[str, str]] = {}
    state = State()
    if "state" in given:
        state = State.from_json(given["state"])
    for raw in file.get("start", []) if "state" not in given else []:
        state = apply_group(state, [_edit(raw)]).state
    for raws in groups(given["edits"]):
        state = _apply(state, raws, outcomes, fields)
    found = conflicts.find(state, given.get("limits"))
    return {
        "outcomes": outcomes,
        "fields": fields,
        "records": {name: view.values(record) for name, record in state.records.items()},
        "homes": {name: scopes.home(state, name) for name in state.records},
        "conflicts": {each.key: list(each.names) for each in found},
        "claims": {each.key: list(each.names) for each in conflicts.claims(state)},
    }


def _replayed(file: Mapping[str, Any], vector: Mapping[str, Any]) -> dict[str, Any]:
    told = replay(vector["given"])
    return {
        "outcomes": told["outcomes"],
        "records": {name: row["values"] for name, row in told["records"].items()},
        "homes": {name: row.get("scope") for name, row in told["records"].items()},
        "conflicts": {each["key"]: each["names"] for each in told["conflicts"]},
    }


def _carried(file: Mapping[str, Any], vector: Mapping[str, Any]) -> dict[str, Any]:
    state, told = State(), {}
    edits = [_edit(raw) for raw in (*file["start"], *vector["given"]["edits"])]
    for edit in edits:
        state = apply_group(state, [edit]).state
    closed, stays = state.records["3.1:1r"], state.records["3.1:2r"]
    unknowing = {each.id: each for each in edits if each.record == closed.id and not each.authority}
    for name, each in unknowing.items():
        changes = joining.carried(closed, stays, each, unknowing)
        told[name] = {field: {"value": change.value, "base": _plain(change.base)} for field, change in changes.items()}
    return {"carried": told}


def _plain(base: Base) -> object:
    return list(base) if isinstance(base, tuple) else {element: list(names) for element, names in base.items()}


def _apply(
    state: State, raws: list[Mapping[str, Any]], outcomes: dict[str, str], fields: dict[str, dict[str, str]]
) -> State:
    try:
        edits = [_edit(raw) for raw in raws]
    except Malformed as problem:
        outcomes.update({raw["id"]: f"refused:{problem.code}" for raw in raws})
        return state
    applied = apply_group(state, edits)
    for edit, merged in zip(edits, applied.results, strict=True):
        code = f":{merged.refusal.code}" if merged.refusal is not None else ""
        outcomes[edit.id] = f"{merged.outcome}{code}"
        fields[edit.id] = {name: str(became) for name, became in merged.fields.items()}
    return applied.state


def _edit(raw: Mapping[str, Any]) -> Edit:
    return upcast.upcast(from_json({"at": raw.get("eff", 1), **filled(raw)}))


def _join(given: Mapping[str, Any]) -> dict[str, Any]:
    machine = MACHINES[given["machine"]]
    return {"shown": machine.shown(given["states"]), "review": machine.contested(given["states"])}


def _compare(vector: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[str]:
    for part, wanted in vector["expect"].items():
        if part in ("conflicts", "claims", "shown", "review"):
            pairs = [("", wanted, found[part])]
        elif part in ("records", "fields"):
            pairs = [(f"{k}.{f}", v, found[part].get(k, {}).get(f)) for k, vs in wanted.items() for f, v in vs.items()]
        else:
            pairs = [(name, value, found[part].get(name)) for name, value in wanted.items()]
        for name, value, got in pairs:
            if value != got:
                yield f"{vector['description']}: {part} {name}: expected {value!r}, got {got!r}"
