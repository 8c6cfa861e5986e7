"""The files of `deploy/` agree with the server and with each other. These need nothing but Python."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from devtools.places import ROOT
from server import config, create_app
from server.errors import STATUS
from server.words import both
from tests.deploy.site import CONFIG, MAIN

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SHIPPED = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".pyc"]
SITE = CONFIG.read_text(encoding="utf-8")
EXAMPLE = (DEPLOY / "ruhu.env.example").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
UNIT = {"k": 1024, "m": 1024 * 1024}


def size(text: str) -> int:
    """Bytes of what nginx calls 6m."""
    return int(text[:-1]) * UNIT[text[-1]]


def seconds(name: str) -> int:
    """The value of one of nginx's times."""
    found = re.search(rf"^ *{name} (\d+)s;", SITE, re.M)
    assert found, name
    return int(found[1])


def gunicorn() -> dict[str, Any]:
    """What the settings of gunicorn say."""
    said: dict[str, Any] = {}
    exec(compile((DEPLOY / "gunicorn.conf.py").read_text(encoding="utf-8"), "gunicorn.conf.py", "exec"), said)
    return said


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """gunicorn's settings on a machine that says nothing of its own."""
    for name in ("RUHU_BIND", "RUHU_WORKERS", "RUHU_THREADS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    return gunicorn()


def test_nginx_lets_through_exactly_what_the_server_takes(tmp_path: Path) -> None:
    most = [size(each) for each in re.findall(r"client_max_body_size (\w+);", SITE)]
    assert most == [config.DEFAULTS["PUSH_BYTES"], config.DEFAULTS["UPLOAD_BYTES"]]
    app = create_app({"RUHU_VAR": str(tmp_path)})
    files = [rule.rule for rule in app.url_map.iter_rules() if takes_file(app.view_functions[rule.endpoint])]
    assert files and all(rule.startswith("/api/office/") for rule in files)
    assert re.search(r"location /api/office/ \{\s*client_max_body_size 64m;", SITE)
    app.extensions["ruhu_store"].engine.dispose()


def takes_file(view: Any) -> bool:
    """Whether a view is sent a file."""
    return getattr(view, "__ruhu_file__", False) is True


def test_whoever_waits_in_front_waits_longer_than_whoever_works_behind(serving: dict[str, Any]) -> None:
    assert seconds("proxy_read_timeout") * 1000 > 2 * config.DEFAULTS["DB_STATEMENT_MS"] + config.DEFAULTS["DB_LOCK_MS"]
    assert serving["keepalive"] > 60 and "keepalive_timeout 60s;  # less than gunicorn's" in SITE
    unit = (DEPLOY / "systemd" / "ruhu.service").read_text(encoding="utf-8")
    stop = re.search(r"^TimeoutStopSec=(\d+)$", unit, re.M)
    assert stop and int(stop[1]) > serving["graceful_timeout"]


def test_nginx_finds_the_server_where_gunicorn_listens(serving: dict[str, Any]) -> None:
    assert f"server {serving['bind']};" in SITE
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in SITE and "\nTRUSTED_PROXIES=1\n" in EXAMPLE
    assert config.DEFAULTS["TRUSTED_PROXIES"] == 0


@pytest.mark.parametrize("code", ["busy", "too_large"])
def test_what_nginx_says_itself_is_what_the_server_would_say(code: str) -> None:
    told = re.search(rf"location @{code} \{{[^}}]*return {STATUS[code]} '(.*)';", SITE)
    assert told and json.loads(told[1]) == {"code": code, "message": both(f"errors.{code}"), "details": {}}


def test_the_log_of_nginx_names_no_query_and_no_whole_address() -> None:
    logged = re.search(r"log_format ruhu (.*?);", SITE, re.S)
    assert logged and not re.search(r"\$(args|query_string|request|request_uri|remote_addr|http_\w+)\b", logged[1])
    assert re.search(r"^    error_log \S+ crit;", SITE, re.M)


def test_only_present_versions_of_tls_are_spoken() -> None:
    assert re.findall(r"ssl_protocols (.*);", SITE) == ["TLSv1.2 TLSv1.3"]


def test_every_setting_of_the_example_is_known_and_none_is_a_secret() -> None:
    known = {*config.FROM_ENVIRONMENT, "RUHU_VAR", "DATABASE_URL"}
    used = "".join(path.read_text(encoding="utf-8") for path in SHIPPED if path.name != "ruhu.env.example")
    named = dict(re.findall(r"^#?([A-Z][A-Z_]+)=(.*)$", EXAMPLE, re.M))
    assert all(name in known or re.search(rf"\b{name}\b", used) for name in named)
    assert not any(value for name, value in named.items() if re.search("SECRET|TOKEN|KEY|PASSWORD", name))
    defaults = {name: str(value) for name, value in config.DEFAULTS.items()}
    for name, value in named.items():
        if name in defaults and name != "TRUSTED_PROXIES":
            assert value == defaults[name], name


def test_the_guide_speaks_of_every_shipped_file() -> None:
    missing = [path.name for path in SHIPPED if path.name not in GUIDE]
    assert missing == []


@pytest.mark.parametrize("unit", [each for each in UNITS if each.suffix == ".service"], ids=lambda unit: unit.name)
def test_a_service_may_do_nothing_beyond_its_work(unit: Path) -> None:
    text = unit.read_text(encoding="utf-8")
    for line in ("User=ruhu", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
                 "CapabilityBoundingSet=", "SystemCallFilter=@system-service", "UMask=0077"):  # fmt: skip
        assert f"\n{line}\n" in text, line


@pytest.mark.parametrize("unit", [each for each in UNITS if each.suffix == ".timer"], ids=lambda unit: unit.name)
def test_a_timer_starts_a_service_that_exists_with_a_command_that_exists(unit: Path, tmp_path: Path) -> None:
    started = re.search(r"^Unit=(ruhu[\w@-]*)\.service$", unit.read_text(encoding="utf-8"), re.M)
    assert started
    template, at, command = started[1].partition("@")
    assert (unit.parent / f"{template}{at}.service").exists()
    app = create_app({"RUHU_VAR": str(tmp_path)})
    assert (command or "backup") in app.cli.list_commands(None)  # type: ignore[arg-type]
    app.extensions["ruhu_store"].engine.dispose()


def test_a_backup_removes_old_ones_only_after_a_new_one_and_keeps_seven(tmp_path: Path) -> None:
    """With a `flask` in its place that only writes a file, or fails."""
    home, kept = tmp_path / "srv", tmp_path / "backups"
    (home / "deploy").mkdir(parents=True), kept.mkdir(), (home / ".venv" / "bin").mkdir(parents=True)
    shutil.copy(DEPLOY / "ruhu-backup", home / "deploy")
    flask = home / ".venv" / "bin" / "flask"
    olds = [kept / f"ruhu-202001{day:02d}T000000Z.backup" for day in range(1, 21)]
    for old in olds:
        old.touch()
        subprocess.run(["touch", "-d", "2020-01-01", str(old)], check=True)

    def run(script: str) -> int:
        flask.write_text(f"#!/bin/sh\n{script}\n")
        flask.chmod(0o755)
        env = {"PATH": "/usr/bin:/bin", "RUHU_BACKUPS": str(kept)}
        return subprocess.run([home / "deploy" / "ruhu-backup"], env=env, stdout=subprocess.DEVNULL).returncode

    assert run("exit 1") != 0 and len(list(kept.iterdir())) == 20
    assert run('touch "$4"') == 0
    left = sorted(kept.iterdir())
    assert len(left) == 7 and left[:6] == olds[-6:]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd: apt-get install systemd")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_finds_nothing_wrong_but_that_nothing_is_installed_here(unit: Path) -> None:
    done = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True)
    said = [line for line in done.stderr.splitlines() if "is not executable" not in line and unit.stem in line]
    assert said == []


def test_the_site_stands_alone_in_an_nginx_that_knows_nothing_of_it() -> None:
    assert "include" in MAIN and not re.search(r"\binclude\b", SITE)
