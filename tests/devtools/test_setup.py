"""Set-up does what is needed, says what is wrong, and does nothing twice."""

import socket
from pathlib import Path

import pytest

from devtools import lan, run, setup, steps
from devtools.commands import main


def test_a_taken_port_is_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not lan.port_is_free(port, "127.0.0.1")
        assert main(["run", "--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert str(port) in said and "--port" in said


def test_a_town_that_is_too_large_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "--residents", "180001"]) == 1
    assert str(run.MOST_RESIDENTS) in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("The virtual environment was not created because ensurepip is not available.", "python3-venv"),
        ("npm error code ENOTFOUND", "no network"),
        ("Temporary failure in name resolution", "no network"),
        ("OSError: [Errno 28] No space left on device", "disk"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "pinned"),
    ],
)
def test_a_failed_step_says_what_to_do_about_it(said: str, advice: str) -> None:
    assert advice in steps.advice_for(["something else", said])


def test_a_failed_command_shows_its_last_words_and_where_the_rest_is(tmp_path: Path) -> None:
    with pytest.raises(steps.Failed) as failed:
        steps.Steps().run("Trying", ["python3", "-c", "print('the reason'); raise SystemExit(3)"])
    assert "the reason" in str(failed.value) and "exit 3" in str(failed.value)


def test_what_was_built_is_built_again_only_when_its_sources_changed(tmp_path: Path) -> None:
    inside = setup.places.ROOT / "dev.py"
    assert setup.digest([inside]) == setup.digest([inside])
    assert setup.digest([inside]) != setup.digest([inside, setup.places.ROOT / "pyproject.toml"])
