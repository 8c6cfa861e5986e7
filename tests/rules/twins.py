"""Asks the TypeScript rules, in one process of node for many questions."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RUNNER = ROOT / "pwa" / "src" / "rules" / "vectors.ts"


def node() -> str:
    """The node that the set-up installed beside this Python, else the system's."""
    beside = Path(sys.executable).parent / "node"
    found = str(beside) if beside.exists() else shutil.which("node")
    assert found, "no node: `python3 dev.py` installs one beside Python"
    return found


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run the TypeScript runner of vectors."""
    command = [node(), str(RUNNER), *arguments]
    return subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=False, timeout=120)


def answers(questions: list[dict[str, Any]]) -> list[Any]:
    """The TypeScript answers to questions {"function", "given"}."""
    done = run("-", text="".join(json.dumps(question) + "\n" for question in questions))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]
