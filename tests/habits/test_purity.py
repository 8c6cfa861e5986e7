"""`sync/` and `server/rules/` are pure: the standard library and each other; no clock, no chance, no files."""

import ast
import subprocess
import sys

import pytest

from tests.habits.repository import ROOT, files, name_of, tree

PURE = ("sync", "server/rules")
IMPURE_MODULES = {
    *("asyncio", "io", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil", "socket"),
    *("sqlite3", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid", "http"),
}
IMPURE_CALLS = frozenset({"open", "print", "input", "now", "utcnow", "today", "time_ns", "urandom", "uuid4"})
# Beside the rules, and imported by none of them (below).
RUNNERS = {
    "server/rules/vectors.py": "reads vector files and prints differences; run by `dev.py vectors`",
    "sync/__main__.py": "reads a history and prints what became of it; run by `python -m sync replay`",
    "server/rules/campaigns/__init__.py": "reads the campaign documents that ship with the product",
}


def _sources() -> list[str]:
    return [name_of(path) for folder in PURE for path in files(".py", under=folder)]


@pytest.mark.parametrize("source", [name for name in _sources() if name not in RUNNERS])
def test_a_pure_module_imports_only_the_standard_library_and_other_pure_modules(source: str) -> None:
    for node in ast.walk(tree(ROOT / source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: write imports in full"
            names = [node.module or ""]
        for name in names:
            top = name.split(".")[0]
            pure = top == "sync" or name == "server.rules" or name.startswith("server.rules.")
            assert pure or top in sys.stdlib_module_names, f"{source} imports {name}"
            assert top not in IMPURE_MODULES, f"{source} imports {name}"
            module = name.replace(".", "/")
            assert f"{module}.py" not in RUNNERS and f"{module}/__init__.py" not in RUNNERS, f"{source} imports {name}"


@pytest.mark.parametrize("source", [name for name in _sources() if name not in RUNNERS])
def test_a_pure_module_reads_no_clock_and_no_file(source: str) -> None:
    for node in ast.walk(tree(ROOT / source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in IMPURE_CALLS, f"{source}:{node.lineno} calls {called}()"


def test_importing_the_pure_packages_loads_no_installed_package() -> None:
    code = (
        "import sys, pkgutil, importlib, sync, server.rules\n"
        "for package in (sync, server.rules):\n"
        "    for found in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        importlib.import_module(found.name)\n"
        "tops = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(tops & {'flask', 'sqlalchemy', 'marshmallow', 'pypinyin', 'stdnum', 'orjson'}))\n"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_what_sets_the_project_up_needs_nothing_installed() -> None:
    for path in files(".py", under="devtools"):
        if "inside" in path.parts:
            continue
        for node in ast.walk(tree(path)):
            module = node.module if isinstance(node, ast.ImportFrom) else None
            names = [module] if module else [a.name for a in node.names] if isinstance(node, ast.Import) else []
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or top == "devtools", f"{name_of(path)} imports {name}"
                assert not name.startswith("devtools.inside"), f"{name_of(path)} imports {name}"
