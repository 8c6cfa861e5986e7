"""The office's decisions on what is held, for tests."""

from __future__ import annotations

from typing import Any

from server.exchange import quarantine
from server.store.tables import Quarantined
from tests.server.town import Town


def act(town: Town, deed: str, *args: Any) -> Any:
    """Let the office act on the quarantine: release, correct, discard."""
    with town.app.app_context(), town.store.writing() as session:
        return getattr(quarantine, deed)(session, town.admin, *args)


def state(town: Town, edit: str) -> tuple[str, str]:
    """(state, code) of a held edit."""
    with town.store.reading() as session:
        held = session.get_one(Quarantined, edit)
        return held.state, held.code
