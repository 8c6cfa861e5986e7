"""Writes every messy file into a folder, to be looked at or tried by hand, with the answers expected of them."""

import json
import sys
from pathlib import Path

from tests.roster.messy import EVERY_KIND
from tests.roster.messy.writing import write


def main(folder: Path) -> None:
    """Write the files and `expected.json`: file name → what `roster check --json` must say, without the sentences."""
    folder.mkdir(parents=True, exist_ok=True)
    expected = {}
    for kind in EVERY_KIND:
        messy = kind()
        write(folder, messy)
        expected[messy.filename] = messy.paper.expected()
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(expected)} files: {folder}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
