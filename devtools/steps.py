"""Visible progress: each long command is a numbered step with its time, and its last words if it fails.

The full output goes to a log file, so the screen stays readable and nothing is lost.
"""

import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from devtools import places

TICK = 0.2
QUIET_TICK = 20.0
TAIL = 30


class Failed(Exception):
    """A step that could not be done; `advice` says what the reader can do about it."""

    def __init__(self, what: str, advice: str = "", tail: Sequence[str] = (), log: Path | None = None):
        super().__init__(what)
        self.what, self.advice, self.tail, self.log = what, advice, tail, log

    def __str__(self) -> str:
        lines = [f"✗ {self.what}"]
        lines += [f"  | {line}" for line in self.tail]
        if self.log:
            lines.append(f"  everything it said: {self.log}")
        if self.advice:
            lines.append(f"  → {self.advice}")
        return "\n".join(lines)


# What a failed command said → what to do. The first that matches is shown.
ADVICE = (
    (
        ("ensurepip is not", "No module named ensurepip"),
        "this Python lacks the venv part: on Debian or Ubuntu `sudo apt install python3-venv`, then start again",
    ),
    (
        ("DO NOT MATCH THE HASHES", "EINTEGRITY"),
        "a downloaded package is not the one that was pinned: try again, and if it stays, do not install it",
    ),
    (
        ("name resolution", "ENOTFOUND", "ECONN", "ETIMEDOUT", "EAI_AGAIN", "Connection", "Network is unreachable"),
        "no network: packages come from PyPI and npm the first time; check the connection or proxy and start again",
    ),
    (("No space left", "ENOSPC"), "the disk is full: about 1.5 GB are needed"),
    (("Permission denied", "EACCES", "Read-only file system"), f"{places.ROOT} must be writable for you"),
    (("Could not find a version", "No matching distribution"), "no package for this Python and system; try 3.11–3.13"),
)


def advice_for(output: Sequence[str]) -> str:
    """What to do about a failed command, from what it said; empty when nothing is known."""
    text = "\n".join(output)
    return next((what for signs, what in ADVICE if any(sign in text for sign in signs)), "")


class Steps:
    """Numbers the steps of one command and prints them with their times."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.count = 0
        self.out = out or sys.stdout
        self.terminal = self.out.isatty()
        self.began = time.monotonic()

    def say(self, text: str) -> None:
        """Print one line at once."""
        print(text, file=self.out, flush=True)

    def run(self, title: str, command: Sequence[str], *, cwd: Path = places.ROOT, **env: str) -> list[str]:
        """Run a command as one step; returns its output lines, raises Failed with the last ones."""
        self.count += 1
        places.LOGS.mkdir(parents=True, exist_ok=True)
        log = places.LOGS / f"{self.count:02d}-{'-'.join(title.lower().split()[:4])}.log"
        began = time.monotonic()
        if not self.terminal:
            self.say(f"[{self.count}] {title} …")
        lines: deque[str] = deque(maxlen=5000)
        try:
            child = subprocess.Popen(
                list(command),
                cwd=cwd,
                env=places.environment(**env),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise Failed(f"{title}: {command[0]} does not start ({error.strerror})", advice_for([str(error)])) from None
        reader = threading.Thread(target=self._read, args=(child, lines, log), daemon=True)
        reader.start()
        self._watch(reader, title, began, lines)
        code = child.wait()
        seconds = time.monotonic() - began
        if code:
            self._line(f"[{self.count}] {title} failed after {seconds:.0f} s\n")
            tail = list(lines)[-TAIL:]
            raise Failed(f"{title} (exit {code})", advice_for(lines), tail, log)
        self._line(f"[{self.count}] {title}  {seconds:.1f} s\n")
        return list(lines)

    def _read(self, child: "subprocess.Popen[str]", lines: deque[str], log: Path) -> None:
        assert child.stdout is not None
        with log.open("w", encoding="utf-8") as kept, child.stdout as said:
            for line in said:
                kept.write(line)
                if line.strip():
                    lines.append(line.rstrip())

    def _watch(self, reader: threading.Thread, title: str, began: float, lines: deque[str]) -> None:
        told = began
        while reader.is_alive():
            reader.join(TICK)
            now = time.monotonic()
            last = lines[-1][:70] if lines else ""
            if self.terminal:
                self._line(f"[{self.count}] {title}  {now - began:.0f} s  {last}")
            elif now - told > QUIET_TICK:
                told = now
                self.say(f"    {now - began:.0f} s  {last}")

    def _line(self, text: str) -> None:
        self.out.write(("\r\x1b[K" if self.terminal else "") + text)
        self.out.flush()
