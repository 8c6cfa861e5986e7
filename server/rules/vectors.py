"""Runs vector files through the Python rules and tells where a result differs from `expect`.

`python -m server.rules.vectors DIR` prints one JSON line per difference and exits 1 if there is any; notes on skipped
files and the count go to standard error. The twin is `pwa/src/rules/vectors.ts`. docs/campaign.md describes the files.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from server import rules
from server.rules import days, identity
from server.rules.campaigns import load

Given = dict[str, Any]
JUDGE = ("resident", "doses", "contraindications", "appointments", "today")


@dataclass(frozen=True)
class Difference:
    """One place where a result is not what its vector expects; `path` is empty for the whole result."""

    file: str
    index: int
    description: str
    path: str
    expected: Any
    actual: Any
    side: str = "python"


@dataclass
class Report:
    """What a run found: differences, the number of vectors run, and why files were skipped."""

    differences: list[Difference] = field(default_factory=list)
    count: int = 0
    notes: list[str] = field(default_factory=list)


def _judge(given: Given) -> Any:
    resident = given.get("resident", {})
    lists = [given.get(name, []) for name in ("doses", "contraindications", "appointments")]
    return rules.judge(given["campaign"], resident, lists[0], lists[1], lists[2], given["today"])


FUNCTIONS: dict[str, Callable[[Given], Any]] = {
    "judge": _judge,
    "urgency": lambda given: rules.urgency(_judge(given), given.get("resident", {}), given["today"]),
    "acceptable": lambda given: rules.acceptable(given["campaign"], _judge(given), given["product"], given["on"]),
    "last_first_dose_day": lambda given: rules.last_first_dose_day(
        given["campaign"], given.get("basis", "min"), given.get("route")
    ),
    "minimum_intervals": lambda given: rules.minimum_intervals(given["campaign"]),
    "target": lambda given: rules.target(given["campaign"]),
    "age_band": lambda given: rules.age_band(given["campaign"], given["age"]),
    "check": lambda given: rules.check(given["campaign"]),
    "shift": lambda given: rules.shift(given["campaign"], given["days"]),
    "identity.check": lambda given: identity.check(given["number"]),
    "identity.read": lambda given: identity.read(given["number"]),
    "age_on": lambda given: days.age_on(given["birth"], given["today"]),
    "birthday": lambda given: days.birthday(given["birth"], given["age"]),
    "plus_months": lambda given: days.plus_months(given["day"], given["months"]),
}


def prepared(given: Given, load: Callable[[str], dict[str, Any]] = load) -> Given:
    """`given` with its campaign in full: loaded if named, then patched (`{"window.end": "2021-07-01"}`)."""
    campaign = given.get("campaign")
    if campaign is None:
        return given
    document = load(campaign) if isinstance(campaign, str) else deepcopy(campaign)
    for path, value in given.get("patch", {}).items():
        *parents, last = path.split(".")
        place: Any = document
        for name in parents:
            place = place[int(name)] if isinstance(place, list) else place[name]
        place[int(last) if isinstance(place, list) else last] = value
    return {**given, "campaign": document}


def differing(expected: Any, actual: Any, path: str = "") -> list[tuple[str, Any, Any]]:
    """Where `actual` is not what is expected: objects need only hold the named members, lists and values are exact."""
    if isinstance(expected, Mapping) and isinstance(actual, Mapping):
        found = []
        for key, value in expected.items():
            inner = f"{path}.{key}".lstrip(".")
            if key not in actual:
                found.append((inner, value, "missing"))
            else:
                found += differing(value, actual[key], inner)
        return found
    same = json.dumps(expected, sort_keys=True) == json.dumps(actual, sort_keys=True)
    return [] if same else [(path, expected, actual)]


def read(folder: Path) -> tuple[list[tuple[str, str, list[Given]]], list[str], list[str]]:
    """Rules vector files under a folder as (file, function, vectors), notes on files skipped, broken files."""
    files, notes, broken = [], [], []
    for path in sorted(folder.rglob("*.json")) if folder.is_dir() else [folder]:
        name = str(path.relative_to(folder)) if folder.is_dir() else path.name
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as problem:
            broken.append(f"{name}: not readable as JSON ({type(problem).__name__})")
            continue
        vectors = content.get("vectors") if isinstance(content, dict) else content
        function = content.get("function") if isinstance(content, dict) else "judge"
        if function not in FUNCTIONS:
            notes.append(f"{name}: skipped, its function {function!r} is not one of the rules")
        elif not isinstance(vectors, list) or not all(isinstance(v, dict) and "given" in v for v in vectors):
            broken.append(f"{name}: no list of vectors with given and expect")
        else:
            files.append((name, function, vectors))
    return files, notes, broken


def examine(folder: Path) -> Report:
    """Run every rules vector under a folder (or one file)."""
    files, notes, broken = read(folder)
    report = Report(notes=notes)
    report.differences += [Difference(text.split(":")[0], -1, text, "", "a vector file", None) for text in broken]
    for name, function, vectors in files:
        for index, vector in enumerate(vectors):
            report.count += 1
            try:
                actual = json.loads(json.dumps(FUNCTIONS[function](prepared(vector["given"]))))
                found = differing(vector["expect"], actual)
            except Exception as problem:  # a vector that stops the rules is a difference like any other
                found = [("", vector.get("expect"), f"{type(problem).__name__}: {problem}")]
            description = str(vector.get("description", ""))
            report.differences += [Difference(name, index, description, *difference) for difference in found]
    return report


def run(folder: str | Path) -> list[Difference]:
    """The differences of every rules vector under a folder (or one file); an empty list is what one wants."""
    return examine(Path(folder)).differences


def main(arguments: list[str]) -> int:
    """The command: 0 if nothing differs, 1 if anything does, 2 if called wrongly."""
    if len(arguments) != 1 or not Path(arguments[0]).exists():
        print("usage: python -m server.rules.vectors DIR (a folder or file of vectors)", file=sys.stderr)
        return 2
    report = examine(Path(arguments[0]))
    for difference in report.differences:
        print(json.dumps(asdict(difference), ensure_ascii=False))
    for note in report.notes:
        print(note, file=sys.stderr)
    print(f"python: {report.count} vectors, {len(report.differences)} differences", file=sys.stderr)
    return 1 if report.differences else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
