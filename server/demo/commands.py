"""`flask --app server demo load`: the demonstration town on the command line."""

import time
from collections.abc import Callable
from datetime import date

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from server.clock import today
from server.demo.load import is_empty, load
from server.store.session import store

MOST_RESIDENTS = 180_000
SEED = 20
SOON_SECONDS, MINUTE_SECONDS = 10, 60


def register(app: Flask) -> None:
    """Add the command group to `app`."""
    group = AppGroup("demo", help="The invented town for trying Ruhu out.")

    @group.command("load")
    @click.option("--residents", type=click.IntRange(1, MOST_RESIDENTS), default=6000, show_default=True)
    @click.option("--seed", type=int, default=SEED, show_default=True)
    def load_town(residents: int, seed: int) -> None:
        """Load the town into an empty database."""
        with store().reading() as session:
            if not is_empty(session):
                raise click.ClickException("There is a township already; the town needs an empty database.")
        day = date.fromisoformat(today(current_app.config["TZ"]))
        first = load(store(), residents=residents, seed=seed, today=day, progress=telling())
        click.echo(f"The town is loaded. A canvasser: {first}")

    app.cli.add_command(group)


def telling(now: Callable[[], float] = time.monotonic) -> Callable[[int, int, int], None]:
    """What prints how far a load is, and how long it will still take if it goes on like this."""
    began = now()

    def tell(done: int, of: int, records: int) -> None:
        left = (now() - began) / done * (of - done)
        click.echo(f"{done} of {of} grids, {records:,} records{_about(left)}")

    return tell


def _about(seconds: float) -> str:
    """Time left in steps that do not flicker; nothing when it is nearly over."""
    if seconds < SOON_SECONDS:
        return ""
    if seconds < MINUTE_SECONDS:
        return f", about {-(-int(seconds) // SOON_SECONDS) * SOON_SECONDS} s left"
    return f", about {-(-int(seconds) // MINUTE_SECONDS)} min left"
