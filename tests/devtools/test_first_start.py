"""What the first start tells a newcomer is told once, on the screen, and kept nowhere."""

from pathlib import Path

import pytest

from devtools import places, run
from devtools.steps import Steps


def test_the_one_time_password_and_the_link_are_in_no_log_and_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    var, logs = tmp_path / "var", tmp_path / "log"
    monkeypatch.setattr(places, "VAR", var)
    monkeypatch.setattr(places, "LOGS", logs)
    monkeypatch.setenv("RUHU_VAR", str(var))
    first = run.prepare(Steps(), empty=False, residents=12, base="http://localhost:1")
    code = first["link"].rsplit("/", 1)[1]
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    said = capsys.readouterr().out
    for secret in (first["password"], code):
        assert secret and secret.encode() not in kept and secret not in said
    assert "grids" in (logs / "01-preparing-the-database.log").read_text(encoding="utf-8")
