"""Where things are, on Linux, macOS and Windows alike: every path that dev.py touches is named here."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PWA = ROOT / "pwa"
DIST = PWA / "dist"
NODE_MODULES = PWA / "node_modules"
VAR = Path(os.environ.get("RUHU_VAR") or ROOT / "var")
LOGS = VENV / "log"
WINDOWS = os.name == "nt"


def program(name: str) -> Path:
    """Path of a program inside .venv: `python`, `node`, `npm`, `gunicorn` …"""
    if not WINDOWS:
        return VENV / "bin" / name
    return VENV / "Scripts" / (name + (".cmd" if name in {"npm", "npx"} else ".exe"))


def environment(**more: str) -> dict[str, str]:
    """The environment of child processes: .venv first on the path, caches beside it and not in the home directory."""
    env = dict(os.environ)
    env.pop("PYTHONHOME", None)
    env.pop("PYTHONPATH", None)
    env["PATH"] = str(program("python").parent) + os.pathsep + env.get("PATH", "")
    env["VIRTUAL_ENV"] = str(VENV)
    env["PYTHONUTF8"] = "1"
    env.setdefault("npm_config_cache", str(VENV / "cache" / "npm"))
    env.setdefault("npm_config_update_notifier", "false")
    env.setdefault("RUHU_VAR", str(VAR))
    env.update(more)
    return env
