"""The table at the end of the tests: only what ran and passed is a pass."""

import sys

import pytest

from devtools import testing
from devtools.steps import Steps
from devtools.testing import NOTHING_COLLECTED, Suite


def _suite(name: str, code: int) -> Suite:
    return Suite(name, (sys.executable, "-c", f"raise SystemExit({code})"))


def test_a_suite_that_collects_nothing_has_not_passed(capsys: pytest.CaptureFixture[str]) -> None:
    assert testing._all(Steps(), [_suite("good", 0), _suite("empty", NOTHING_COLLECTED)]) == 1
    said = capsys.readouterr().out
    assert "nothing to run" in said and "not passed: empty" in said and "all passed" not in said


def test_suites_after_a_failed_one_are_run_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert testing._all(Steps(), [_suite("bad", 1), _suite("good", 0)]) == 1
    said = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert ["bad", "failed"] in said and ["good", "passed"] in said


def test_all_suites_passed_is_a_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert testing._all(Steps(), [_suite("one", 0), _suite("two", 0)]) == 0
    assert "all passed" in capsys.readouterr().out


def test_what_a_suite_compiles_is_kept_for_the_next_process_and_not_beside_the_sources(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    look = "import sys; raise SystemExit(sys.dont_write_bytecode or sys.pycache_prefix != sys.argv[1])"
    assert testing._all(Steps(), [Suite("look", (sys.executable, "-c", look, str(testing.COMPILED)))]) == 0
