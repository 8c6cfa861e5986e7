"""The town's phones: what they sent gives the office something to decide, release and look after, each thing once."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server import create_app
from server.demo import phones
from server.demo.load import load
from server.store import migrate
from server.store.session import Store, store
from server.store.tables import Device, Edit, Quarantined, Review
from tests.server.clock import Clock, freeze

TODAY = date(2026, 11, 20)
LATER = 20 * 365  # days
CONFLICTS = {
    *("field_review", "machine_review", "life_claim", "life_state_unknown"),
    *("dose_too_near", "dose_same_number", "double_appointment", "same_identity"),
}
REASONS = {"grant_ended", "depends_on_refused", "device_revoked", "bad_value"}


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    app = create_app({"RUHU_VAR": str(tmp_path)})
    with app.app_context():
        migrate.upgrade(store().engine)
        yield store()
        store().engine.dispose()


def _load(into: Store, residents: int = 600, today: date = TODAY) -> None:
    load(into, residents=residents, seed=20, today=today, progress=lambda done, of, records: None)


def _counted(of: Store) -> tuple[Counter[str], Counter[str], int | None]:
    with of.reading() as session:
        return (
            Counter(session.scalars(select(Review.kind))),
            Counter(session.scalars(select(Quarantined.code))),
            session.scalar(select(func.count()).select_from(Edit).where(Edit.n > 0)),
        )


def test_the_office_of_the_town_finds_conflicts_and_refused_edits_of_several_kinds(empty: Store) -> None:
    _load(empty)
    conflicts, refused, _ = _counted(empty)
    assert set(conflicts) == CONFLICTS and set(refused) == REASONS


def test_a_town_of_twenty_years_later_has_the_same_ones(
    empty: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    freeze(monkeypatch, clock.now + LATER * phones.DAY)
    _load(empty, today=TODAY + timedelta(days=LATER))
    conflicts, refused, _ = _counted(empty)
    assert set(conflicts) == CONFLICTS and set(refused) == REASONS


def test_phones_were_in_step_at_different_times_and_one_is_revoked(empty: Store) -> None:
    _load(empty)
    with empty.reading() as session:
        devices = list(session.scalars(select(Device)))
    days = {one.last_sync // phones.DAY for one in devices if one.last_sync}
    assert len(days) >= 2 and any(one.unsent for one in devices)
    assert [one for one in devices if one.revoked_at is not None]


def test_a_load_cut_short_between_two_pushes_sends_again_and_nothing_comes_twice(
    empty: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed, send = [], phones.send

    def power_fails(*batch: object) -> object:
        pushed.append(send(*batch))  # type: ignore[arg-type]
        if len(pushed) == 3:
            raise KeyboardInterrupt
        return pushed[-1]

    monkeypatch.setattr(phones, "send", power_fails)
    with pytest.raises(KeyboardInterrupt):
        _load(empty)
    _load(empty)
    resumed = _counted(empty)

    app = create_app({"RUHU_VAR": str(tmp_path / "whole")})
    with app.app_context():
        migrate.upgrade(store().engine)
        _load(store())
        assert _counted(store()) == resumed
        store().engine.dispose()


def test_the_smallest_towns_are_loaded_as_well(empty: Store) -> None:
    _load(empty, residents=3)
