"""Tests about tests: their names are sentences, they wait for conditions, and none is skipped without a condition."""

import ast
import re

from tests.habits.repository import files, name_of, tree

FEWEST_WORDS = 4
# The one place that lets time pass between two looks at a condition.
WAITING = "tests/journeys/waiting.py"
SLEEPS = {"sleep", "wait_for_timeout"}
VITEST = re.compile(r"\b(?:it|test|describe)(?:\.\w+)*\(\s*(['\"`])(.+?)\1")


def _calls(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def test_names_of_python_tests_are_sentences() -> None:
    short = []
    for path in files(".py", under="tests"):
        for node in ast.walk(tree(path)):
            name = node.name if isinstance(node, ast.FunctionDef) else ""
            if name.startswith("test_") and len(name.split("_")) - 1 < FEWEST_WORDS:
                short.append(f"{name_of(path)}: {name}")
    assert short == []


def test_names_of_typescript_tests_are_sentences() -> None:
    short = []
    for path in files(".test.ts", under="pwa"):
        text = path.read_text(encoding="utf-8")
        for match in VITEST.finditer(text):
            is_group = text[match.start() :].startswith("describe")
            if not is_group and len(match.group(2).split()) < 2:
                short.append(f"{name_of(path)}: {match.group(2)}")
    assert short == []


def test_no_test_sleeps_where_it_could_wait_for_a_condition() -> None:
    sleeping = [
        f"{name_of(path)}:{getattr(node, 'lineno', 0)}"
        for path in files(".py", under="tests")
        if name_of(path) != WAITING
        for node in ast.walk(tree(path))
        if _calls(node) in SLEEPS
    ]
    assert sleeping == []


def test_no_test_is_skipped_without_a_condition() -> None:
    found = []
    for path in files(".py", under="tests"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node).endswith(("mark.skip", "mark.xfail")):
                found.append(f"{name_of(path)}:{node.lineno}")
    for path in files(".test.ts", under="pwa"):
        text = path.read_text(encoding="utf-8")
        found += [f"{name_of(path)}: {m}" for m in re.findall(r"\b(?:it|test|describe)\.(?:skip|only|todo)\b", text)]
    assert found == []
