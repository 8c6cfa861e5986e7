"""A pytest plugin: one module is loaded from source that has been altered as a mutant says, all others as they are.

`RUHU_MUTANT` is the mutant's name, `RUHU_REPORT` the file that is told what failed and why.
"""

from __future__ import annotations

import importlib.abc
import json
import os
import sys
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

import pytest

from tests.mutants.table import MUTANTS, Mutant

_loaded: list[str] = []
_failed: list[dict[str, str]] = []


class _Altered(SourceFileLoader):
    """Compiles the altered text, and leaves no trace of it on the disk."""

    mutant: Mutant

    def get_code(self, fullname: str) -> CodeType:
        _loaded.append(fullname)
        text = self.mutant.altered(Path(self.path).read_text(encoding="utf-8"))
        return compile(text, self.path, "exec", dont_inherit=True)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.module = mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if fullname != self.module:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        assert spec is not None and spec.origin is not None
        loader = _Altered(fullname, spec.origin)
        loader.mutant = self.mutant
        spec.loader = loader
        return spec


if name := os.environ.get("RUHU_MUTANT"):
    chosen = next(each for each in MUTANTS if each.name == name)
    sys.meta_path.insert(0, _Finder(chosen))


def pytest_exception_interact(node: Any, call: pytest.CallInfo[Any]) -> None:
    """Remember what a test failed with, and in which of its phases: by an assertion that does not hold, or because a
    line of its own (`answer["code"]`) finds something else than it expects.
    """
    if call.excinfo is not None:
        ours = [Path(entry.path) for entry in call.excinfo.traceback if ".venv" not in Path(entry.path).parts]
        own = ours[-1:] == [node.path]
        right = own or issubclass(call.excinfo.type, AssertionError)
        reason = "assertion" if right else call.excinfo.type.__name__
        _failed.append({"test": getattr(node, "nodeid", ""), "when": call.when, "reason": reason})


def pytest_sessionfinish() -> None:
    """Tell it."""
    if report := os.environ.get("RUHU_REPORT"):
        Path(report).write_text(json.dumps({"loaded": _loaded, "failed": _failed}), encoding="utf-8")
