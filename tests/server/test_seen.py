"""When a phone was last in step: noted in memory, written together, and true when the office looks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from server.exchange import seen
from server.store.tables import Device
from tests.server.clock import Clock
from tests.server.town import LI1, Phone, Town


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def written(town: Town, phone: Phone) -> int | None:
    with town.store.reading() as session:
        return session.get_one(Device, phone.writer).unsent


@pytest.fixture
def quiet(app: Flask) -> seen.Seen:
    """The notes, just written."""
    kept: seen.Seen = app.extensions["ruhu_seen"]
    kept.write_now()
    return kept


def test_pulls_within_half_a_minute_are_written_together(
    town: Town, quiet: seen.Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = town.phone(LI1), town.phone(LI1)
    first.page(unsent=1), second.page(unsent=2)
    assert (written(town, first), written(town, second)) == (None, None)
    monkeypatch.setattr(seen, "FLUSH_SECONDS", -1)
    second.page(unsent=3)
    assert (written(town, first), written(town, second)) == (1, 3)


def ask_as_office(town: Town) -> None:
    town.app.test_client().get("/api/office/devices")


def end_the_process(town: Town) -> None:
    seen._at_exit()


@pytest.mark.parametrize("happens", [ask_as_office, end_the_process])
def test_what_was_noted_is_written_before_the_office_is_answered_and_when_the_server_ends(
    town: Town, quiet: seen.Seen, happens: Callable[[Town], None]
) -> None:
    phone = town.phone(LI1)
    phone.page(unsent=4)
    happens(town)
    assert written(town, phone) == 4
    assert not quiet.waiting()


def test_an_older_note_of_another_process_does_not_replace_a_newer_one(
    town: Town, quiet: seen.Seen, clock: Clock
) -> None:
    phone = town.phone(LI1)
    quiet.note(phone.writer, seen.Note(clock.now, 1, "new"))
    quiet.write_now()
    quiet.note(phone.writer, seen.Note(clock.now - 1, 9, "old"))
    quiet.write_now()
    assert written(town, phone) == 1
