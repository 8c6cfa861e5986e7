#!/usr/bin/env python3
"""The one command of this repository: `python3 dev.py run`, `python3 dev.py test` and a few more.

This entry stays readable for old Pythons, so that they get a sentence instead of a syntax error; the
work is done by the package `devtools/`, which needs Python 3.11 and nothing else.
"""

import os
import shutil
import sys

OLDEST = (3, 11)


def newer_python():  # type: () -> str | None
    """Path of another Python on this machine that is new enough, or None."""
    for minor in range(19, OLDEST[1] - 1, -1):
        found = shutil.which("python3.%d" % minor)  # noqa: UP031
        if found:
            return found
    return None


def main():  # type: () -> int
    if sys.version_info < OLDEST:  # noqa: UP036
        other = newer_python()
        if other:
            os.execv(other, [other] + sys.argv)  # noqa: RUF005
        sys.stderr.write(
            "Ruhu needs Python 3.11 or newer; this is %s.\n"  # noqa: UP031
            "Install it from https://www.python.org/downloads/ (or your system's packages) and start again.\n"
            % sys.version.split()[0]
        )
        return 2
    sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    from devtools.commands import main as commands

    return commands(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
