"""`dev.py run`: from a clone to a served town, and what a newcomer has to know printed at the end."""

import http.client
import json
import os
import signal
import ssl
import subprocess
import time
from pathlib import Path
from types import FrameType

from devtools import lan as network
from devtools import places, setup
from devtools.steps import Failed, Steps

READY_SECONDS = 60.0
POLL_SECONDS = 0.1
STOP_SECONDS = 10.0
THREADS = "16"
MOST_RESIDENTS = 180_000


def run(steps: Steps, *, port: int, lan: bool, empty: bool, residents: int) -> int:
    """Set up, load the demonstration town into an empty database, serve until Ctrl-C; returns the exit code."""
    if not 1 <= residents <= MOST_RESIDENTS:
        raise Failed(f"--residents {residents} is not between 1 and {MOST_RESIDENTS}")
    host = "0.0.0.0" if lan else "127.0.0.1"
    for wanted in (port, port + 1) if lan else (port,):
        if not network.port_is_free(wanted, host):
            other = f"is Ruhu already running? else: python3 dev.py run --port {port + 10}"
            raise Failed(f"port {wanted} is taken", other)
    setup.python_packages(steps, tests=False)
    setup.node_packages(steps)
    setup.web_app(steps)
    base, certificate = _address(steps, port, lan)
    first = prepare(steps, empty=empty, residents=residents, base=base)
    return _serve(steps, host, port, base, certificate, first)


def prepare(steps: Steps, *, empty: bool, residents: int, base: str) -> dict[str, str]:
    """Create or migrate the database, load the town if it is empty; what `devtools.inside.prepare` answers."""
    places.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [str(places.program("python")), "-m", "devtools.inside.prepare", "--base", base]
    command += ["--empty"] if empty else ["--residents", str(residents)]
    answer = places.VAR / "first.json"  # not the step's output: that is shown and kept in a log
    try:
        steps.run("Preparing the database", [*command, "--answer", str(answer)])
        return dict(json.loads(answer.read_text(encoding="utf-8")))
    finally:
        answer.unlink(missing_ok=True)


def _address(steps: Steps, port: int, lan: bool) -> tuple[str, list[str]]:
    """The address to print, and the server's TLS options."""
    if not lan:
        return f"http://localhost:{port}", []
    found = network.addresses()
    if not found:
        raise Failed("this machine has no address on a network", "connect it to the phones' Wi-Fi and start again")
    folder = places.VAR / "lan"
    maker = [str(places.program("python")), "-m", "devtools.inside.certificate"]
    steps.run("Certificate for the local network", [*maker, str(folder), network.hostname(), *found])
    base = f"https://{found[0]}:{port}"
    return base, ["--certfile", str(folder / "server.crt"), "--keyfile", str(folder / "server.key")]


def server_command(host: str, port: int, certificate: list[str]) -> list[str]:
    """The command that serves; `certificate` holds its TLS options, or nothing."""
    python = str(places.program("python"))
    if places.WINDOWS:
        return [python, "-m", "devtools.inside.serve", "--host", host, "--port", str(port), *certificate]
    command = [python, "-m", "gunicorn", "--worker-class", "gthread", "--workers", "1", "--threads", THREADS]
    command += ["--bind", f"{host}:{port}", "--graceful-timeout", "5", "--log-level", "warning"]
    command += ["--no-control-socket", *certificate]
    return [*command, "server:create_app()"]


def _serve(
    steps: Steps, host: str, port: int, base: str, certificate: list[str], first: dict[str, str]
) -> int:
    children = [subprocess.Popen(server_command(host, port, certificate), cwd=places.ROOT, env=places.environment())]
    if certificate:
        page = [str(places.program("python")), "-m", "devtools.inside.authority_page", str(port + 1)]
        page += [str(places.VAR / "lan" / "ruhu-authority.crt"), base]
        children.append(subprocess.Popen(page, cwd=places.ROOT, env=places.environment()))

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        _wait_until_ready(children[0], port, bool(certificate))
        _tell(steps, port, base, bool(certificate), first)
        return children[0].wait()
    except KeyboardInterrupt:
        steps.say("\nstopping …")
        return 0
    finally:
        for child in children:
            _stop(child)


def _wait_until_ready(child: "subprocess.Popen[bytes]", port: int, secure: bool) -> None:
    """Return when the server answers; raises Failed when it ends or stays silent."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if child.poll() is not None:
            raise Failed("the server ended while starting", "its last words are above")
        try:
            _ask(port, secure)
            return
        except OSError:
            time.sleep(POLL_SECONDS)
    raise Failed(f"the server did not answer within {READY_SECONDS:.0f} s")


def _ask(port: int, secure: bool) -> None:
    connection: http.client.HTTPConnection
    if secure:
        own = ssl.create_default_context(cafile=str(places.VAR / "lan" / "ruhu-authority.crt"))
        connection = http.client.HTTPSConnection("localhost", port, timeout=5, context=own)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request("GET", "/")
    connection.getresponse().read()
    connection.close()


def _stop(child: "subprocess.Popen[bytes]") -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def _qr(text: str) -> None:
    subprocess.run([str(places.program("python")), "-m", "devtools.inside.qr", text], cwd=places.ROOT, check=False)


def _tell(steps: Steps, port: int, base: str, secure: bool, first: dict[str, str]) -> None:
    steps.say(f"\nRuhu is ready ({time.monotonic() - steps.began:.0f} s).\n")
    if secure:
        page = f"{base.replace('https', 'http').rsplit(':', 1)[0]}:{port + 1}/"
        steps.say(f"1. On each phone, once: install the local certificate authority from {page}")
        _qr(page)
        steps.say("2. Then:\n")
    steps.say(f"  Office     {base}/office/")
    steps.say(f"  Sign in    {first['login']}")
    if first.get("password"):
        steps.say(f"  Password   {first['password']}   (one time: choose your own at the first sign-in)")
    else:
        venv = Path(os.path.relpath(places.program("flask"), Path.cwd()))
        steps.say(f"  Password   yours; forgotten: {venv} --app server admin reset")
    if first.get("link"):
        steps.say(f"\n  Phone of {first['canvasser']}: open this link on a phone or in another browser window, once:")
        steps.say(f"  {first['link']}\n")
        _qr(first["link"])
    if first.get("desk_link"):
        steps.say(f"\n  Desk of a vaccination site ({first['desk']}): open this link on a tablet or in another browser")
        steps.say(f"  profile, once:\n  {first['desk_link']}")
    steps.say("\nCtrl-C stops it. The data is in var/ and stays.")
