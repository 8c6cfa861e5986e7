"""A backup brings everything back, in a new epoch, or refuses and changes nothing."""

from __future__ import annotations

from pathlib import Path

from tests.server.town import LI1, Town


def test_a_backup_brings_back_what_it_held_and_nothing_later(town: Town, tmp_path: Path) -> None:
    phone = town.phone(LI1)
    phone.pull()
    home = town.household()
    runner = town.app.test_cli_runner()
    said = runner.invoke(args=["backup", str(tmp_path / "one.ruhu")])
    assert said.exit_code == 0, said.output
    lost = town.household(door="2")
    said = runner.invoke(args=["restore", str(tmp_path / "one.ruhu")])
    assert said.exit_code == 1
    said = runner.invoke(args=["restore", "--replace", str(tmp_path / "one.ruhu")])
    assert said.exit_code == 0
    phone.cursor = None
    assert home in phone.pull() and lost not in phone.rows
