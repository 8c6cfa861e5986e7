"""The campaign documents that ship with Ruhu, as data; the only reader of files beside the vector runner."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def names() -> list[str]:
    """The names of the shipped campaigns."""
    return sorted(path.stem for path in FOLDER.glob("*.json"))


def load(name: str) -> dict[str, Any]:
    """A fresh copy of the shipped campaign `name`; KeyError if there is none of that name."""
    if not re.fullmatch(r"[a-z0-9-]+", name) or not (FOLDER / f"{name}.json").is_file():
        raise KeyError(name)
    document: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return document
