"""The town's Chinese words (names, lanes, remarks), read once from `server/demo/data/words.json`."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def words() -> dict[str, Any]:
    """The data file as it stands; callers do not change it."""
    loaded: dict[str, Any] = json.loads((Path(__file__).parent / "data" / "words.json").read_text(encoding="utf-8"))
    return loaded
