"""Which suites there are, in which order they run, and the table of them at the end."""

import random
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from devtools import places, setup
from devtools.steps import Steps

NOTHING_COLLECTED = 5
SLOW = ("tests/device", "tests/chaos", "tests/mutants", "tests/journeys")
KILLS = 20
COMPILED = places.VENV / "cache" / "python"
# Histories that the property tests try in about a minute on two cores.
EXAMPLES_A_MINUTE = 200
MACHINE_A_MINUTE = 600


@dataclass(frozen=True)
class Suite:
    """One line of the table: a name and the command behind it, run in a folder with more environment.

    `budget`: the seconds it should take on two quiet cores, and a fifth more. What takes longer is told, not failed:
    machines differ.
    """

    name: str
    command: tuple[str, ...]
    cwd: Path = places.ROOT
    environment: tuple[tuple[str, str], ...] = ()
    budget: int = 0


def _python(*arguments: str) -> tuple[str, ...]:
    return (str(places.program("python")), "-m", *arguments)


def _node(package: str, *arguments: str) -> tuple[str, ...]:
    return (str(places.program("node")), str(setup.script(package)), *arguments)


def _pytest(*arguments: str) -> tuple[str, ...]:
    return _python("pytest", "-q", "-W", "error", "--durations=5", *arguments)


def checks() -> list[Suite]:
    """What is fast enough to run before every commit."""
    return [
        Suite("ruff", _python("ruff", "check", "."), budget=5),
        Suite(
            "mypy --strict", _python("mypy", "--strict", "sync", "server", "device", "dev.py", "devtools"), budget=20
        ),
        Suite("vue-tsc", _node("vue-tsc", "--noEmit"), places.PWA, budget=20),
        Suite("oxlint", _node("oxlint", "--deny-warnings"), places.PWA, budget=5),
        Suite("pytest", _pytest("-n", "2", *(f"--ignore={folder}" for folder in SLOW), "tests"), budget=520),
        Suite("vitest", _node("vitest", "run"), places.PWA, budget=30),
    ]


def slow() -> list[Suite]:
    """What `test` runs after the checks: whatever needs real servers, many processes or a browser."""
    return [
        Suite("the machine", _pytest("-n", "2", "tests/device"), budget=45),
        Suite("chaos", _pytest("-n", "2", "tests/chaos"), budget=60),
        Suite("mutants", _pytest("-n", "2", "tests/mutants"), budget=80),
        Suite("journeys", _pytest("-n", "2", "tests/journeys"), budget=530),
    ]


def check(steps: Steps) -> int:
    """`dev.py check`: exit code 0 when every suite passes."""
    return _all(steps, checks())


def test(steps: Steps) -> int:
    """`dev.py test`: the checks first, then everything else."""
    return _all(steps, checks() + slow())


def soak(steps: Steps, minutes: int) -> int:
    """`dev.py soak`: everything that depends on chance, longer and from new seeds. A failure prints its seed;
    `RUHU_SEED=… pytest …` (Python) or the seed and path that fast-check prints (TypeScript) replays it.
    """
    chance = str(random.SystemRandom().randrange(2**32))
    steps.say(f"RUHU_SEED={chance}")
    examples = EXAMPLES_A_MINUTE * minutes
    more = (("RUHU_SEED", chance), ("RUHU_EXAMPLES", str(examples)), ("RUHU_KILLS", str(KILLS)))
    machine = (*more[:1], ("RUHU_EXAMPLES", str(MACHINE_A_MINUTE * minutes)))
    return _all(
        steps,
        [
            Suite("the machine, long", _pytest("-s", "-m", "property", "tests/device"), environment=machine),
            Suite(
                "property tests, long",
                _pytest("-n", "2", "-m", "property", "--ignore=tests/device", "tests"),
                environment=more,
            ),
            Suite("phone, long", _node("vitest", "run", "tests/store"), places.PWA, more),
            Suite("chaos, long", _pytest("-s", "tests/chaos"), environment=more),
            Suite(f"kill journey, {KILLS} times", _pytest("-m", "kill", "tests/journeys"), environment=more),
        ],
    )


def bench(options: Sequence[str]) -> int:
    """`dev.py bench`: the measurements; with `--json` nothing else is printed on standard output."""
    return subprocess.run(
        _python("devtools.inside.bench", *options), cwd=places.ROOT, env=places.environment()
    ).returncode


def pictures(steps: Steps) -> int:
    """`dev.py pictures`: drive phone and office and store small pictures in docs/pictures."""
    return _all(steps, [Suite("pictures", _python("tests.journeys.pictures"))])


def vectors(folder: str) -> int:
    """`dev.py vectors DIR`: both languages over every vector file; exit code 1 where either differs from `expect`."""
    where = str(Path(folder).resolve())
    if not Path(where).is_dir():
        print(f"✗ {folder} is not a folder")
        return 2
    python = subprocess.run(_python("server.rules.vectors", where), cwd=places.ROOT, env=places.environment())
    script = places.PWA / "src" / "rules" / "vectors.ts"
    node = [str(places.program("node")), "--no-warnings", str(script), where]
    typescript = subprocess.run(node, cwd=places.ROOT, env=places.environment())
    return 1 if python.returncode or typescript.returncode else 0


def _all(steps: Steps, suites: Sequence[Suite]) -> int:
    rows: list[tuple[str, str, float, int]] = []
    for suite in suites:
        steps.say(f"\n── {suite.name}")
        began = time.monotonic()
        env = places.environment(**dict(suite.environment))
        # Some machines forbid Python to write beside the sources what it has compiled; every server that a test starts
        # would then compile all of Ruhu anew.
        env |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(COMPILED)}
        code = subprocess.run(suite.command, cwd=suite.cwd, env=env).returncode
        verdict = "nothing to run" if code == NOTHING_COLLECTED else "failed" if code else "passed"
        rows.append((suite.name, verdict, time.monotonic() - began, suite.budget))
    width = max(len(name) for name, *_ in rows)
    steps.say(f"\n{'suite':{width}}  {'result':14}  seconds  budget")
    for name, verdict, seconds, budget in rows:
        over = "  over" if budget and seconds > budget else ""
        steps.say(f"{name:{width}}  {verdict:14}  {seconds:7.1f}  {budget or '':6}{over}")
    together = sum(seconds for _, _, seconds, _ in rows)
    steps.say(f"{'together':{width}}  {'':14}  {together:7.1f}  {sum(budget for *_, budget in rows) or '':6}")
    failed = [name for name, verdict, *_ in rows if verdict != "passed"]
    steps.say(f"not passed: {', '.join(failed)}" if failed else "all passed")
    return 1 if failed else 0
