"""The office's addresses, one file for each thing the office does."""

from __future__ import annotations

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """All blueprints of the office."""
    from server.office.routes import held, lists, people, places, resident, reviews, signin, township

    return [part.blueprint for part in (signin, lists, resident, reviews, held, places, people, township)]
