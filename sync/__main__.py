"""`python -m sync replay FILE`: what became of these edits, as canonical JSON. Only here does `sync` read a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from sync import canonical
from sync.edit import Malformed
from sync.replay import replay

USAGE = "usage: python -m sync replay FILE"


def main(arguments: list[str]) -> int:
    """0 and the result on standard output; 2 and one sentence on standard error if the file cannot be replayed."""
    if len(arguments) != 2 or arguments[0] != "replay":
        print(USAGE, file=sys.stderr)
        return 2
    try:
        given = json.loads(Path(arguments[1]).read_text("utf-8"))
        if not isinstance(given, dict):
            raise Malformed("", "is no object")
        told = canonical.dumps(replay(given)).encode()  # UTF-8 whatever the terminal's language
    except OSError as error:
        print(f"{arguments[1]}: {error.strerror}", file=sys.stderr)
        return 2
    except (ValueError, Malformed, RecursionError) as error:
        print(f"{arguments[1]}: cannot be replayed: {error}", file=sys.stderr)
        return 2
    sys.stdout.buffer.write(told + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
