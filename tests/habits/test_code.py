"""What code may not contain: statuses outside their one file, secrets by default, Chinese words, silent modules."""

import ast
import os
import re
import stat
from pathlib import Path

import pytest

from server import create_app
from server.config import DEFAULTS
from tests.habits.repository import docstrings, files, name_of, tree

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STATUS = range(100, 600)
STATUS_WORDS = {"status", "status_code", "code"}
ANSWERING = {"response", "Response", "redirect", "send_response", "send_error"}
# Where else a status may stand, and why. This list only shrinks.
STATUSES_FOR_A_REASON = {
    "devtools/inside/authority_page.py": "a page for phones that have no certificate yet; it runs without the server",
}
# A view is described by its decorators: path, who may, what goes in and out.
ROUTE = re.compile(r"\.(get|post|put|patch|delete|route)\(")
COMMENTS = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*|<!--.*?-->", re.S)
PYTHON = [path for folder in ("server", "sync", "device", "devtools") for path in files(".py", under=folder)]
BROWSER = [path for path in files(".ts", ".vue", under="pwa/src") if "/words/" not in name_of(path)]


def _status_at(node: ast.AST) -> bool:
    def number(value: ast.AST | None) -> bool:
        return isinstance(value, ast.Constant) and type(value.value) is int and value.value in STATUS

    if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        return any(number(part) for part in node.value.elts[1:])
    if isinstance(node, ast.keyword):
        return node.arg in STATUS_WORDS and number(node.value)
    if isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return called == "abort" or (called in ANSWERING and any(map(number, node.args)))
    return isinstance(node, ast.ImportFrom) and any(alias.name == "HTTPStatus" for alias in node.names)


def test_http_statuses_are_decided_in_one_file() -> None:
    found: dict[str, list[int]] = {}
    for path in PYTHON:
        lines = [getattr(node, "lineno", 0) for node in ast.walk(tree(path)) if _status_at(node)]
        if lines and name_of(path) != "server/errors.py":
            found[name_of(path)] = lines
    assert found.keys() == STATUSES_FOR_A_REASON.keys(), found


def test_python_code_has_no_chinese_words_of_its_own() -> None:
    found = []
    for path in PYTHON:
        module = tree(path)
        texts = docstrings(module)
        for node in ast.walk(module):
            text = node.value if isinstance(node, ast.Constant) and id(node) not in texts else None
            if isinstance(text, str) and CHINESE.search(text):
                found.append(f"{name_of(path)}:{getattr(node, 'lineno', 0)}: {text[:20]}")
    assert found == []


def test_phone_and_office_take_every_chinese_word_from_the_words_files() -> None:
    found = []
    for path in BROWSER:
        if path.name.endswith(".test.ts"):
            continue
        code = COMMENTS.sub("", path.read_text(encoding="utf-8"))
        found += [f"{name_of(path)}: {line.strip()[:60]}" for line in code.splitlines() if CHINESE.search(line)]
    assert found == []


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_a_module_and_its_public_functions_say_what_they_are_for(path: Path) -> None:
    module = tree(path)
    if "migrations" in path.parts and path.parent.name == "versions":
        return
    assert ast.get_docstring(module), f"{name_of(path)} says nothing about why it exists"
    silent = [
        node.name
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
        and not any(ROUTE.search(ast.unparse(decorator)) for decorator in node.decorator_list)
    ]
    assert silent == []


def test_no_setting_holds_a_secret_by_default() -> None:
    named = {name: value for name, value in DEFAULTS.items() if re.search("SECRET|PASSWORD|TOKEN|KEY", name)}
    assert not any(named.values()), named
    literal = re.compile(r"""(?i)(secret|password|token)\w*["']?\s*[:=]\s*["'][^"'{}<>.\s]{6,}["']""")
    found = []
    for path in PYTHON:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if literal.search(line) and "error" not in line and "Problem" not in line:
                found.append(f"{name_of(path)}:{number}: {line.strip()[:80]}")
    assert found == []


def test_every_installation_makes_its_own_secret_that_only_its_owner_reads(tmp_path: Path) -> None:
    keys = [create_app({"RUHU_VAR": str(tmp_path / name)}).config["SECRET_KEY"] for name in ("one", "two")]
    assert keys[0] != keys[1] and len(keys[0]) >= 32
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "one" / "secret.key").stat().st_mode) == 0o600


def test_there_is_no_switch_that_turns_authentication_off() -> None:
    switch = re.compile(r"(?i)(no|skip|disable|ignore)_(auth|login|csrf)|(auth|login|csrf)_(disabled|off|optional)")
    found = [name_of(path) for path in PYTHON if switch.search(path.read_text(encoding="utf-8"))]
    assert found == []
