"""The repository's own files, as the habit tests read them: sources, documents, never what was generated."""

import ast
import os
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = {".git", ".venv", "node_modules", "dist", "var", "__pycache__"}
CACHES = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis")


def files(*suffixes: str, under: str = "") -> Iterator[Path]:
    """Every file of the repository below a folder, with one of the suffixes if any are given; sorted."""
    for folder, folders, names in os.walk(ROOT / under):
        folders[:] = sorted(name for name in folders if name not in GENERATED and name not in CACHES)
        for name in sorted(names):
            if not suffixes or name.endswith(suffixes):
                yield Path(folder) / name


def name_of(path: Path) -> str:
    """The path as people write it: relative to the repository, with slashes."""
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def docstrings(module: ast.Module) -> set[int]:
    """Identities of the nodes that are docstrings."""
    found = set()
    for node in ast.walk(module):
        body = getattr(node, "body", None)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and body:
            first = body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found
