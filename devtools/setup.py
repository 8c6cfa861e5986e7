"""Set-up: from a clone and a Python to an environment in which everything runs.

Each part is stamped with the hash of what it was made from, so a second start does nothing that is done.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from devtools import places
from devtools.steps import Failed, Steps

STAMP = places.VENV / "ruhu-stamp.json"
NPM_STAMP = places.NODE_MODULES / ".ruhu-stamp"
BUILD_STAMP = places.NODE_MODULES / ".ruhu-build"
BUILT_FROM = ("src", "public", "index.html", "office.html", "vite.config.ts", "build", "package-lock.json")


def digest(paths: Iterable[Path]) -> str:
    """One hash over names and contents of files, independent of their times and of the folder they lie in."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(places.ROOT).as_posix()).encode() + b"\0")
        total.update(path.read_bytes() + b"\0")
    return total.hexdigest()


def python_packages(steps: Steps, *, tests: bool) -> None:
    """Make .venv and install the pinned packages, each checked against its hash."""
    stamp = _read_stamp()
    runtime, testing = (places.ROOT / name for name in ("requirements.txt", "requirements-test.txt"))
    wanted = {"python": sys.version.split()[0], "runtime": digest([runtime])}
    if tests:
        wanted["test"] = digest([testing])
    alive = _venv_works()
    if alive and all(stamp.get(key) == value for key, value in wanted.items()):
        return
    if not alive or stamp.get("python", wanted["python"]) != wanted["python"]:
        steps.run("Making .venv", [sys.executable, "-m", "venv", "--clear", str(places.VENV)])
        stamp = {}
    command = [str(places.program("python")), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    command += ["--require-hashes", "-r", str(testing if tests else runtime)]
    what = "Installing Python packages of the tests" if tests else "Installing Python packages"
    steps.run(what, command)
    STAMP.write_text(json.dumps(stamp | wanted), encoding="utf-8")


def _read_stamp() -> dict[str, str]:
    try:
        return dict(json.loads(STAMP.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _venv_works() -> bool:
    """A .venv moved with its folder, or whose Python was removed, has to be made again."""
    try:
        done = subprocess.run([places.program("python"), "-m", "pip", "--version"], capture_output=True, timeout=60)
    except OSError:
        return False
    return done.returncode == 0


def node_packages(steps: Steps) -> None:
    """Install the phone's and the office's packages with the Node that came with the Python packages."""
    wanted = digest([places.PWA / "package-lock.json"])
    if _same(NPM_STAMP, wanted):
        return
    if not places.program("npm").exists():
        raise Failed("Node is missing in .venv", "remove the folder .venv and start again")
    command = [str(places.program("npm")), "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=http"]
    steps.run("Installing packages of the web app", command, cwd=places.PWA)
    NPM_STAMP.write_text(wanted, encoding="utf-8")


def web_app(steps: Steps, *, always: bool = False) -> None:
    """Build phone and office into pwa/dist, if what they are made from has changed."""
    if web_app_is_built() and not always:
        return
    wanted = digest(_sources())
    steps.run("Building phone and office", [str(places.program("node")), str(script("vite")), "build"], cwd=places.PWA)
    BUILD_STAMP.write_text(wanted, encoding="utf-8")


def web_app_is_built() -> bool:
    """Whether pwa/dist was made from the sources as they are now."""
    return (places.DIST / "index.html").exists() and _same(BUILD_STAMP, digest(_sources()))


def _sources() -> list[Path]:
    found: list[Path] = []
    for name in BUILT_FROM:
        path = places.PWA / name
        found += [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and ".test." not in p.name]
    return found


def _same(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == wanted


def script(package: str) -> Path:
    """The JavaScript file behind an npm package's command, to be given to node: no shell, the same on Windows."""
    folder = places.NODE_MODULES / package
    described = json.loads((folder / "package.json").read_text(encoding="utf-8"))["bin"]
    return folder / (described if isinstance(described, str) else described[package])
