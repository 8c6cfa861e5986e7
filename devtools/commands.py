"""The command line of dev.py: which words it knows and what each needs."""

import argparse
import sys
from collections.abc import Sequence

from devtools import places, run, setup, testing
from devtools.steps import Failed, Steps

PORT = 8000


def parser() -> argparse.ArgumentParser:
    """All commands with their options, as `python3 dev.py --help` shows them."""
    top = argparse.ArgumentParser(prog="dev.py", description="Ruhu: set up, run, test.")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    start = commands.add_parser("run", help="set everything up and serve (first start: a few minutes)")
    start.add_argument("--port", type=int, default=PORT, help=f"port of the server (default {PORT})")
    start.add_argument("--lan", action="store_true", help="HTTPS for phones on the same network")
    start.add_argument("--empty", action="store_true", help="no demonstration town on an empty database")
    start.add_argument("--residents", type=int, default=6000, help="size of the demonstration town, up to 180000")
    commands.add_parser("test", help="all tests: check, then the slow suites and the journeys in a browser")
    commands.add_parser("check", help="linters, types, unit tests of both languages")
    commands.add_parser("build", help="build phone and office into pwa/dist")
    vectors = commands.add_parser("vectors", help="run vector files through the Python and the TypeScript rules")
    vectors.add_argument("folder", help="folder with *.json vector files")
    soak = commands.add_parser("soak", help="what takes longer: many kills, long property runs")
    soak.add_argument("--minutes", type=int, default=30, help="about how long (default 30)")
    commands.add_parser("bench", help="measure the sync beside its floors (`bench --help` tells its options)")
    commands.add_parser("pictures", help="take the pictures of the README anew")
    return top


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    benched = list(arguments[1:]) if arguments[:1] == ["bench"] else []  # has options of its own
    asked = parser().parse_args(arguments[: len(arguments) - len(benched)])
    steps = Steps(sys.stderr if "--json" in arguments else sys.stdout)
    try:
        if asked.command == "run":
            return run.run(
                steps, port=asked.port, lan=asked.lan, empty=asked.empty, residents=asked.residents
            )
        if asked.command == "build":
            setup.python_packages(steps, tests=False)
            setup.node_packages(steps)
            setup.web_app(steps, always=True)
            steps.say(f"built: {places.DIST}")
            return 0
        return _tests(steps, asked, benched)
    except Failed as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _tests(steps: Steps, asked: argparse.Namespace, benched: Sequence[str]) -> int:
    setup.python_packages(steps, tests=True)
    if asked.command == "bench":
        return testing.bench(benched)
    setup.node_packages(steps)
    if asked.command == "check":
        return testing.check(steps)
    if asked.command == "vectors":
        return testing.vectors(asked.folder)
    setup.web_app(steps)
    if asked.command == "pictures":
        return testing.pictures(steps)
    if asked.command == "soak":
        return testing.soak(steps, asked.minutes)
    return testing.test(steps)
