"""Commands that set a township up: `flask --app server init | admin reset | enrol LOGIN --base URL`."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import AppGroup

from server import accounts, clock
from server.exchange import understanding
from server.store import migrate
from server.store.session import store


def register(app: Flask) -> None:
    """Add the commands to `app`."""
    admin = AppGroup("admin", help="The township administrator's account.")

    @app.cli.command("init")
    def init() -> None:
        """Create the database, or bring it up to date."""
        migrate.upgrade(store().engine)
        understanding.catch_up(store())
        click.echo("The database is ready.")

    @admin.command("reset")
    @click.option("--login", default="admin", show_default=True)
    def reset(login: str) -> None:
        """Give the administrator a one-time password (it must be changed at the first sign-in)."""
        with store().writing() as session:
            password = accounts.one_time_password(session, login)
        click.echo(password)

    @app.cli.command("enrol")
    @click.argument("login")
    @click.option("--base", required=True, help="The address of this server, as a phone sees it.")
    def enrol(login: str, base: str) -> None:
        """Print a one-use link that makes a browser the phone of account LOGIN."""
        with store().writing() as session:
            account = accounts.by_login(session, login)
            made = accounts.make_enrolment(session, account.id, clock.now_ms(), int(current_app.config["ENROLMENT_MS"]))
        click.echo(accounts.enrolment_link(base, made.code))

    app.cli.add_command(admin)
