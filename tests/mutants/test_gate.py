"""Each check of the server is needed: without it the named test fails, by an assertion; with it, it passes.

A mutant is the real source with one text replaced, loaded in a process of its own that runs the named test alone.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from devtools import places
from tests.mutants.table import MUTANTS, Mutant

SECONDS = 120
PASSED, FAILED = 0, 1


def _run(tests: list[str], report: Path, mutant: str = "") -> tuple[int, dict[str, Any], str]:
    """(exit code, what the hook tells, output) of a pytest that runs these tests only."""
    command = [str(places.program("python")), "-m", "pytest", "-q", "-W", "error", "-n", "0", "--tb=short"]
    command += ["-p", "no:cacheprovider", "-p", "tests.mutants.hook", "--basetemp", str(report.parent / "tests")]
    env = places.environment(RUHU_MUTANT=mutant, RUHU_REPORT=str(report))
    for name in [name for name in env if name.startswith("PYTEST_")]:
        del env[name]
    done = subprocess.run(
        [*command, *dict.fromkeys(tests)], cwd=places.ROOT, env=env, capture_output=True, text=True, timeout=SECONDS
    )
    return done.returncode, json.loads(report.read_text(encoding="utf-8")), (done.stdout + done.stderr)[-3000:]


@pytest.mark.parametrize("mutant", MUTANTS, ids=[each.name for each in MUTANTS])
def test_a_mutant_still_fits_the_source(mutant: Mutant) -> None:
    text = (places.ROOT / mutant.file).read_text(encoding="utf-8")
    compile(mutant.altered(text), mutant.file, "exec")
    path, _, name = mutant.test.partition("::")
    assert f"def {name.partition('[')[0]}(" in (places.ROOT / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("mutant", MUTANTS, ids=[each.name for each in MUTANTS])
def test_without_this_check_the_named_test_turns_red(mutant: Mutant, tmp_path: Path) -> None:
    mutant.altered((places.ROOT / mutant.file).read_text(encoding="utf-8"))
    code, told, output = _run([mutant.test], tmp_path / "report.json", mutant.name)
    assert told["loaded"] == [mutant.file.removesuffix(".py").replace("/", ".")], output
    assert code == FAILED, f"{mutant.test} stayed green without {mutant.name}\n{output}"
    assert {(each["when"], each["reason"]) for each in told["failed"]} == {("call", "assertion")}, output


def test_with_every_check_in_place_the_named_tests_pass(tmp_path: Path) -> None:
    code, told, output = _run([each.test for each in MUTANTS], tmp_path / "report.json")
    assert (code, told) == (PASSED, {"loaded": [], "failed": []}), output


def test_the_five_checks_that_everything_rests_on_are_among_the_mutants() -> None:
    names = " ".join(each.name for each in MUTANTS)
    for check in ("duplicate check", "base check", "scope lock", "grant check", "group's atomicity"):
        assert f"the {check}:" in names
    assert len({each.name for each in MUTANTS}) == len(MUTANTS)
    assert not os.environ.get("RUHU_MUTANT")
