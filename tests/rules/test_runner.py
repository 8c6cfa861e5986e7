"""The runner of vectors tells what differs, and what it did not run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.rules import vectors
from tests.rules import twins

RESIDENT = {"birth": "1980-03-10"}
GIVEN = {"campaign": "covid-2021", "today": "2021-05-01", "resident": RESIDENT}


def _file(folder: Path, content: Any, name: str = "one.json") -> Path:
    (folder / name).write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return folder


def _vector(expect: Any, given: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"function": "judge", "vectors": [{"description": "one", "given": given or GIVEN, "expect": expect}]}


def _both(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, differences and notes; asserts that both languages say the same of the same files."""
    code = vectors.main([str(folder)])
    output = capsys.readouterr()
    theirs = twins.run(str(folder))
    assert theirs.returncode == code
    ours = [json.loads(line) for line in output.out.splitlines()]
    places = [(one["file"], one["index"], one["path"]) for one in ours]
    assert [(one["file"], one["index"], one["path"]) for one in map(json.loads, theirs.stdout.splitlines())] == places
    return code, ours, output.err + theirs.stderr


def test_a_vector_that_holds_is_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _both(_file(tmp_path, _vector({"status": "due"})), capsys)[:2] == (0, [])


def test_a_difference_is_told_with_place_and_both_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = _both(_file(tmp_path, _vector({"next": {"earliest": "2021-04-02"}})), capsys)
    assert code == 1
    assert found == [
        {
            "file": "one.json",
            "index": 0,
            "description": "one",
            "path": "next.earliest",
            "expected": "2021-04-02",
            "actual": "2021-04-01",
            "side": "python",
        }
    ]


def test_a_list_is_compared_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = _both(_file(tmp_path, _vector({"next": {"products": ["bibp"]}})), capsys)
    assert (code, found[0]["path"]) == (1, "next.products")


def test_a_member_that_does_not_exist_is_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = _both(_file(tmp_path, _vector({"colour": "red"})), capsys)
    assert (code, found[0]["path"], found[0]["actual"]) == (1, "colour", "missing")


def test_a_vector_that_stops_the_rules_is_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = {**GIVEN, "campaign": "no-such-campaign"}
    code, found, _ = _both(_file(tmp_path, _vector({"status": "due"}, given)), capsys)
    assert (code, found[0]["path"]) == (1, "")


def test_a_file_of_another_function_is_skipped_with_a_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, notes = _both(_file(tmp_path, {"function": "merge", "vectors": []}), capsys)
    assert (code, found) == (0, [])
    assert notes.count("one.json: skipped, its function 'merge' is not one of the rules") == 2


@pytest.mark.parametrize("content", ["not json", {"function": "judge"}, {"function": "judge", "vectors": [{}]}])
def test_a_broken_file_is_a_difference(tmp_path: Path, content: Any, capsys: pytest.CaptureFixture[str]) -> None:
    code, found, _ = _both(_file(tmp_path, content), capsys)
    assert (code, found[0]["index"]) == (1, -1)


def test_a_bare_list_is_read_as_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _both(_file(tmp_path, _vector({"status": "due"})["vectors"]), capsys)[:2] == (0, [])


def test_one_file_can_be_run_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = _file(tmp_path, _vector({"status": "done"}))
    assert _both(folder / "one.json", capsys)[0] == 1


@pytest.mark.parametrize("arguments", [[], ["no-such-folder"], ["a", "b"]])
def test_a_wrong_call_says_how_to_call(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert vectors.main(arguments) == 2
    assert "usage" in capsys.readouterr().err
