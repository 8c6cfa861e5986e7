"""`flask --app server backup FILE` and `flask --app server restore FILE [--replace]`."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from server import clock
from server.backup.container import Progress
from server.backup.problem import BackupProblem
from server.backup.restoring import Place, restore
from server.backup.taking import backup
from server.store.session import store


def register(app: Flask) -> None:
    """Add the commands to `app`."""

    @app.cli.command("backup")
    @click.argument("file", type=click.Path(path_type=Path))
    def backup_(file: Path) -> None:
        """Write everything to the new FILE, while the server goes on. It holds personal data: keep it safe."""
        with _plainly(), _shown("Backing up") as progress:
            about = backup(store(), Path(current_app.config["RUHU_VAR"]), file, clock.now_ms(), progress)
        size = file.stat().st_size / 1_000_000
        click.echo(f"{file}: {about.township or 'no township yet'}, tables {about.schema}, {size:.1f} MB.")

    @app.cli.command("restore")
    @click.argument("file", type=click.Path(path_type=Path))
    @click.option("--replace", is_flag=True, help="Keep the present data beside, and put the backup in their place.")
    def restore_(file: Path, replace: bool) -> None:
        """Put the backup in FILE in the place of the database. Stop the server first."""
        settings = current_app.config
        place = Place(store(), settings["DATABASE_URL"], Path(settings["RUHU_VAR"]), clock.now_ms())
        with _plainly(), _shown("Restoring") as progress:
            done = restore(place, file, replace, progress)
        click.echo(f"{done.about.township or 'No township'}: restored; the new epoch is {done.begun.epoch}.")
        if done.kept:
            click.echo(f"The old data are kept: {done.kept}.")
        if done.begun.writers:
            click.echo(f"{done.begun.writers} writers had gone on since; phones send theirs again by themselves.")


@contextlib.contextmanager
def _plainly() -> Iterator[None]:
    """A refusal is a sentence, not a traceback."""
    try:
        yield
    except BackupProblem as problem:
        raise click.ClickException(str(problem)) from None
    except (OSError, SQLAlchemyError) as error:
        detail = getattr(error, "orig", None) or error
        raise click.ClickException(f"Nothing was changed: {detail}".strip()) from None


@contextlib.contextmanager
def _shown(label: str) -> Iterator[Progress]:
    """How far the work is, where somebody is looking."""
    with click.progressbar(length=1000, label=label, file=sys.stderr) as bar:
        yield lambda done, of: bar.update(max(0, done * 1000 // max(of, 1) - bar.pos))
