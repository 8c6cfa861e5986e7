"""Nightly work of the exchange: `flask --app server snapshots` and `flask --app server tombstones`."""

from __future__ import annotations

from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from server import clock
from server.exchange import snapshots, tombstones
from server.exchange.granted import Counted
from server.store.session import store
from server.store.tables import Area, Meta, Scope


def register(app: Flask) -> None:
    """Add the commands to `app`."""

    @app.cli.command("snapshots")
    def prepare() -> None:
        """Prepare the files that phones fetch when an area is new to them, as small as can be (nightly)."""
        with store().reading() as session:
            shelf = snapshots.Shelf(Path(app.config["RUHU_VAR"]), session.get_one(Meta, "epoch").value)
            scopes = _scopes(session)
        made = 0
        for scope in scopes:
            with store().reading() as session:
                manifest = snapshots.prepare(session, shelf, scope, _counted(session, scope))
            if manifest is not None:
                made += 1
                size = sum(each.br for each in manifest.chunks)
                click.echo(f"{scope}: {manifest.rows} rows, {len(manifest.chunks)} chunks, {size} bytes.")
        snapshots.tidy(shelf)
        click.echo(f"{made} snapshots were made, {len(scopes) - made} were ready.")

    @app.cli.command("tombstones")
    def expire() -> None:
        """Forget records that left an area more than 200 days ago (nightly)."""
        removed = tombstones.expire(store(), clock.now_ms())
        for scope, count in removed.items():
            click.echo(f"{scope}: {count} departures have expired.")
        click.echo(f"{sum(removed.values())} departures have expired.")


def _scopes(session: Session) -> list[str]:
    return sorted(session.scalars(select(Area.code).where(Area.level.in_(("grid", "township")))))


def _counted(session: Session, scope: str) -> Counted:
    found = session.get(Scope, scope)
    return Counted() if found is None else Counted(found.seq, found.rows, found.sum, found.floor)
