"""`flask --app server places`: settle everything that waits, in one go."""

from __future__ import annotations

import click
from flask import Flask

from server.places import following
from server.store.session import store


def register(app: Flask) -> None:
    """Add the command to `app`."""

    @app.cli.command("places")
    def places() -> None:
        """Settle what follows from appointments, sessions and lost phones, and take back what is over."""
        done = following.catch_up(store())
        click.echo("Nothing waits any more." if done else "Something could not be settled; see the log.")
        if not done:
            raise SystemExit(1)
