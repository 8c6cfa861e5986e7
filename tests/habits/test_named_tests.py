"""A document that says which test holds a promise must name a test that is there (`path::name of the test`)."""

import re
from pathlib import Path

from tests.habits.repository import ROOT, files, name_of

NAMED = re.compile(r"`((?:tests|pwa)/[^`\s:]+)::([^`]+)`")
PROMISE = re.compile(r"^## (I\d+)\b", re.M)
INVARIANTS = ROOT / "docs" / "invariants.md"


def _is_there(path: Path, name: str) -> bool:
    """Whether the file has that test: a Python function, or the words of one of the phone's tests."""
    if not path.is_file():
        return False
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return re.search(rf"^\s*(?:async )?def {re.escape(name)}\(", text, re.M) is not None
    return any(quote + name + quote in text for quote in "'\"`")


def test_every_test_that_a_document_names_is_there() -> None:
    missing = [
        f"{name_of(document)}: {path}::{name}"
        for document in files(".md")
        for path, name in NAMED.findall(document.read_text(encoding="utf-8"))
        if not _is_there(ROOT / path, name)
    ]
    assert missing == []


def test_every_promise_is_held_by_tests_and_says_what_it_does_not_promise() -> None:
    parts = PROMISE.split(INVARIANTS.read_text(encoding="utf-8"))
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    assert list(told) == [f"I{number}" for number in range(1, 10)]
    for promise, text in told.items():
        assert len(NAMED.findall(text)) >= 2, promise
        assert "**Why it holds.**" in text and "**Not promised.**" in text, promise


def test_a_name_that_is_not_there_is_found_out() -> None:
    path = INVARIANTS.parents[1] / "tests" / "sync" / "test_groups.py"
    assert _is_there(path, "test_half_a_group_is_refused") and not _is_there(path, "test_half_a_group")
    assert not _is_there(path.with_name("none.py"), "test_x")
